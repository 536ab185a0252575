/** The account is linked, lost, found again: what the channel notices by itself, and what it does about it. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { WhatsappConfig } from '../../../src/channels/whatsapp/config.ts';
import type { WhatsappAdapter } from '../../../src/channels/whatsapp/whatsapp-adapter.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createMemoryIntake, type MemoryIntake } from '../../contract/memory-intake.ts';
import { findChromium } from '../../support/chromium.ts';
import type { Knobs } from '../../support/whatsapp-web/servers.ts';
import { openWhatsappHarness, type WhatsappHarness } from './whatsapp-harness.ts';

let harness: WhatsappHarness;
let adapter: WhatsappAdapter;
let intake: MemoryIntake;

afterEach(async () => {
  await adapter.stop();
  await harness.close();
});

const texts = () => intake.messages.map(({ text }) => text);
const isOn = () => adapter.status().state === 'on';
const problems = () => adapter.link.changes().map(({ problem }) => problem);
const until = (holds: () => boolean) => harness.web.until(holds, 40_000);
const profile = () => join(harness.folder, 'session');

async function start(config: Partial<WhatsappConfig> = {}): Promise<void> {
  adapter = harness.adapter(config);
  await adapter.start(intake);
}

async function restart(config: Partial<WhatsappConfig> = {}): Promise<void> {
  await adapter.stop();
  await start(config);
}

/** A channel that shows its QR. */
async function open(knobs: Partial<Knobs> = {}, config: Partial<WhatsappConfig> = {}): Promise<void> {
  harness = await openWhatsappHarness(knobs);
  intake = createMemoryIntake();
  await start(config);
  await until(() => adapter.link.read().qr !== undefined);
}

async function link(knobs: Partial<Knobs> = {}, config: Partial<WhatsappConfig> = {}): Promise<void> {
  await open(knobs, config);
  harness.web.phone.scanQr();
  await until(isOn);
}

const siti = () => harness.web.citizen({ phone: '620000000501', name: 'Siti Contoh' });

/** Whatever broke, this still works: a message arrives, and the answer to it, tried again as the outbox does. */
async function expectItWorks(text: string): Promise<void> {
  siti().write(text);
  await until(() => texts().includes(text));
  await expectSent(text, `jawaban ${text}`);
  expect(bodies().filter((body) => body === `jawaban ${text}`)).toHaveLength(1);
}

async function expectSent(id: string, text: string): Promise<void> {
  const answer = { id: id as never, address: siti().chat(), text, choices: [] };
  const send = () => adapter.send(answer, { sent: [], partSent: async () => {} });
  let result = await send();
  for (let tries = 1; !result.ok && result.failure === 'unreachable' && tries < 5; tries++) result = await send();
  expect(result).toEqual({ ok: true });
}

const bodies = () =>
  siti()
    .received()
    .map(({ body }) => body);

/** Of the browser itself, not of its helpers. */
function browserPids(): number[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${profile()}`) && !line.includes('--type='))
    .map((line) => Number.parseInt(line, 10));
}

describe.skipIf(!findChromium())('linking', () => {
  it('shows a QR, a fresh one whenever WhatsApp has one, and none once it is linked', async () => {
    await open();
    expect(adapter.status()).toMatchObject({ state: 'unlinked', problem: 'unlinked' });
    const first = adapter.link.read().qr?.text;
    harness.web.phone.refreshQr();
    await until(() => adapter.link.read().qr?.text !== first);
    harness.web.phone.scanQr();
    await until(isOn);
    expect(adapter.link.read()).toMatchObject({ account: { name: 'Klinik Contoh', phone: '620000000000' } });
    expect(adapter.link.read()).not.toHaveProperty('qr');
    await expectItWorks('halo');
  });

  it('takes a code typed into the phone instead', async () => {
    await open();
    await adapter.link.requestCode('620000000000');
    const { code } = adapter.link.read();
    harness.web.phone.enterCode(code?.text ?? '');
    await until(isOn);
    expect(adapter.link.read().code).toBeUndefined();
    await expect(adapter.link.requestCode('620000000000')).rejects.toThrow('link-not-waiting');
  });

  it('begins anew where no fresh QR comes', async () => {
    await open({}, { timing: { qrStaleMs: 300 } });
    await until(() => problems().includes('qr-stale'));
    await until(() => adapter.link.read().qr !== undefined);
  });

  it('is linked still after a restart, and is given what came in between', async () => {
    await link();
    await adapter.stop();
    siti().write('selagi mati');
    await start();
    await until(() => texts().includes('selagi mati'));
    expect(problems()).not.toContain('unlinked');
    await expectItWorks('halo');
  });
});

describe.skipIf(!findChromium())('notices by itself', () => {
  it('that the page had synced before anybody listened', async () => {
    await link({ race: true });
    await expectItWorks('halo');
  });

  it('that it never becomes ready, and begins anew until it does', async () => {
    await link();
    harness.web.knobs.without.push('WAWebSyncGatingUtils');
    await restart({ timing: { readyMs: 700 } });
    await until(() => problems().includes('not-syncing'));
    harness.web.knobs.without.length = 0;
    await until(isOn);
    await expectItWorks('halo');
  });

  it('that the browser is gone', async () => {
    await link();
    siti().write('satu');
    await until(() => texts().includes('satu'));
    for (const pid of browserPids()) process.kill(pid, 'SIGKILL');
    await until(() => problems().includes('browser-died'));
    siti().write('dua');
    await until(() => texts().includes('dua'));
    await until(isOn);
    await expectItWorks('tiga');
    expect(texts()).toEqual(['satu', 'dua', 'tiga']);
  });

  it('that the page answers nothing any more', async () => {
    await link({}, { timing: { probeMs: 200, probeDeadlineMs: 700 } });
    harness.web.hang();
    await until(() => problems().includes('silent'));
    await until(isOn);
    await expectItWorks('halo');
  });

  it('that the page was loaded again, and goes on in it', async () => {
    await link();
    const pages = harness.web.pagesSoFar();
    harness.web.reload();
    await until(() => harness.web.pagesSoFar() > pages && isOn());
    await expectItWorks('halo');
    expect(browserPids()).toHaveLength(1);
  });

  it('that the line stays cut, and begins anew', async () => {
    await link({}, { timing: { offlineMaxMs: 300 } });
    harness.web.cut();
    await until(() => adapter.status().state === 'retrying');
    siti().write('selagi putus');
    await until(() => !isOn() && harness.web.openPages() === 0);
    harness.web.mend();
    await until(() => texts().includes('selagi putus'));
    await expectItWorks('halo');
  });
});

describe.skipIf(!findChromium())('tells apart', () => {
  it('a logout by the owner: the login is forgotten, a new QR shown, and it lasts beyond a restart', async () => {
    await link();
    harness.web.phone.logOut();
    await until(() => problems().includes('logged-out') && adapter.link.read().qr !== undefined);
    expect(adapter.status()).toMatchObject({ state: 'unlinked', problem: 'logged-out' });
    harness.web.phone.scanQr();
    await until(isOn);
    await restart();
    await until(isOn);
    await expectItWorks('halo');
  });

  it('a login in use elsewhere: it waits, and takes it up again', async () => {
    await link();
    harness.web.setState('CONFLICT');
    await until(() => problems().includes('conflict'));
    await until(isOn);
    await expectItWorks('halo');
  });

  it('a blocked account: nothing is tried until somebody says so', async () => {
    await link();
    const pages = harness.web.pagesSoFar();
    harness.web.setState('TOS_BLOCK');
    await until(() => adapter.status().problem === 'account-blocked');
    await until(() => browserPids().length === 0);
    const answer = { id: 'a' as never, address: siti().chat(), text: 'halo', choices: [] };
    const refused = await adapter.send(answer, { sent: [], partSent: async () => {} });
    expect(refused).toMatchObject({ ok: false, failure: 'unauthorised' });
    expect(harness.web.pagesSoFar()).toBe(pages);
    adapter.link.restart();
    await until(isOn);
    await expectItWorks('halo');
  });
});

describe.skipIf(!findChromium())('the profile', () => {
  it('is readable by this account alone, and holds nothing of a browser once it is stopped', async () => {
    await link();
    await adapter.stop();
    const modes = execFileSync('stat', ['-c', '%a', harness.folder, profile()], { encoding: 'utf8' });
    expect(modes.trim().split('\n')).toEqual(['700', '700']);
    expect(readdirSync(profile()).filter((name) => name.startsWith('Singleton'))).toEqual([]);
    expect(browserPids()).toEqual([]);
  });

  it('opens again though another host’s browser left its mark', async () => {
    await link();
    await adapter.stop();
    symlinkSync('host-lain-4711', join(profile(), 'SingletonLock'));
    await start();
    await until(isOn);
  });

  it('is taken back from a browser that outlived its process', async () => {
    await link();
    await adapter.stop();
    const args = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile()}`, 'about:blank'];
    const outlived = spawn(findChromium()!, args, { stdio: 'ignore' });
    const ended = new Promise((resolve) => outlived.once('exit', resolve));
    await until(() => lstatSync(join(profile(), 'SingletonLock'), { throwIfNoEntry: false }) !== undefined);
    await start();
    await ended;
    await until(isOn);
  });
});

describe('without Chromium', () => {
  it('says so, and goes on once it is there', async () => {
    harness = await openWhatsappHarness();
    intake = createMemoryIntake();
    await start({ chromiumPath: '/nowhere/chromium' });
    await harness.web.until(() => adapter.status().problem === 'chromium-missing');
    expect(adapter.status().state).toBe('broken');
    const message = { id: 'a' as never, address: '620000000501@c.us', text: 'halo', choices: [] };
    const sent = await adapter.send(message, { sent: [], partSent: async () => {} });
    expect(sent).toMatchObject({ ok: false, failure: 'unreachable' });
    expect(existsSync(join(profile(), 'SingletonLock'))).toBe(false);
  });

  it.skipIf(!findChromium())('goes on by itself once it is installed', async () => {
    harness = await openWhatsappHarness();
    intake = createMemoryIntake();
    const chromiumPath = join(harness.folder, 'chromium');
    await start({ chromiumPath });
    await until(() => adapter.status().problem === 'chromium-missing');
    symlinkSync(findChromium()!, chromiumPath);
    await until(() => adapter.link.read().qr !== undefined);
  });
});

describe.skipIf(!findChromium())('a message that was on its way when the process died', () => {
  it('is not taken for the same words that were said before', async () => {
    await link();
    siti().write('halo');
    await until(() => texts().includes('halo'));
    await expectSent('first', 'Sama-sama, Ibu.');
    await adapter.stop();
    // It was about to be sent, and never was.
    const journal = join(harness.folder, 'sending.json');
    const entries = JSON.parse(readFileSync(journal, 'utf8')) as object[];
    const begun = { message: 'second', part: 0, at: systemClock.now(), tries: 1 };
    writeFileSync(journal, JSON.stringify([...entries, begun]));
    await start();
    await until(isOn);
    await expectSent('second', 'Sama-sama, Ibu.');
    expect(bodies()).toEqual(['Sama-sama, Ibu.', 'Sama-sama, Ibu.']);
  });
});
