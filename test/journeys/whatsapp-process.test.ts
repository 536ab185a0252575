/** WhatsApp as a process meets it: a second one on the same login, and a library that forgets to await. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserProcesses, killAll } from '../support/browser-processes.ts';
import { findChromium } from '../support/chromium.ts';
import {
  type DeskProcess,
  type Environment,
  eventually,
  killDesks,
  makeDataFolder,
  startDesk,
  startScript,
} from '../support/desk-process.ts';
import { chromiumFor } from '../support/whatsapp-web/chromium-for.ts';
import { createWhatsappWeb, type WhatsappWeb } from '../support/whatsapp-web/whatsapp-web.ts';
import { noChromium } from './desk-visit.ts';

const journeyMs = 180_000;
let data: ReturnType<typeof makeDataFolder>;

beforeEach(() => {
  data = makeDataFolder();
});
afterEach(async () => {
  await killDesks();
  killAll(browsers());
  data.remove();
});
afterAll(killDesks);

const browsers = () => browserProcesses(join(data.path, 'whatsapp/session')).browsers;
const states = (desk: DeskProcess) =>
  desk
    .log()
    .filter(({ channel, state }) => channel === 'whatsapp' && state !== undefined)
    .map(({ state, problem }) => problem ?? state);

describe.skipIf(!findChromium())(`two desks on one login${findChromium() ? '' : ` (not here: ${noChromium})`}`, () => {
  let web: WhatsappWeb;
  beforeEach(async () => {
    web = await createWhatsappWeb();
  });
  afterEach(() => web.close());

  /** Each has a database of its own, as two hosts with one shared folder would. */
  const startOne = (name: string) => {
    const env: Environment = {
      DATA_DIR: data.path,
      DATABASE_URL: `sqlite:${join(data.path, `${name}.db`)}`,
      PORT: '0',
      CHROMIUM_PATH: chromiumFor(web, data.path),
    };
    return startScript('test/support/whatsapp-desk.ts', env);
  };

  it(
    'the second leaves the first its browser, says so, serves its pages, and takes over when the first is gone',
    async () => {
      const first = startOne('first');
      await first.started();
      await eventually('it shows a QR', web.phone.seesQr, Boolean, 60_000);
      web.phone.scanQr();
      await eventually(
        'it is linked',
        () => states(first),
        (seen) => seen.includes('on'),
        60_000,
      );
      const own = browsers();

      const second = startOne('second');
      const url = await second.started();
      await eventually(
        'it refuses',
        () => states(second),
        (seen) => seen.includes('profile-in-use'),
      );
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(browsers()).toEqual(own);
      expect(second.log().find(({ problem }) => problem === 'profile-in-use')?.detail).toContain(
        `process ${first.pid}`,
      );
      expect(states(first).at(-1)).toBe('on');

      await first.kill();
      await eventually(
        'it takes over',
        () => states(second),
        (seen) => seen.includes('on'),
        60_000,
      );
      // The browser that outlived the first is gone, and nobody had to link again.
      expect(browsers()).toHaveLength(1);
      expect(browsers()).not.toEqual(own);
      expect(states(second)).not.toContain('unlinked');
    },
    journeyMs,
  );
});

it(
  'what a library forgot to await ends no desk, from the first moment of its channels on',
  async () => {
    // As whatsapp-web.js does: a text is thrown, and nobody catches it.
    const stray = `import { existsSync } from 'node:fs';
      const isOpen = () => existsSync(process.env.DATA_DIR + '/klinik.db');
      setInterval(() => isOpen() && Promise.reject('auth timeout'), 20).unref();`;
    const desk = startDesk({
      DATA_DIR: data.path,
      PORT: '0',
      WHATSAPP_MODE: 'web',
      CHROMIUM_PATH: '/nowhere/chromium',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(stray)}`,
    });
    const url = await desk.started();
    const strays = () =>
      desk.log().filter(({ msg, error }) => msg === 'unhandled rejection' && error === 'auth timeout');
    await eventually(
      'they are told',
      () => strays().length,
      (count) => count > 10,
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await desk.stop()).toEqual({ code: 0, signal: null });
  },
  journeyMs,
);
