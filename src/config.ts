/** The environment as one schema → a frozen Config. Every fault is reported at once, each with its cure. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { SetupError } from './lib/errors.ts';

const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: `not a number → give a whole number from ${min} to ${max}` })
    .int(`not a whole number → give one from ${min} to ${max}`)
    .min(min, `too small → give ${min} to ${max}`)
    .max(max, `too large → give ${min} to ${max}`);

const webUrl = z.url({
  protocol: /^https?$/,
  error: 'not a web address → write it whole, e.g. https://klinik.example.go.id',
});

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** Each name with its schema and one sentence for README and .env.example (`npm run docs`). */
export const environment = {
  HOST: [z.string().default('127.0.0.1'), 'Address to listen on; 0.0.0.0 for all.'],
  PORT: [wholeNumber(0, 65_535).default(8080), 'Port of web chat, console and webhooks; 0 takes a free one.'],
  PUBLIC_URL: [
    optional(webUrl.optional()),
    'Address as people see it; https makes cookies Secure. Default: http://HOST:PORT.',
  ],
  TRUST_PROXY: [wholeNumber(0, 5).default(0), 'Number of reverse proxies in front whose X-Forwarded-For is believed.'],
  ROLES: [
    z
      .string()
      .default('web,receive,work')
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(
        z.array(
          z.enum(['web', 'receive', 'work'], { error: 'unknown role → use web, receive, work, separated by commas' }),
        ),
      ),
    'What this process does: web (pages, webhooks), receive (polling), work (turns, sending).',
  ],
  DATA_DIR: [
    z.string().default('data/local'),
    'Database file, received files, logins and keys; never the shipped data/.',
  ],
  DATABASE_URL: [
    optional(
      z
        .string()
        .regex(/^(sqlite:|postgres(ql)?:\/\/)/, 'unknown database → sqlite:PATH or postgres://user@host/name')
        .optional(),
    ),
    'sqlite:PATH or postgres://…; default: sqlite file in DATA_DIR.',
  ],
  REDIS_URL: [
    optional(
      z
        .string()
        .regex(/^rediss?:\/\//, 'not a Redis address → redis://host:port/0')
        .optional(),
    ),
    'Redis for jobs over several processes; without it jobs run in this process.',
  ],
  DATA_KEY: [
    optional(
      z
        .string()
        .regex(/^[0-9a-fA-F]{64}$/, 'not a key → 64 hexadecimal characters, e.g. from: openssl rand -hex 32')
        .optional(),
    ),
    'Seals originals of masked texts (64 hex characters). Default: made once in DATA_DIR/keys. Losing it loses them.',
  ],
  AUDIT_KEY: [
    optional(
      z
        .string()
        .regex(/^[0-9a-fA-F]{64}$/, 'not a key → 64 hexadecimal characters, e.g. from: openssl rand -hex 32')
        .optional(),
    ),
    'Keys the chain over the event log (64 hex characters). Default: made once in DATA_DIR/keys.',
  ],
  TELEGRAM_BOT_TOKEN: [
    optional(
      z
        .string()
        .regex(/^\d+:[\w-]{20,}$/, 'not a bot token → copy it whole from @BotFather, e.g. 123456:ABC…')
        .optional(),
    ),
    'Token from @BotFather; without it Telegram is off.',
  ],
  TELEGRAM_API_ROOT: [
    optional(webUrl.default('https://api.telegram.org')),
    'Bot API server; another one where you host your own.',
  ],
  TELEGRAM_WEBHOOK_URL: [
    optional(webUrl.optional()),
    'Public address of the webhook (…/telegram/webhook); without it the bot polls.',
  ],
  TELEGRAM_WEBHOOK_SECRET: [
    optional(
      z
        .string()
        .regex(/^[\w-]{16,256}$/, 'too weak → 16 to 256 of A–Z a–z 0–9 _ -')
        .optional(),
    ),
    'Secret that Telegram sends along; needed with TELEGRAM_WEBHOOK_URL.',
  ],
  WHATSAPP_MODE: [
    z.enum(['off', 'web'], { error: 'unknown mode → off, or web for whatsapp-web.js in Chromium' }).default('off'),
    'off, or web: WhatsApp Web in a Chromium of its own (docs/whatsapp.md says what is risked).',
  ],
  WHATSAPP_NUMBER: [
    optional(
      z
        .string()
        .regex(/^\d{8,15}$/, 'not a number → digits with country code, without +')
        .optional(),
    ),
    'Number that the web chat offers to carry on with (wa.me link); shown nowhere when empty.',
  ],
  TURN_QUIET_MS: [
    wholeNumber(0, 60_000).default(2_500),
    'Quiet time after a bubble before the turn is handled, so that a burst is one turn (ms).',
  ],
  METRICS_TOKEN: [
    optional(z.string().min(16, 'too short → at least 16 characters').optional()),
    'Bearer token for /metrics from elsewhere than this machine.',
  ],
  CHROMIUM_PATH: [
    optional(z.string().optional()),
    'Chromium for WhatsApp, browser tests and pictures; found by itself if empty.',
  ],
  CHROMIUM_ARGS: [z.string().default(''), 'More arguments for Chromium, separated by blanks.'],
  LOG_LEVEL: [
    z
      .enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'no level → silent, error, warn, info or debug' })
      .default('info'),
    'silent, error, warn, info, debug.',
  ],
} as const;

type Environment = typeof environment;
export type Config = Readonly<{ [Name in keyof Environment]: z.infer<Environment[Name][0]> }> & {
  readonly publicUrl: string;
};

/**
 * @param source the environment, `process.env` in production.
 * @throws {SetupError} with a line for each fault.
 */
export function readConfig(source: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, [schema]] of Object.entries(environment)) {
    const given = source[name] === '' ? undefined : source[name];
    const result = schema.safeParse(given);
    if (result.success) values[name] = result.data;
    else faults.push(...result.error.issues.map((issue) => `${name}: ${issue.message}`));
  }
  const config = values as Config;
  if (faults.length === 0) faults.push(...relations(config));
  if (faults.length > 0) throw new SetupError(faults);
  const host = config.HOST === '0.0.0.0' ? '127.0.0.1' : config.HOST;
  return Object.freeze({
    ...config,
    publicUrl: (config.PUBLIC_URL ?? `http://${host}:${config.PORT}`).replace(/\/+$/, ''),
  });
}

/**
 * The only reader of the process's environment. What stands there wins over the file `.env` of the working directory.
 */
export function readEnvironment(): Config {
  // Tests must not reach for the database and the bot of the installation that they are run in.
  const file = process.env.NODE_ENV === 'test' ? {} : readEnvFile('.env');
  return readConfig({ ...file, ...process.env });
}

/** @returns what the file says; nothing where it is not there. */
export function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SetupError([`${path}: ${(error as Error).message} → make it a file that this account may read`]);
  }
}

/** What names ask of each other. */
function relations(config: Config): string[] {
  const faults: string[] = [];
  if (config.TELEGRAM_WEBHOOK_URL && !config.TELEGRAM_WEBHOOK_SECRET)
    faults.push('TELEGRAM_WEBHOOK_SECRET: missing → with TELEGRAM_WEBHOOK_URL give a secret of 16 or more characters');
  if (config.ROLES.length < 3 && !config.REDIS_URL)
    faults.push('ROLES: several processes need REDIS_URL → set it, or leave ROLES at web,receive,work');
  if (config.REDIS_URL && config.ROLES.length < 3 && !config.DATABASE_URL?.startsWith('postgres'))
    faults.push('ROLES: several processes need PostgreSQL → set DATABASE_URL=postgres://…');
  if (config.WHATSAPP_MODE === 'web' && config.ROLES.length < 3)
    faults.push(
      'ROLES: WhatsApp is sent from where its browser is → leave ROLES at web,receive,work, or WHATSAPP_MODE=off',
    );
  return faults;
}
