/** What is wrong, for administrators: channels, the queue of jobs, and what could not be handled. */
import { transact } from '../../db/transact.ts';
import { type DeadLetter, listDeadLetters, settleDeadLetter } from '../../desk/reports/dead-letters.ts';
import type { Millis } from '../../model.ts';
import type { ConsoleContext, ConsoleParts, JobCounts, NamedStatus } from '../console-deps.ts';
import { flashOf, withFlash } from '../flash.ts';
import { channelLabels, channelProblems, channelStates, channelTones, letterErrors, letterLabels } from '../labels.ts';
import { render } from '../render.ts';
import { Icon } from '../views/icon.tsx';
import { Csrf, Empty, Moment, Notice, PageHead, Tag } from '../views/parts.tsx';

/** GET /gangguan */
export async function showFaults(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { csrf } = context.get('login');
  const now = parts.clock.now();
  const letters = await listDeadLetters(parts.db);
  const jobs = await parts.jobCounts().catch(() => null);
  const notice = flashOf(context.req.query('kabar'));
  const open = letters.filter((letter) => letter.resolvedAt === null);
  const settled = letters.filter((letter) => letter.resolvedAt !== null);
  const body = (
    <div class="page">
      <PageHead title="Gangguan">
        Keadaan saluran pesan, pekerjaan di belakang layar, dan yang gagal ditangani.
      </PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      <div class="grid-2">
        <ChannelsCard statuses={parts.channelStatuses()} now={now} />
        <JobsCard jobs={jobs} />
      </div>
      <section class="card letters">
        <h2>Gagal ditangani</h2>
        {open.length === 0 ? (
          <Empty title="Tidak ada yang tertinggal">
            <p>Pesan yang tetap gagal setelah beberapa kali dicoba akan muncul di sini, lengkap dengan sebabnya.</p>
          </Empty>
        ) : (
          <ul class="rows">
            {open.map((letter) => (
              <Letter letter={letter} csrf={csrf} now={now} />
            ))}
          </ul>
        )}
        {settled.length > 0 && <Settled letters={settled} now={now} />}
      </section>
    </div>
  );
  return await render(context, parts, { title: 'Gangguan', body });
}

/** POST /gangguan/:id/coba-lagi */
export async function retryLetter(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { id: staffId } = context.get('login').staff;
  const id = context.req.param('id') ?? '';
  const letter = await transact(parts.db, (trx) => settleDeadLetter(trx, { id, staffId, now: parts.clock.now() }));
  await parts.retry(letter);
  return context.redirect(withFlash('/gangguan', 'coba-lagi'), 303);
}

const ChannelsCard = ({ statuses, now }: { statuses: readonly NamedStatus[]; now: Millis }) => (
  <section class="card">
    <h2>Saluran pesan</h2>
    {statuses.length === 0 && <p class="quiet">Belum ada saluran yang dinyalakan di proses ini.</p>}
    <ul class="rows">
      {statuses.map(({ name, status, link }) => (
        <li>
          <div>
            <b>{channelLabels[name]}</b>
            <span class="small quiet block">
              sejak <Moment at={status.since} now={now} />
            </span>
            {status.problem && (
              <p class="small due-late">{channelProblems[status.problem] ?? channelProblems.unreachable}</p>
            )}
          </div>
          {link && (
            <a class="button" href="/saluran">
              Buka
            </a>
          )}
          <Tag tone={channelTones[status.state]}>{channelStates[status.state]}</Tag>
        </li>
      ))}
    </ul>
  </section>
);

const JobsCard = ({ jobs }: { jobs: JobCounts | null }) => (
  <section class="card">
    <h2>Pekerjaan di belakang layar</h2>
    {jobs === null ? (
      <p class="due-late">
        Antrean pekerjaan tidak dapat dihubungi. Pesan tetap tersimpan dan dikerjakan begitu pulih.
      </p>
    ) : (
      <dl class="facts">
        <dt>Menunggu</dt>
        <dd>{jobs.waiting}</dd>
        <dt>Dikerjakan</dt>
        <dd>{jobs.active}</dd>
        <dt>Terjadwal</dt>
        <dd>{jobs.delayed}</dd>
        <dt>Gagal</dt>
        <dd class={jobs.failed > 0 ? 'due-late' : ''}>{jobs.failed}</dd>
      </dl>
    )}
  </section>
);

const Letter = ({ letter, csrf, now }: { letter: DeadLetter; csrf: string; now: Millis }) => (
  <li>
    <div>
      <b>{letterLabels[letter.kind]}</b>
      <p class="small quiet">
        {`${letterErrors[letter.error] ?? 'Sebabnya tercatat di log dengan rujukan ini.'} Dicoba ${letter.attempts} kali, terakhir `}
        <Moment at={letter.at} now={now} />.
      </p>
      <p class="small quiet">
        Rujukan <span class="code">{letter.ref}</span>
      </p>
    </div>
    <form method="post" action={`/gangguan/${letter.id}/coba-lagi`}>
      <Csrf token={csrf} />
      <button type="submit" class="button">
        <Icon name="retry" />
        Coba lagi
      </button>
    </form>
  </li>
);

const Settled = ({ letters, now }: { letters: readonly DeadLetter[]; now: Millis }) => (
  <details class="why">
    <summary>{letters.length} sudah dicoba lagi</summary>
    <ul class="plain-list small quiet">
      {letters.map((letter) => (
        <li>
          {`${letterLabels[letter.kind]}, oleh ${letter.staffName ?? 'sistem'}, `}
          <Moment at={letter.resolvedAt ?? letter.at} now={now} />
        </li>
      ))}
    </ul>
  </details>
);
