/** The coordinator's triage: what the router left to a person, one card each, with its best guesses as buttons. */
import { countToReview } from '../../desk/lessons/lesson-store.ts';
import { can } from '../../desk/staff/roles.ts';
import { readQueue } from '../../desk/tickets/queue.ts';
import { readTicketPage, type TicketPage } from '../../desk/tickets/ticket-page.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { flashOf } from '../flash.ts';
import { render } from '../render.ts';
import { Icon } from '../views/icon.tsx';
import { Empty, News, Notice, PageHead } from '../views/parts.tsx';
import { TriageCard } from '../views/triage-card.tsx';

/** A card shows the messages themselves, so that nobody has to open each ticket; more than this is no page any more. */
const cardsMax = 10;

/** What was given out here, and moved elsewhere, is what triage may learn from. */
const LessonsLink = ({ count }: { count: number }) => (
  <a class="button" href="/pelajaran">
    <Icon name="book" />
    Pelajaran
    {count > 0 && <span class="badge">{count}</span>}
  </a>
);

/** GET /triase */
export async function showTriage(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff, csrf } = context.get('login');
  const now = parts.clock.now();
  const queue = await readQueue(parts.db, staff, { view: 'triage', sort: 'age' }, now);
  const pages: TicketPage[] = [];
  for (const row of queue.rows.slice(0, cardsMax)) {
    const page = await readTicketPage(parts.db, staff, row.code, parts);
    if (page) pages.push(page);
  }
  const notice = flashOf(context.req.query('kabar'));
  const rest = queue.total - pages.length;
  const body = (
    <div class="page narrow">
      <PageHead title="Triase" aside={<LessonsLink count={await countToReview(parts.db)} />}>
        Pesan yang belum jelas milik siapa. Baca, lalu ketuk perangkat daerah yang menjawab. Warga langsung diberi tahu.
      </PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {queue.total > 0 && <p class="small quiet triage-count">{queue.total} menunggu, yang terlama di atas</p>}
      <News />
      <div id="daftar-triase" data-live-list="ask">
        {pages.map((page) => (
          <TriageCard page={page} reference={parts.reference} csrf={csrf} now={now} />
        ))}
        {pages.length === 0 && (
          <div id="triase-kosong">
            <Empty title="Semua sudah terbagi">
              <p>Yang belum jelas muncul di sini sendiri. Sementara itu, lihat yang mendekati tenggat di antrean.</p>
              <a class="button" href="/antrean">
                Buka antrean
              </a>
            </Empty>
          </div>
        )}
      </div>
      {rest > 0 && <p class="small quiet">{rest} lagi muncul setelah yang di atas dibagi.</p>}
      {can(staff, 'cases.read') && (
        <p class="small quiet page-end">Perkara rahasia dipilah Inspektorat sendiri dan tidak tampil di sini.</p>
      )}
    </div>
  );
  return await render(context, parts, { title: 'Triase', body });
}
