/** One judged message in Indonesian, for the terminal: what it is, whose, how sure, and why. */
import type { Intent } from '../../model.ts';
import type { Knowledge } from '../../triage/load-knowledge.ts';
import type { TriageResult } from '../../triage/triage.ts';

const intentWords: Record<Intent, string> = {
  ask: 'bertanya atau meminta',
  complain: 'mengadu',
  book: 'mendaftar klinik',
  reschedule: 'mengubah jadwal',
  cancel_booking: 'membatalkan janji',
  status: 'menanyakan laporannya',
  greet: 'menyapa',
  thanks: 'berterima kasih',
  human: 'minta bicara dengan orang',
  emergency: 'darurat',
  abuse: 'kasar tanpa urusan',
  spam: 'iklan atau pesan berantai',
  faq_hours: 'tanya jam dan tempat klinik',
  other: 'di luar layanan',
};
const decisionWords = { route: 'langsung diteruskan', ask: 'tanya dulu satu kali', person: 'serahkan kepada orang' };
const wrongdoingWords = {
  no: 'tidak',
  likely: 'mungkin (diperiksa Inspektorat)',
  alleged: 'ya (rahasia, ke Inspektorat)',
};
const roleWords = {
  warga: 'warga',
  pokmas: 'Pokmas',
  kelurahan: 'kelurahan',
  lkk: 'LKK (RT, RW, PKK …)',
  unknown: '-',
};

/** @returns lines of text, without a final line end. */
export function explain(text: string, result: TriageResult, knowledge: Knowledge): string {
  const lines = [text, '', ...body(result, knowledge)];
  result.matters.forEach((matter, at) => {
    lines.push('', `Urusan ${at + 1}: ${matter.text}`, ...body(matter.result, knowledge));
  });
  return [...lines, '', `Versi model     ${result.version}`].join('\n');
}

function body(result: TriageResult, knowledge: Knowledge): string[] {
  const label = (topic: string | null) => knowledge.topics.find(({ key }) => key === topic)?.label ?? '-';
  const rows: [string, string][] = [
    ['Maksud', intentWords[result.intent]],
    ['Bagian', result.department === null ? '-' : `${result.department} (yakin ${percent(result.confidence)})`],
    ['Topik', label(result.topic)],
    ['Keputusan', decisionWords[result.decision]],
    ['Kata penentu', result.words.join(', ') || '-'],
  ];
  for (const { department, topic, confidence } of result.runnersUp)
    rows.push(['Pilihan lain', `${department} ${percent(confidence)}, ${label(topic)}`]);
  for (const reason of result.reasons ?? []) rows.push(['Aturan', reason]);
  if (result.danger) rows.push(['Bahaya', `${result.danger.kind} (aturan ${result.danger.rule})`]);
  rows.push(['Dugaan pelanggaran', wrongdoingWords[result.wrongdoing]]);
  if (result.accused.length > 0) rows.push(['Yang dituduh', result.accused.join(', ')]);
  rows.push(['Tempat', placeWords(result)], ['Peran penanya', roleWords[result.role]]);
  if (result.codes.length > 0) rows.push(['Kode tiket', result.codes.join(', ')]);
  return rows.map(([name, value]) => `${name.padEnd(18)}  ${value}`);
}

function placeWords({ place }: TriageResult): string {
  const parts = [...place.kelurahan];
  if (place.kecamatan) parts.push(`kecamatan ${place.kecamatan}`);
  if (place.rt) parts.push(`RT ${place.rt}`);
  if (place.rw) parts.push(`RW ${place.rw}`);
  if (place.outsideCity) parts.push('di luar Kota Kediri');
  return parts.join(', ') || '-';
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
