/** Why a ticket lies where it lies: what the router thought, how sure it was, and which words decided (law 7). */
import type { FC } from 'hono/jsx';
import type { TicketEvidence } from '../../desk/tickets/ticket.ts';
import { longDay } from '../../lib/wib.ts';
import { programmeLabels } from '../labels.ts';
import { Gauge } from './gauge.tsx';
import { Icon } from './icon.tsx';
import { shortName, type TicketView } from './ticket-view.ts';

export const EvidenceFold: FC<{ view: TicketView }> = ({ view }) => {
  const { evidence } = view.page.ticket;
  if (evidence.confidence === null && evidence.runnersUp.length === 0) return null;
  return (
    <details class="fold" id="lipat-alasan">
      <summary>
        <Icon name="split" />
        Mengapa ke sini?
      </summary>
      <div>
        <p class="small quiet">{settledWords[evidence.settledBy]}</p>
        <Scores view={view} evidence={evidence} />
        <DecidingWords words={evidence.words} />
        <Reasons reasons={evidence.reasons ?? []} />
        <Said evidence={evidence} />
        {evidence.wrongdoing !== 'no' && (
          <p class="small">
            {evidence.wrongdoing === 'alleged'
              ? 'Pesannya menyebut dugaan penyimpangan, jadi langsung ke Inspektorat dan dirahasiakan.'
              : 'Mungkin menyangkut penyimpangan, tetapi belum pasti. Inspektorat memilahnya dahulu.'}
          </p>
        )}
      </div>
    </details>
  );
};

/** The words of the message that weighed most. */
export const DecidingWords: FC<{ words: readonly string[] }> = ({ words }) =>
  words.length === 0 ? null : (
    <>
      <p class="small quiet">Kata yang paling menentukan</p>
      <ul class="words">
        {words.map((word) => (
          <li class="tag">{word}</li>
        ))}
      </ul>
    </>
  );

/** Sums, programmes and days that the message names. */
const Said: FC<{ evidence: TicketEvidence }> = ({ evidence }) => {
  const { amounts = [], programmes = [], times = [] } = evidence.said ?? {};
  const lines = [
    ...programmes.map((key) => programmeLabels[key] ?? key),
    ...amounts.map((rupiah) => `Rp ${rupiah.toLocaleString('id-ID')}`),
    ...times.map(
      ({ day, until, time, sure }) =>
        `${longDay(day)}${until ? ` sampai ${longDay(until)}` : ''}${time ? `, ${time.replace(':', '.')}` : ''}${sure ? '' : ' (perlu ditanyakan)'}`,
    ),
  ];
  if (lines.length === 0) return null;
  return (
    <>
      <p class="small quiet">Disebut dalam pesan</p>
      <ul class="plain-list small">
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </>
  );
};

/** The rules that tell two desks apart, as data/triage.yml words them. */
const Reasons: FC<{ reasons: readonly string[] }> = ({ reasons }) =>
  reasons.length === 0 ? null : (
    <>
      <p class="small quiet">Aturan yang berlaku</p>
      <ul class="plain-list small">
        {reasons.map((reason) => (
          <li>{reason}</li>
        ))}
      </ul>
    </>
  );

const settledWords: Record<TicketEvidence['settledBy'], string> = {
  router: 'Ditempatkan otomatis dari isi pesan pertama.',
  citizen: 'Warga sendiri yang memilih dari pilihan yang ditawarkan.',
  nobody: 'Isi pesan belum cukup jelas untuk ditempatkan otomatis.',
};

const Scores: FC<{ view: TicketView; evidence: TicketEvidence }> = ({ view, evidence }) => (
  <ul aria-label="Seberapa yakin">
    {candidatesOf(evidence, firstDepartment(view)).map(({ department, confidence }) => (
      <li class="score">
        <span>{shortName(view.reference, department)}</span>
        <span class="number">{percent(confidence)}</span>
        <Gauge share={confidence} />
      </li>
    ))}
  </ul>
);

export type Candidate = { department: string; topic: string | null; confidence: number };

/** @param filed where it was put, for evidence that does not name the router's own guess. */
export function candidatesOf(evidence: TicketEvidence, filed: string | null): Candidate[] {
  const { best, confidence, runnersUp } = evidence;
  const first = best ?? (filed === null ? null : { department: filed, topic: null });
  return first && confidence !== null ? [{ ...first, confidence }, ...runnersUp] : [...runnersUp];
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Where it was filed: the ticket may have been handed over since. */
function firstDepartment(view: TicketView): string | null {
  const filed = view.page.events.find((event) => event.kind === 'opened')?.facts.department;
  return typeof filed === 'string' ? filed : view.page.ticket.department;
}
