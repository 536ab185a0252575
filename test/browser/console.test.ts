/** The console in real Chromium: by keyboard, live, without script, on a phone and on a desk, in light and dark. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serve } from '../../src/console/serve.ts';
import { transact } from '../../src/db/transact.ts';
import { openLogin } from '../../src/desk/staff/login-store.ts';
import type { Ticket } from '../../src/desk/tickets/ticket.ts';
import { claimTicket } from '../../src/desk/tickets/ticket-actions.ts';
import { file, write } from '../console/support/tickets.ts';
import { openWorld, type World } from '../console/support/world.ts';
import { openChromium } from '../support/chromium.ts';
import { freePort } from '../support/desk-process.ts';

const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 800 } };
const browser = await openChromium();
const dataDir = mkdtempSync(join(tmpdir(), 'klinik-console-'));
afterAll(async () => {
  await browser?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

let world: World;
let served: Served;
let url: string;
/** What pages complained of: errors of scripts, and what the policy of contents refused. */
let problems: string[];

beforeEach(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  problems = [];
  world = await openWorld(undefined, { config: { publicUrl: url, dataDir } });
  const fetch = (request: Request, remote: string) => world.console.fetch(request, remote);
  served = await serve({ host: '127.0.0.1', port, fetch, trustProxy: 0 });
});

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  await served.close();
  await world.close();
});

/** Somebody's browser, signed in, on a page. */
async function seat(username: string, path: string, options: BrowserContextOptions = desktop): Promise<Page> {
  const context = await browser!.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', ...options });
  context.setDefaultTimeout(15_000);
  const staff = world.staff.get(username)!;
  const login = await transact(world.db, (trx) => openLogin(trx, staff.id, world.deps));
  await context.addCookies([{ name: 'sesi', value: login.token, url }]);
  await context.addInitScript({ path: join(import.meta.dirname, '../support/page-checks.js') });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => {
    // A refusal is answered with its status, which Chromium tells as an error.
    if (line.type() === 'error' && !/status of (409|422)/.test(line.text())) problems.push(line.text());
  });
  await page.goto(url + path);
  return page;
}

async function lamp(more: Partial<Parameters<typeof file>[1]> = {}): Promise<Ticket> {
  return await file(world, {
    from: '700',
    name: 'Sari Rekaan',
    text: 'lampu gang mati sudah seminggu di RT 3 RW 2 Ngronggo',
    topic: 'dpkp.lampu-gang-mati',
    answer: 'Terima kasih, sudah kami catat.',
    ...more,
  });
}

/** A ticket that its consultant has taken. */
async function takenLamp(): Promise<Ticket> {
  const ticket = await lamp();
  const staff = world.staff.get('dpkp')!;
  await transact(world.db, (trx) => claimTicket(trx, { ticketId: ticket.id, staff }, world.deps));
  return ticket;
}

/** As the intake does: what is stored is told to the pages. */
async function citizenWrites(ticket: Ticket, text: string): Promise<void> {
  await write(world, ticket, text);
  world.deps.signal.changed([ticket.id]);
}

const replyField = (page: Page) => page.getByLabel('Balasan untuk warga');
const inThread = (page: Page, text: string) => page.locator('.message', { hasText: text });

describe.skipIf(!browser)('the desk by keyboard', () => {
  it('goes down the queue with j, opens with Enter, answers with r and sends with Ctrl and Enter', async () => {
    await lamp();
    const second = await lamp({ from: '701', name: 'Budi Rekaan', text: 'genteng balai RW bocor' });
    const page = await seat('dpkp', '/antrean');
    const codes = await page.locator('.queue-item').evaluateAll((items) => items.map((item) => item.id));
    await page.keyboard.press('j');
    for (let n = codes.indexOf(`antrean-${second.code}`); n > 0; n--) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/tiket/${second.code}*`);
    await page.keyboard.press('r');
    await page.keyboard.type('Besok kami periksa.');
    await page.keyboard.press('Control+Enter');
    await inThread(page, 'Besok kami periksa.').waitFor();
    expect(await world.db.selectFrom('ticket').select('assignee_id').where('id', '=', second.id).execute()).toEqual([
      { assignee_id: world.staff.get('dpkp')!.id },
    ]);
    expect(problems).toEqual([]);
  });

  it('shows its keys with a question mark and shows where it stands', async () => {
    await lamp();
    const page = await seat('dpkp', '/antrean');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Pintasan papan tik' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const outline = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";
    expect(await page.evaluate(outline)).toBe(true);
  });
});

describe.skipIf(!browser)('a ticket that changes under its reader', () => {
  it('gets new messages, and the queue new tickets, without a reload', async () => {
    const ticket = await takenLamp();
    const page = await seat('dpkp', `/tiket/${ticket.code}`);
    await replyField(page).waitFor();
    await citizenWrites(ticket, 'sekarang tiangnya miring juga');
    await inThread(page, 'sekarang tiangnya miring juga').waitFor();

    const queue = await seat('dpkp', '/antrean');
    await queue.locator(`#antrean-${ticket.code}`).waitFor();
    const next = await lamp({ from: '702', text: 'got depan rumah mampet' });
    world.deps.signal.changed([next.id]);
    await queue.getByText('1 tiket baru, tampilkan').click();
    await queue.locator(`#antrean-${next.code}`).waitFor();
    expect(problems).toEqual([]);
  });

  it('asks again before it sends an answer that was begun before the citizen wrote', async () => {
    const ticket = await takenLamp();
    const page = await seat('dpkp', `/tiket/${ticket.code}`);
    await replyField(page).fill('Kapan Ibu di rumah?');
    await citizenWrites(ticket, 'saya di rumah terus kok pak');
    await inThread(page, 'saya di rumah terus kok pak').waitFor();
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByText('Belum dikirim: ada yang berubah').waitFor();
    expect(await replyField(page).inputValue()).toBe('Kapan Ibu di rumah?');
    expect(await page.locator('.message.staff').count()).toBe(0);
    await replyField(page).fill('Baik, besok pagi kami datang.');
    await page.getByRole('button', { name: 'Tetap kirim' }).click();
    await inThread(page, 'Baik, besok pagi kami datang.').waitFor();
    expect(await inThread(page, 'Kapan Ibu di rumah?').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('keeps a draft over a reload, and forgets it once it is sent', async () => {
    const ticket = await takenLamp();
    const page = await seat('dpkp', `/tiket/${ticket.code}`);
    await replyField(page).fill('Setengah jadi');
    await page.reload();
    expect(await replyField(page).inputValue()).toBe('Setengah jadi');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await inThread(page, 'Setengah jadi').waitFor();
    await page.reload();
    expect(await replyField(page).inputValue()).toBe('');
  });

  it('tells its reader where to go when it has left for another department', async () => {
    const ticket = await lamp();
    const page = await seat('dpkp', `/tiket/${ticket.code}`);
    await world.db.updateTable('ticket').set({ department: 'pbj' }).where('id', '=', ticket.id).execute();
    world.deps.signal.changed([ticket.id]);
    await page.getByRole('link', { name: 'Tidak lagi di sini. Kembali ke antrean.' }).waitFor();
  });
});

describe.skipIf(!browser)('without script', () => {
  it('the whole work is done with links and forms', async () => {
    const ticket = await lamp();
    const page = await seat('dpkp', '/antrean', { ...desktop, javaScriptEnabled: false });
    await page.locator(`#antrean-${ticket.code}`).click();
    await page.getByRole('button', { name: 'Ambil', exact: true }).click();
    await page.getByText('Tiket ini sekarang Anda pegang.').waitFor();
    await replyField(page).fill('Lampu sudah kami ganti.');
    await page.getByRole('button', { name: 'Kirim & selesai' }).click();
    await page.getByText('Diselesaikan. Warga ditanya').waitFor();
    await inThread(page, 'Lampu sudah kami ganti.').first().waitFor();
  });
});

const pages: readonly [who: string, path: string][] = [
  ['dpkp', '/antrean'],
  ['dpkp', '/tiket/:code'],
  ['dpkp', '/ruang'],
  ['koordinator', '/ringkasan'],
  ['koordinator', '/triase'],
  ['koordinator', '/kasus'],
  ['koordinator', '/pengaturan'],
  ['admin', '/petugas'],
  ['admin', '/gangguan'],
  ['dpkp', '/sandi'],
  ['dpkp', '/tidak-ada'],
];

describe.skipIf(!browser).each([
  ['a phone, light', { ...phone, colorScheme: 'light' }],
  ['a phone, dark', { ...phone, colorScheme: 'dark' }],
  ['a desk, light', { ...desktop, colorScheme: 'light' }],
  ['a desk, dark', { ...desktop, colorScheme: 'dark' }],
] as const)('every page on %s', (_, options) => {
  it('fits, has one heading, names its controls, can be read, and breaks no rule of its own', async () => {
    const ticket = await takenLamp();
    await file(world, { from: '703', text: 'mau tanya soal pelatihan', department: null });
    const found: Record<string, unknown>[] = [];
    for (const [who, pattern] of pages) {
      const path = pattern.replace(':code', ticket.code);
      const page = await seat(who, path, options);
      const checks = {
        wide: await page.evaluate('pageChecks.tooWide()'),
        nameless: await page.evaluate('pageChecks.nameless()'),
        weak: await page.evaluate('pageChecks.weakTexts()'),
        headings: await page.evaluate("[...document.querySelectorAll('h1')].filter((h) => h.checkVisibility()).length"),
        language: await page.evaluate('document.documentElement.lang'),
      };
      const fine = { wide: 0, nameless: [], weak: [], headings: 1, language: 'id' };
      if (JSON.stringify(checks) !== JSON.stringify(fine)) found.push({ path: pattern, ...checks });
      await page.context().close();
    }
    expect(found).toEqual([]);
    expect(problems.filter((one) => !/status of 404/.test(one))).toEqual([]);
  });
});
