/** The queue: what waits, for a consultant that of their department, for a coordinator that of all. */
import { newColleagues } from '../../desk/staff/staff-store.ts';
import { readQueue } from '../../desk/tickets/queue.ts';
import { seesConfidential } from '../../desk/tickets/visibility.ts';
import { dayMs } from '../../lib/wib.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { readQueueFilter } from '../queue-filter.ts';
import { render } from '../render.ts';
import { Icon } from '../views/icon.tsx';
import { Empty } from '../views/parts.tsx';
import { QueueColumn, type QueueProps } from '../views/queue-list.tsx';

/** So long is a new account in Inspektorat announced to its colleagues (law 8). */
const announcedDays = 14;

/** GET /antrean */
export async function showQueue(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const props = await readQueueProps(context, parts);
  const { unassigned, late } = props.queue.counts;
  const body = (
    <div class="desk empty-desk">
      <QueueColumn {...props} isMain />
      <section class="column scroll desk-rest" aria-label="Petunjuk">
        <Empty title="Pilih satu tiket untuk membacanya">
          <p>
            {unassigned > 0 ? `${unassigned} tiket belum ada yang memegang` : 'Semua tiket sudah ada yang memegang'}
            {late > 0 ? `; ${late} tiket lewat tenggat.` : '; tidak ada yang lewat tenggat.'}
          </p>
          <p class="small keys">
            <kbd>j</kbd> <kbd>k</kbd> memilih, <kbd>Enter</kbd> membuka, <kbd>?</kbd> pintasan lain
          </p>
          <p class="small">
            <Icon name="info" small /> Antrean memperbarui diri sendiri.
          </p>
        </Empty>
      </section>
    </div>
  );
  return await render(context, parts, { title: 'Antrean', body });
}

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
