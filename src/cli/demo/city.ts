/**
 * Makes the city of the demo: residents write, staff answer, three months pass, all of it through the product's own
 * intake, turns and actions under a given clock. Nothing is inserted; what the router does not understand, people sort
 * out.
 */
import { transact } from '../../db/transact.ts';
import { addWorkingHours } from '../../desk/calendar/deadline.ts';
import { confirmSetting } from '../../desk/reference/settings.ts';
import type { Ticket } from '../../desk/tickets/ticket.ts';
import { Conflict, DomainError } from '../../lib/errors.ts';
import { dayMs, minuteMs } from '../../lib/wib.ts';
import type { ChannelName, Millis } from '../../model.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import { createResident, type Resident } from './resident.ts';
import type { Seed, Step, Story } from './seed-files.ts';
import { instantBefore, spanMs } from './spans.ts';
import { bringHome, hireTeam, staffActs, type Team } from './staff-acts.ts';

/** A step of a story that could not be played, and why: the router sent it elsewhere, or the story is wrong. */
export type Skipped = { story: string; step: number; why: string };
export type CityReport = { stories: number; steps: number; skipped: readonly Skipped[] };

/** What happens within these last minutes has not happened yet: the desk is handed over at `now`. */
const lastMs = 4 * minuteMs;

/** Before the first of them anybody would write. */
export function cityBegins(seed: Seed, now: Millis): Millis {
  return Math.min(...seed.stories.map((story) => instantBefore(story.when, now))) - dayMs;
}

/**
 * @param chat a desk whose clock stands at `cityBegins`; it ends at `now`.
 * @param onProgress is told the share of the time that has passed, 0–1.
 */
export async function makeCity(
  chat: ChatDesk,
  seed: Seed,
  now: Millis,
  onProgress: (share: number) => void = () => {},
): Promise<CityReport> {
  const begins = chat.clock.now();
  const team = await hireTeam(chat, seed.staff);
  const telegram = await chat.attach('telegram');
  const webchat = await chat.attach('webchat');
  const simulators = (channel: ChannelName) => (channel === 'webchat' ? webchat : telegram);
  const report = { stories: seed.stories.length, steps: 0, skipped: [] as Skipped[] };
  const actors: Actor[] = [
    ...seed.staff.confirmed.map((one) => confirmation(one, chat, team, now)),
    ...seed.stories.map((story, number) => {
      const enter = () => createResident(chat, simulators(story.on), story, number);
      return storyActor({ story, number, enter, team, chat, now, report });
    }),
  ];
  for (;;) {
    const next = actors.reduce((first, one) => (one.dueAt < first.dueAt ? one : first));
    if (next.dueAt > now - lastMs) break;
    if (next.dueAt > chat.clock.now()) await chat.advance(next.dueAt - chat.clock.now());
    await next.play();
    await chat.settle();
    onProgress(Math.min(1, (chat.clock.now() - begins) / (now - begins)));
  }
  if (now > chat.clock.now()) await chat.advance(now - chat.clock.now());
  chat.desk.jobs.add({ name: 'seal-events' });
  await chat.settle();
  return report;
}

/** Who does something next, and when; never again: Infinity. */
type Actor = { dueAt: Millis; play(): Promise<void> };

function confirmation(
  one: Seed['staff']['confirmed'][number],
  { desk, clock }: ChatDesk,
  team: Team,
  now: Millis,
): Actor {
  const staffId = (team.named(one.by) ?? team.coordinator).id;
  return {
    dueAt: instantBefore(one.when, now),
    async play() {
      const change = { key: one.key, confirmed: true, staffId, now: clock.now() };
      await transact(desk.db, (trx) => confirmSetting(trx, change));
      this.dueAt = Number.POSITIVE_INFINITY;
    },
  };
}

type Telling = {
  story: Story;
  number: number;
  enter(): Resident;
  team: Team;
  chat: ChatDesk;
  now: Millis;
  report: { steps: number; skipped: Skipped[] };
};

function storyActor(telling: Telling): Actor {
  const { story, chat, now, report } = telling;
  let resident: Resident | null = null;
  let index = 0;
  const later = (step: Step | undefined): Millis => (step ? dueAfter(step, telling, index) : Number.POSITIVE_INFINITY);
  return {
    dueAt: instantBefore(story.when, now),
    async play() {
      if (!resident) {
        resident = telling.enter();
        await resident.says(story.says);
        this.dueAt = later(story.next[0]);
        return;
      }
      const step = story.next[index] as Step;
      const outcome = await playStep(step, resident, telling);
      if (outcome === 'again') {
        // Somebody had to bring it to its desk first; the step follows when they have read it there.
        this.dueAt = addWorkingHours(chat.clock.now(), 1, chat.desk.reference.calendar);
        return;
      }
      if (outcome !== 'done')
        report.skipped.push({ story: `${story.file}:${story.line}`, step: index + 1, why: outcome });
      report.steps += 1;
      index += 1;
      this.dueAt = later(story.next[index]);
    },
  };
}

/** Staff keep office hours, and do not all move at the full hour. */
function dueAfter(step: Step, { chat, number }: Telling, index: number): Millis {
  const from = chat.clock.now();
  if (step.after !== undefined) return from + spanMs(step.after);
  const spread = ((number * 7 + index * 13) % 19) * minuteMs + ((number * 11) % 53) * 1_000;
  return addWorkingHours(from, step.in ?? 1, chat.desk.reference.calendar) + spread;
}

/** @returns 'done', 'again' where the ticket was brought to its desk first, or why it could not be played. */
async function playStep(step: Step, resident: Resident, telling: Telling): Promise<string> {
  const { chat, story, team, number } = telling;
  if (step.says) await resident.says(step.says);
  if (step.edit) await resident.edits(step.edit);
  if (step.says || step.edit) return 'done';
  const which = (step.ticket ?? 1) - 1;
  const ticket = (await resident.tickets())[which];
  if (!ticket) return 'no such ticket';
  if (step.verdict) return (await resident.judges(ticket, step.verdict)) ? 'done' : 'was not asked';
  const to = story.for?.[which] ?? story.for?.[0];
  try {
    const isHome = !needsHome(step, ticket) || to === undefined || transferredBefore(telling, ticket, to);
    if (!isHome && to !== undefined && (await bringHome(ticket, { to, story, number }, team, chat))) return 'again';
    const staff = whoActs(step, ticket, telling);
    if (!staff) return `nobody for ${ticket.department}`;
    await staffActs(step, ticket, staff, chat);
    return 'done';
  } catch (error) {
    if (error instanceof DomainError || error instanceof Conflict) return error.message;
    throw error;
  }
}

/** The resident's own act, and looking again at what is closed, ask for no desk. */
function needsHome(step: Step, ticket: Ticket): boolean {
  return (
    !step.withdraw && (ticket.status === 'triage' || ticket.status === 'open' || ticket.status === 'waiting_citizen')
  );
}

/** Once a story has handed a ticket over by itself, it lies where the story wants it. */
function transferredBefore({ story }: Telling, ticket: Ticket, to: string): boolean {
  return ticket.department !== to && story.next.some((step) => step.transfer?.to === ticket.department);
}

function whoActs(step: Step, ticket: Ticket, { team, number }: Telling) {
  if (step.by !== undefined) return team.named(step.by);
  const holder = ticket.assigneeId === null ? undefined : team.byId(ticket.assigneeId);
  if (holder) return holder;
  return ticket.department === null ? team.coordinator : team.oneOf(ticket.department, number);
}
