/** Why a ticket lies where it lies, as its consultant reads it: scores, words, rules, and what the message names. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TicketEvidence } from '../../src/desk/tickets/ticket.ts';
import { file, plainEvidence } from './support/tickets.ts';
import { visit } from './support/visitor.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function pageOf(evidence: Partial<TicketEvidence>): Promise<string> {
  const ticket = await file(world, { from: '1', text: 'lampu gang mati', evidence: { ...plainEvidence, ...evidence } });
  const { text } = await (await visit(world, 'dpkp')).get(`/tiket/${ticket.code}`);
  return /<details[^>]*id="lipat-alasan".*?<\/details>/s.exec(text)?.[0] ?? '';
}

it('names the scores, the words and the rules that decided', async () => {
  const fold = await pageOf({ reasons: ['Lampu gang dan jalan lingkungan ke DPKP'] });
  expect(fold).toContain('91%');
  expect(fold).toContain('<li class="tag">lampu</li>');
  expect(fold).toContain('Lampu gang dan jalan lingkungan ke DPKP');
});

it('names programmes, sums and days of the message, and which day is not sure', async () => {
  const fold = await pageOf({
    said: {
      amounts: [12_500_000],
      programmes: ['prodamas-plus'],
      times: [
        { day: '2026-06-12', until: null, time: '09:00', sure: true },
        { day: '2026-06-15', until: '2026-06-21', time: null, sure: false },
      ],
    },
  });
  expect(fold).toContain('Prodamas Plus');
  expect(fold).toContain('Rp 12.500.000');
  expect(fold).toContain('Jumat, 12 Juni 2026, 09.00');
  expect(fold).toContain('Senin, 15 Juni 2026 sampai Minggu, 21 Juni 2026 (perlu ditanyakan)');
});

it('is silent of what is not there', async () => {
  const fold = await pageOf({});
  expect(fold).not.toContain('Aturan yang berlaku');
  expect(fold).not.toContain('Disebut dalam pesan');
});
