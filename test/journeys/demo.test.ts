/**
 * `npm run demo` as somebody meets it who judges the product: it starts, every page has content, every link leads
 * somewhere that the product itself has, it fits every screen, and it stops and comes back.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { table } from '../../src/console/server.ts';
import { openChromium } from '../support/chromium.ts';
import { type DemoProcess, signIn, startDemo } from '../support/demo-process.ts';
import { killDesks, makeDataFolder, startScript } from '../support/desk-process.ts';
import { desktop, noChromium, phone } from './desk-visit.ts';

const browser = await openChromium();
const data = makeDataFolder();
let demo: DemoProcess;

beforeAll(async () => {
  // What was learnt from the training lines, where the demo looks for it.
  mkdirSync(join(data.path, 'demo'));
  symlinkSync(join(data.path, 'cache'), join(data.path, 'demo/cache'));
  demo = await startDemo({ DATA_DIR: data.path });
});
afterAll(async () => {
  await browser?.close();
  await killDesks();
  data.remove();
});

/** Where each role starts from, and what stands there at least. */
const pages: Record<string, Record<string, readonly [least: number, of: RegExp]>> = {
  koordinator: {
    '/ringkasan': [11, /<tr><td class="lead"/g],
    '/triase': [2, /href="\/tiket\/KP-/g],
    '/antrean': [20, /id="antrean-KP-/g],
    '/kasus': [40, /href="\/tiket\/KP-/g],
    '/pengaturan': [4, /202\d/g],
    '/ruang': [2, /202\d/g],
  },
  admin: { '/petugas': [20, /\/petugas\/[^/]+\/sandi/g], '/gangguan': [2, /Tersambung/g] },
  ruang: { '/ruang': [2, /202\d/g] },
};
const departments = 'inspektorat bappeda bppkad dpupr dpkp dlhkp dkpp dinsos adbang pbj pemerintahan'.split(' ');
for (const username of departments) pages[username] = { '/antrean': [2, /id="antrean-KP-/g] };

/** Links of so many tickets are followed besides those of the pages. */
const ticketsLooked = 4;

describe('the demo', () => {
  it('prints where to go and as whom', () => {
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(demo.usernames).toEqual(expect.arrayContaining(Object.keys(pages)));
    expect(demo.process.stderr()).not.toContain('"level":50');
  });

  it.each(Object.keys(pages))(
    'has content for %s, and no link that leads nowhere or to the demo alone',
    async (who) => {
      const visitor = await enter(who);
      const links = new Set<string>();
      for (const [path, [least, what]] of Object.entries(pages[who]!)) {
        const text = await visitor.read(path);
        expect(text.match(what)?.length ?? 0, path).toBeGreaterThanOrEqual(least);
        expect(text).toContain('Data contoh');
        for (const link of linksOf(text)) links.add(link);
      }
      const tickets = [...links].filter((link) => link.startsWith('/tiket/')).slice(0, ticketsLooked);
      for (const ticket of tickets) for (const link of linksOf(await visitor.read(ticket))) links.add(link);
      for (const link of links) {
        expect(isOfTheProduct(link), link).toBe(true);
        expect(await visitor.status(link), link).toBe(200);
      }
    },
  );

  it('shows a resident who is being answered, and refuses to be reached from elsewhere', async () => {
    const answer = await fetch(demo.residentLink, { redirect: 'manual' });
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const history = await (await fetch(`${demo.url}/chat/riwayat`, { headers: { cookie } })).json();
    const authors = (history as { items: { author: string }[] }).items.map(({ author }) => author);
    expect(new Set(authors)).toEqual(new Set(['citizen', 'bot', 'staff']));
    const open = startScript('src/cli/demo.ts', { DATA_DIR: data.path, HOST: '0.0.0.0' });
    expect((await open.exited).code).toBe(1);
    expect(open.stderr()).toContain('→ unset HOST');
  });

  describe.skipIf(!browser).each([
    ['a phone', { ...phone, colorScheme: 'dark' }],
    ['tablets and desks', { ...desktop, colorScheme: 'light' }],
  ] as const)(`on %s${browser ? '' : ` (${noChromium})`}`, (_, size) => {
    it('fits, can be read, and breaks no rule of its own', async () => {
      const faults: string[] = [];
      for (const who of ['koordinator', 'admin', 'dpkp']) {
        const context = await browser!.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...size });
        await context.addInitScript({ path: join(import.meta.dirname, '../support/page-checks.js') });
        const page = await context.newPage();
        page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
        page.on('pageerror', (error) => faults.push(error.message));
        faults.push(...(await faultsOf(page, '/masuk')), ...(await faultsOf(page, '/chat')));
        await signIn(page, demo, who);
        for (const path of Object.keys(pages[who]!)) faults.push(...(await faultsOf(page, path)));
        if (who !== 'admin') faults.push(...(await faultsOf(page, await firstTicket(page))));
        await context.close();
      }
      expect(faults).toEqual([]);
    });
  });

  it('stops when it is told to, and opens the same city again with --keep', async () => {
    const before = await (await enter('koordinator')).read('/kasus');
    expect(await demo.process.stop()).toEqual({ code: 0, signal: null });
    demo = await startDemo({ DATA_DIR: data.path }, ['--keep']);
    expect(demo.process.stderr()).not.toContain('Making a sample city');
    const after = await (await enter('koordinator')).read('/kasus');
    expect(codesIn(after)).toEqual(codesIn(before));
    expect(await demo.process.stop()).toEqual({ code: 0, signal: null });
  });
});

/** Signs in with the form, as a browser does that shows nothing. */
async function enter(username: string) {
  const form = await fetch(`${demo.url}/masuk`);
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(`${demo.url}/masuk`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: demo.url, cookie: cookiesOf(form) },
    body: new URLSearchParams({ _csrf: token, ke: '/', nama: username, sandi: demo.password }),
  });
  const cookie = cookiesOf(answer);
  const ask = (path: string) => fetch(demo.url + path, { headers: { cookie } });
  return {
    async read(path: string) {
      const page = await ask(path);
      if (page.status !== 200) throw new Error(`${page.status} for ${path}`);
      return await page.text();
    },
    async status(path: string) {
      const { status, body } = await ask(path);
      await body?.cancel();
      return status;
    },
  };
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** @returns the paths of this site that the page leads to or loads. */
function linksOf(html: string): string[] {
  const found = [...html.matchAll(/ (?:href|src)="(\/[^"#]*)/g)].map(([, path]) => path!.replaceAll('&amp;', '&'));
  return [...new Set(found)];
}

/** Whether the console's own table has it: `npm start` serves just that. */
function isOfTheProduct(link: string): boolean {
  const path = link.split('?')[0]!;
  return table.some(([method, pattern]) => {
    const parts = pattern.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')));
    return method === 'GET' && new RegExp(`^${parts.join('/')}$`).test(path);
  });
}

function codesIn(html: string): string[] {
  return [...html.matchAll(/href="\/tiket\/(KP-[^"?]+)/g)].map(([, code]) => code!);
}

async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(demo.url + path);
  const wide = await widthFaults(page);
  const checks = ['nameless()', 'weakTexts()'];
  const found = await Promise.all(checks.map((check) => page.evaluate<string[]>(`pageChecks.${check}`)));
  return [...wide, ...found.flat()].map((fault) => `${path}: ${fault}`);
}

/** A phone has its own width; windows on a desk are made narrow, as far as a tablet. */
async function widthFaults(page: Page): Promise<string[]> {
  const size = page.viewportSize()!;
  const widths = size.width === desktop.viewport.width ? [768, 1024, 1100, size.width] : [size.width];
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ ...size, width });
    const over = await page.evaluate<number>('pageChecks.tooWide()');
    if (over > 0) faults.push(`${over} px too wide at ${width}`);
  }
  return faults;
}

async function firstTicket(page: Page): Promise<string> {
  await page.goto(`${demo.url}/antrean`);
  return (await page.locator('.queue-item').first().getAttribute('href'))!;
}
