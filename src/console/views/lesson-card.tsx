/** One routing to look at again: what was said, where it went, and the training line that it may become. */
import type { FC } from 'hono/jsx';
import { type LessonCase, lessonIntents } from '../../desk/lessons/lesson-store.ts';
import type { Reference } from '../../desk/reference/reference.ts';
import type { Millis } from '../../model.ts';
import { intentLabels } from '../labels.ts';
import { DecidingWords, percent } from './evidence.tsx';
import { Csrf, Moment, Tag } from './parts.tsx';
import { shortName } from './ticket-view.ts';

type CardProps = { lesson: LessonCase; reference: Reference; csrf: string; now: Millis };

export const LessonCard: FC<CardProps> = ({ lesson, reference, csrf, now }) => {
  const { code, evidence, ticketId, why } = lesson;
  const best = evidence.best ?? null;
  const intent = lessonIntents.find((one) => one === lesson.intent) ?? 'ask';
  return (
    <article class="triage-card lesson-card" aria-labelledby={`judul-${code}`}>
      <header class="talk-line">
        <h2 class="code" id={`judul-${code}`}>
          <a href={`/tiket/${code}`}>{code}</a>
        </h2>
        {why === 'corrected' ? <Tag tone="kunir">Dipindahkan</Tag> : <Tag tone="daun">Contoh yang dibiarkan</Tag>}
        <Moment at={lesson.openedAt} now={now} />
      </header>
      <p class="small">
        {best ? (
          <>
            Dugaan meja: <b>{shortName(reference, best.department)}</b>
            {evidence.confidence !== null && ` (${percent(evidence.confidence)})`}
          </>
        ) : (
          'Meja tidak menebak'
        )}
        {' → sekarang '}
        <b>{lesson.department === null ? 'triase' : shortName(reference, lesson.department)}</b>
      </p>
      <DecidingWords words={evidence.words} />
      <form method="post" action={`/pelajaran/${ticketId}`}>
        <Csrf token={csrf} />
        <div class="field">
          <label for={`isi-${code}`}>Isi pelajaran</label>
          <textarea id={`isi-${code}`} name="isi" rows={3} maxlength={2000}>
            {lesson.text}
          </textarea>
          <span class="hint">Hapus nama orang dan alamat rumah. Yang lain biarkan seperti ditulis warga.</span>
        </div>
        <div class="field">
          <label for={`maksud-${code}`}>Maksud</label>
          <select id={`maksud-${code}`} name="maksud">
            {lessonIntents.map((one) => (
              <option value={one} selected={one === intent}>
                {intentLabels[one]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`pokok-${code}`}>Pokok perkara</label>
          <TopicSelect lesson={lesson} reference={reference} />
        </div>
        <div class="actions">
          <button type="submit" name="putusan" value="pakai" class="button primary">
            Jadikan pelajaran
          </button>
          <button type="submit" name="putusan" value="lewati" class="button">
            Lewati
          </button>
        </div>
      </form>
    </article>
  );
};

/** The topics of all departments, its own first; chosen is its topic, else the one that the router saw there. */
const TopicSelect: FC<{ lesson: LessonCase; reference: Reference }> = ({ lesson, reference }) => {
  const topics = [...reference.topics.values()];
  const { department: own, evidence } = lesson;
  const chosen = lesson.topic ?? evidence.runnersUp.find(({ department }) => department === own)?.topic ?? null;
  const groups = [...new Set(topics.map(({ department }) => department))].sort((one, other) =>
    one === own ? -1 : other === own ? 1 : 0,
  );
  return (
    <select id={`pokok-${lesson.code}`} name="pokok">
      <option value="" selected={chosen === null}>
        Pilih pokok perkaranya
      </option>
      {groups.map((department) => (
        <optgroup label={shortName(reference, department)}>
          {topics
            .filter((topic) => topic.department === department)
            .map((topic) => (
              <option value={topic.key} selected={topic.key === chosen}>
                {topic.label}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
};
