/** What triage learns from: corrected routings and a sample of the others, each read before it counts. */
import { transact } from '../../db/transact.ts';
import { countLessons, decideLesson, type LessonAct, lessonsToReview } from '../../desk/lessons/lesson-store.ts';
import { listReleases, type Release } from '../../desk/lessons/release-store.ts';
import type { Intent, Millis, TicketId } from '../../model.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { flashOf, withFlash } from '../flash.ts';
import { textField } from '../form.ts';
import { render } from '../render.ts';
import { Icon } from '../views/icon.tsx';
import { LessonCard } from '../views/lesson-card.tsx';
import { Empty, Moment, Notice, PageHead } from '../views/parts.tsx';

const releasesShown = 5;

/** GET /pelajaran */
export async function showLessons(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { csrf } = context.get('login');
  const now = parts.clock.now();
  const { cases, total } = await lessonsToReview(parts.db);
  const counts = await countLessons(parts.db);
  const releases = await listReleases(parts.db);
  const notice = flashOf(context.req.query('kabar'));
  const body = (
    <div class="page narrow">
      <PageHead
        title="Pelajaran"
        aside={
          <a class="button" href="/triase">
            <Icon name="back" />
            Triase
          </a>
        }
      >
        Pesan yang dipindahkan orang, dan beberapa yang tidak. Yang Anda setujui membuat meja otomatis lebih tepat.
      </PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {total > 0 && <p class="small quiet">{total} menunggu dibaca</p>}
      {cases.map((lesson) => (
        <LessonCard lesson={lesson} reference={parts.reference} csrf={csrf} now={now} />
      ))}
      {cases.length === 0 && (
        <Empty title="Tidak ada yang perlu dibaca">
          <p>Tiket yang dialihkan atau dibagi dari triase muncul di sini. Perkara rahasia tidak pernah.</p>
        </Empty>
      )}
      <Releases releases={releases} counts={counts} now={now} />
    </div>
  );
  return await render(context, parts, { title: 'Pelajaran', body });
}

type ReleasesProps = { releases: readonly Release[]; counts: { used: number; skipped: number }; now: Millis };

const Releases = ({ releases, counts, now }: ReleasesProps) => {
  const percent = (share: number) => `${(share * 100).toFixed(1).replace('.', ',')}%`;
  return (
    <section class="card" aria-labelledby="judul-pelatihan">
      <h2 id="judul-pelatihan">Pelatihan</h2>
      <p class="small quiet">
        {`${counts.used} dijadikan pelajaran, ${counts.skipped} dilewati. Pengelola melatih meja dengan perintah `}
        <span class="code">npm run train</span>; yang baru hanya dipasang bila tidak lebih buruk.
      </p>
      {releases.length === 0 ? (
        <p class="small">Berlaku: seperti saat dipasang, belum pernah dilatih dari pelajaran.</p>
      ) : (
        <ul class="plain-list">
          {releases.slice(0, releasesShown).map((release, index) => (
            <li>
              <b>{`Pelatihan ${release.number}`}</b>
              {index === 0 && ' · berlaku'}
              <span class="small quiet block">
                {`${release.lessons.length} pelajaran, `}
                <Moment at={release.madeAt} now={now} />
                {release.figures &&
                  `, dinas tepat ${percent(release.figures.departmentBefore)} → ${percent(release.figures.department)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

/** POST /pelajaran/:ticket */
export async function decide(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const form = context.get('form');
  const who = { staff: context.get('login').staff, ticketId: (context.req.param('ticket') ?? '') as TicketId };
  const isUsed = textField(form, 'putusan') === 'pakai';
  const act: LessonAct = isUsed
    ? {
        ...who,
        verdict: 'used',
        text: textField(form, 'isi'),
        intent: textField(form, 'maksud') as Intent,
        topic: textField(form, 'pokok') || null,
      }
    : { ...who, verdict: 'skipped' };
  await transact(parts.db, (trx) => decideLesson(trx, act, { reference: parts.reference, now: parts.clock.now() }));
  return context.redirect(withFlash('/pelajaran', isUsed ? 'dipelajari' : 'dilewati'), 303);
}
