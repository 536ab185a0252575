/** The channels of a process, picked by the configuration; a part of app.ts. */
import { join } from 'node:path';
import type { ChannelAdapter } from './channels/channel-adapter.ts';
import { createTelegramAdapter, type TelegramAdapter } from './channels/telegram/telegram-adapter.ts';
import { createWebchatAdapter, type Mailbox, type VisitorLinks } from './channels/webchat/webchat-adapter.ts';
import { readLimits } from './channels/whatsapp/limits.ts';
import { createWhatsappAdapter } from './channels/whatsapp/whatsapp-adapter.ts';
import type { Config } from './config.ts';
import { lockFolder } from './db/lock.ts';
import { transact } from './db/transact.ts';
import { endLinks, makeLink, openReturnLink } from './desk/contacts/visitor-links.ts';
import { noteVisitorHas, readVisitorThread, type VisitorMessage } from './desk/conversations/visitor-thread.ts';
import { systemTimers } from './lib/timers.ts';
import type { WorkerDeps } from './workers/worker-deps.ts';

/** @param dataFolder the shipped data/. @throws {SetupError} for what the operator must mend. */
export function createChannels(config: Config, desk: WorkerDeps, dataFolder: string): ChannelAdapter[] {
  const { clock, log, words } = desk;
  const telegram = config.TELEGRAM_BOT_TOKEN
    ? createTelegramAdapter(
        {
          token: config.TELEGRAM_BOT_TOKEN,
          apiRoot: config.TELEGRAM_API_ROOT,
          ...(config.TELEGRAM_WEBHOOK_URL && config.TELEGRAM_WEBHOOK_SECRET
            ? { webhook: { url: config.TELEGRAM_WEBHOOK_URL, secret: config.TELEGRAM_WEBHOOK_SECRET } }
            : {}),
        },
        { clock, log, choiceHint: words('choice-hint') },
      )
    : null;
  const webchat = createWebchatAdapter({
    ...desk,
    mailbox: mailboxOf(desk),
    visitorLinks: visitorLinksOf(desk),
    spoolFolder: join(config.DATA_DIR, 'spool'),
    publicUrl: config.publicUrl,
    cookieSecure: config.publicUrl.startsWith('https:'),
    links: webchatLinks(config, telegram),
  });
  const whatsapp = config.WHATSAPP_MODE === 'web' ? createWhatsapp(config, desk, dataFolder) : null;
  return [telegram, whatsapp, webchat].filter((one) => one !== null);
}

/** A channel whose entrance is HTTP belongs to the web; one that polls to the process that receives. */
export function receives(adapter: ChannelAdapter, roles: ReadonlySet<string>, config: Config): boolean {
  const isOverHttp = adapter.name === 'webchat' || (adapter.name === 'telegram' && config.TELEGRAM_WEBHOOK_URL);
  return roles.has(isOverHttp ? 'web' : 'receive');
}

function createWhatsapp(config: Config, { clock, ids, log, words }: WorkerDeps, dataFolder: string): ChannelAdapter {
  return createWhatsappAdapter(
    {
      folder: join(config.DATA_DIR, 'whatsapp'),
      chromiumPath: config.CHROMIUM_PATH,
      chromiumArgs: config.CHROMIUM_ARGS.split(' ').filter(Boolean),
      limits: readLimits(dataFolder),
    },
    {
      clock,
      timers: systemTimers,
      ids,
      log,
      choiceHint: words('choice-hint'),
      lock: (folder) => lockFolder(folder, 'start'),
    },
  );
}

/** The bot's name is known once Telegram has told it. */
function webchatLinks(config: Config, telegram: TelegramAdapter | null) {
  const links: { telegramBot?: string; whatsappNumber?: string } = {};
  if (config.WHATSAPP_NUMBER) links.whatsappNumber = config.WHATSAPP_NUMBER;
  telegram?.startLink('x').then(
    (link) => {
      const name = link && /t\.me\/([^?]+)/.exec(link)?.[1];
      if (name) links.telegramBot = name;
    },
    () => undefined,
  );
  return links;
}

/** The web chat's mailbox is our own database. */
function mailboxOf({ db, clock, reference }: WorkerDeps): Mailbox {
  const shown = ({ department, ...message }: VisitorMessage) => {
    const known = department ? reference.departments.get(department) : undefined;
    return { ...message, ...(known ? { department: { short: known.short, name: known.name } } : {}) };
  };
  return {
    read: async (address, after, limit) =>
      (await readVisitorThread(db, 'webchat', address, { after, limit })).map(shown),
    earlier: async (address, before, limit) =>
      (await readVisitorThread(db, 'webchat', address, { before, limit })).map(shown),
    delivered: (address, upToSeq) =>
      transact(db, (trx) => noteVisitorHas(trx, { channel: 'webchat', address, upToSeq, now: clock.now() })),
  };
}

/** The secrets of links lie with the desk, so that any process can end them. */
function visitorLinksOf({ db, clock, ids }: WorkerDeps): VisitorLinks {
  return {
    make: (kind, address, expiresAt) => transact(db, (trx) => makeLink(trx, { kind, address, expiresAt }, ids)),
    open: (secret, expiresAt) => transact(db, (trx) => openReturnLink(trx, secret, { now: clock.now(), expiresAt })),
    end: (address) => transact(db, (trx) => endLinks(trx, address)),
  };
}
