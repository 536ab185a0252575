/** The queue: what waits, for a consultant that of their department, for a coordinator that of all. */
import type { FC } from 'hono/jsx';
import { newColleagues } from '../../desk/staff/staff-store.ts';
import { readQueue } from '../../desk/tickets/queue.ts';
import { seesConfidential } from '../../desk/tickets/visibility.ts';
import { parseCode } from '../../lib/ticket-code.ts';
import { dayMs } from '../../lib/wib.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { flashOf } from '../flash.ts';
import { queueQuery, readQueueFilter } from '../queue-filter.ts';
import { render } from '../render.ts';
import { Empty } from '../views/parts.tsx';
import { QueueColumn, type QueueProps } from '../views/queue-list.tsx';

/** So long is a new account in Inspektorat announced to its colleagues (law 8). */
const announcedDays = 14;

/** GET /antrean */
export async function showQueue(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const props = await readQueueProps(context, parts);
  const only = props.queue.total === 1 ? props.queue.rows[0] : undefined;
  if (only && only.code === parseCode(props.filter.search ?? '')) return context.redirect(`/tiket/${only.code}`, 303);
  const notice = flashOf(context.req.query('kabar'));
  const body = (
    <div class="desk empty-desk">
      <QueueColumn {...props} notice={notice} isMain />
      <section class="column scroll desk-rest" aria-label="Petunjuk">
        {props.queue.counts.open > 0 && <Beginning {...props} />}
      </section>
    </div>
  );
  return await render(context, parts, { title: 'Antrean', body });
}

/** Beside the list, where there is room: what stands behind it, and a way in. */
const Beginning: FC<QueueProps> = ({ queue, filter }) => {
  const { open, unassigned, late } = queue.counts;
  const [first] = queue.rows;
  return (
    <Empty title={`${open} tiket menunggu dikerjakan`}>
      <p>
        {unassigned > 0 ? `${unassigned} belum diambil` : 'Semuanya sudah ada yang memegang'}
        {late > 0 ? `, ${late} lewat tenggat.` : ', tidak ada yang lewat tenggat.'}
      </p>
      {first && (
        <a class="button primary" href={`/tiket/${first.code}${queueQuery(filter)}`}>
          Mulai dari yang teratas
        </a>
      )}
      <p class="small">
        <kbd>j</kbd> <kbd>k</kbd> memilih, <kbd>Enter</kbd> membuka, <kbd>?</kbd> pintasan lain
      </p>
    </Empty>
  );
};

/** Reads the queue column of a page, with the filter of its address. */
export async function readQueueProps(context: ConsoleContext, parts: ConsoleParts): Promise<QueueProps> {
  const reader = context.get('login').staff;
  const now = parts.clock.now();
  const filter = readQueueFilter(new URL(context.req.url).searchParams, [...parts.reference.departments.keys()]);
  const queue = await readQueue(parts.db, reader, filter, now);
  const own = reader.department === null ? undefined : parts.reference.departments.get(reader.department);
  const title = own ? `Antrean ${own.short}` : 'Semua antrean';
  const newReaders = seesConfidential(reader) ? await newColleagues(parts.db, reader, now - announcedDays * dayMs) : [];
  return { queue, filter, reader, reference: parts.reference, now, title, newReaders };
}
