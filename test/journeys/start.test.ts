/** `npm start` on a machine with nothing configured: what it makes, says, keeps to itself, refuses, and how it ends. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { killDesks, makeDataFolder, startDesk } from '../support/desk-process.ts';
import { noChromium, takeSeat } from './desk-visit.ts';

/** Up to three starts after each other, on a machine that may do other things. */
const journeyMs = 300_000;
/** What main.ts grants to what is under way (10 s), and the start of a process on a busy machine. */
const stopMs = 15_000;
const firstPassword = /First sign-in \(shown once[^)]*\): (\S+) \/ ((?:\w{4}-){3}\w{4})/;

const browser = await openChromium();
let data: ReturnType<typeof makeDataFolder>;

beforeEach(() => {
  data = makeDataFolder();
});
afterEach(async () => {
  await killDesks();
  data.remove();
});
afterAll(() => browser?.close());

describe('a first start', () => {
  it(
    'makes the database and an administrator whose password stands on the terminal once, and in no log',
    async () => {
      const env = { DATA_DIR: data.path, PORT: '0', LOG_LEVEL: 'debug' };
      const first = startDesk(env);
      const url = await first.started();
      const [, username, password] = firstPassword.exec(first.stdout()) ?? [];
      expect(username).toBe('admin');
      expect(first.stdout()).toContain(`${url}/chat`);
      expect(first.stdout()).toContain(`${url}/masuk`);
      expect(first.stderr()).not.toContain(password);
      expect(readdirSync(data.path)).toContain('klinik.db');
      // Keys and database are nobody else's to read.
      expect(statSync(join(data.path, 'keys')).mode & 0o077).toBe(0);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await fetch(`${url}/chat`)).status).toBe(200);
      expect(await first.stop()).toEqual({ code: 0, signal: null });

      const second = startDesk(env);
      await second.started();
      expect(second.stdout()).toContain('/masuk');
      expect(second.stdout()).not.toContain('First sign-in');
      expect(second.stdout() + second.stderr()).not.toContain(password);
      await second.stop();
    },
    journeyMs,
  );

  it.skipIf(!browser)(
    `asks its administrator for a password of their own before anything else${browser ? '' : ` (not here: ${noChromium})`}`,
    async () => {
      const desk = startDesk({ DATA_DIR: data.path, PORT: '0' });
      const url = (await desk.started())!;
      const [, username = '', password = ''] = firstPassword.exec(desk.stdout()) ?? [];
      const page = await takeSeat(browser!, { url, username, password, detour: '/petugas' });
      await page.goto(`${url}/petugas`);
      await page.getByRole('heading', { name: 'Akun baru' }).waitFor();
      await page.context().clearCookies();
      await page.goto(url);
      await page.getByLabel('Nama pengguna').fill(username);
      await page.getByLabel('Kata sandi').fill(password);
      await page.getByRole('button', { name: 'Masuk' }).click();
      await page.getByRole('alert').waitFor();
      expect(new URL(page.url()).pathname).toBe('/masuk');
      await page.context().close();
    },
    journeyMs,
  );

  it(
    'shows its figures to this machine and to who has the token, to nobody behind a proxy',
    async () => {
      const token = 'a-token-of-sixteen-signs';
      const desk = startDesk({ DATA_DIR: data.path, PORT: '0', METRICS_TOKEN: token });
      const url = await desk.started();
      const ask = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status;
      const fromElsewhere = { 'x-forwarded-for': '192.0.2.9' };
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('klinik_channel_up{channel="webchat"} 1');
      expect(await ask(fromElsewhere)).toBe(404);
      expect(await ask({ ...fromElsewhere, authorization: 'Bearer another-token-altogether' })).toBe(404);
      expect(await ask({ ...fromElsewhere, authorization: `Bearer ${token}` })).toBe(200);
    },
    journeyMs,
  );
});

describe('a start that cannot be', () => {
  it(
    'names every fault of the configuration at once, each with its cure, and makes nothing',
    async () => {
      const empty = join(data.path, 'none');
      const faulty = {
        PORT: '99999',
        ROLES: 'web,cook',
        DATABASE_URL: 'mysql://x',
        TELEGRAM_BOT_TOKEN: 'x',
        DATA_KEY: 'z',
      };
      const desk = startDesk({ DATA_DIR: empty, ...faulty });
      expect(await desk.exited).toEqual({ code: 1, signal: null });
      const lines = desk.stderr().trimEnd().split('\n');
      expect(lines[0]).toBe('Cannot start:');
      for (const name of Object.keys(faulty)) {
        const line = lines.find((one) => one.trim().startsWith(`${name}:`));
        expect(line, name).toMatch(/ → \S/);
      }
      expect(lines).toHaveLength(1 + Object.keys(faulty).length);
      expect(desk.stdout()).toBe('');
      expect(existsSync(empty)).toBe(false);
    },
    journeyMs,
  );

  it(
    'refuses a second process on the same SQLite file in one sentence, and leaves the first at work',
    async () => {
      const env = { DATA_DIR: data.path, PORT: '0' };
      const first = startDesk(env);
      const url = await first.started();
      const second = startDesk(env);
      expect(await second.exited).toEqual({ code: 1, signal: null });
      const said = second.stderr().trimEnd().split('\n');
      expect(said).toHaveLength(2);
      expect(said[1]).toContain(`in use by "start" (process ${first.pid}`);
      expect(said[1]).toContain('→ stop that process first');
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      // A killed process leaves no lock behind.
      await first.kill();
      const third = startDesk(env);
      await third.started();
    },
    journeyMs,
  );

  it(
    'names a port that is taken, and keeps the first password for the start that can show it',
    async () => {
      const first = startDesk({ DATA_DIR: data.path, PORT: '0' });
      const port = new URL((await first.started())!).port;
      const other = makeDataFolder();
      try {
        const second = startDesk({ DATA_DIR: other.path, PORT: port });
        expect(await second.exited).toEqual({ code: 1, signal: null });
        expect(second.stderr()).toContain(port);
        expect(second.stderr()).toContain('→');
        expect(second.stderr()).not.toMatch(/\n\s+at /);
        const third = startDesk({ DATA_DIR: other.path, PORT: '0' });
        await third.started();
        expect(third.stdout()).toMatch(firstPassword);
        await third.stop();
      } finally {
        other.remove();
      }
    },
    journeyMs,
  );
});

describe('an end', () => {
  it(
    'comes with SIGTERM within its limit, though pages listen, and gives the database back',
    async () => {
      const env = { DATA_DIR: data.path, PORT: '0' };
      const desk = startDesk(env);
      const url = await desk.started();
      const page = await fetch(`${url}/chat`);
      const cookie = page.headers.get('set-cookie')!.split(';')[0]!;
      const stream = await fetch(`${url}/chat/aliran?after=0`, { headers: { cookie } });
      expect(stream.status).toBe(200);
      const late = new Promise((resolve) => setTimeout(resolve, stopMs, 'too late').unref());
      expect(await Promise.race([desk.stop(), late])).toEqual({ code: 0, signal: null });
      await stream.text().catch(() => '');
      expect(desk.log().some(({ msg }) => msg === 'stopping')).toBe(true);
      expect(existsSync(join(data.path, 'klinik.db.holder'))).toBe(false);
    },
    journeyMs,
  );
});
