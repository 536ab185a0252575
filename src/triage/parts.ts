/** Where a message may turn to something else: its lines, list points, sentences, commas and joints. */

/**
 * What a part begins with: `turn` words that promise another matter ("selain itu", a list point), a `line` or
 * `sentence` of its own, or a mere `joint` (a comma, "dan").
 */
export type Cut = 'turn' | 'line' | 'sentence' | 'joint';
export type Part = { from: number; to: number; cut: Cut };

/** Words that promise another matter. */
const turnWords =
  'satu lagi|sekalian|selain itu|di ?samping itu|oh ?ya|oiya|(?:sama|plus|juga) (?:mau |ingin )?(?:tanya|lapor)|' +
  'dan (?:juga|sekalian)|(?:yang )?kedua,|yang kedua|sisan|lan maneh';
/** Words that may join two matters, or two words of one. */
const jointWords = 'dan|lan|sama|karo|kalih|kaliyan|plus|serta|dn|sm|terus|trus|trs|tapi|tetapi|nanging';
const thanksWords = 'terima ?kasih|makasih|mksh|trims|matur (?:nuwun|suwun)|suwun|nuhun';
const thanksMore = 'banyak|sanget|infonya|ya|nggih|njih|pak|bapak|bu|ibu|min|mas|mbak|kak|admin';
/** What the thanks are for belongs to them. */
const thanksFor = 'atas|untuk|utk|buat|sudah|sdh|telah|sampun|wis|wes|kepada|dan|bantuannya|penjelasannya|jawabannya';
const pointMark = String.raw`(?:\d{1,2}|[a-e])[.)]`;

const points = new RegExp(String.raw`(?<=^|\s)(?=${pointMark}\s*\p{L})`, 'giu');
const firstPoint = /(?<=^|\s)(?:1|a)[.)]\s*\p{L}/iu;
const secondPoint = /\s(?:2|b)[.)]\s*\p{L}/iu;
const dashes = /[\n\r\u2028]+(?=\s*[-–•*]\s*\p{L})/gu;
const turns = new RegExp(String.raw`\s+(?=(?:${turnWords})(?:\s|,))`, 'gi');
const lineEnds = /[\n\r\u2028]+/g;
const sentenceEnds = /(?<=[!?;…]|\p{L}{3,}\.|\d\.)\s+/gu;
const joints = new RegExp(String.raw`\s*,\s+|\s+(?=(?:${jointWords})\s)|\s+(?=[+&-]\s)`, 'gi');
const also = /\s+(?=juga\s)/gi;
/** Thanks end here, whatever follows without a comma. */
const thanksEnds = new RegExp(
  String.raw`(?<=(?:^|\s)(?:${thanksWords})(?:\s(?:${thanksMore})(?!\p{L}))*)\s+(?!(?:${thanksFor})\s)`,
  'giu',
);
/** What a part hung on: list number, joint, "selain itu", and the comma behind it. */
const hinges = new RegExp(
  String.raw`^(?:[\s,;+&–•*-]|${pointMark}\s|(?:juga|sekalian|selain itu|di ?samping itu|satu lagi|oh ?ya|oiya|sisan|` +
    String.raw`${jointWords})[\s,])+|[\s,;]+$`,
  'gi',
);

/** The words of a part alone, without what it hung on. */
export function ownWords(text: string): string {
  return text.replace(hinges, '');
}

/**
 * @param options.joined commas and joints cut nothing.
 * @param options.also "juga" begins a part: right in "lampu mati juga got mampet", wrong in "got juga mampet".
 * @returns the parts in order; together they are the whole text.
 */
export function cutParts(text: string, options: { joined?: boolean; also?: boolean } = {}): Part[] {
  const cuts = new Map<number, Cut>();
  const cutAt = (pattern: RegExp, cut: Cut) => {
    for (const { index } of text.matchAll(pattern)) if (index > 0 && !cuts.has(index)) cuts.set(index, cut);
  };
  if (firstPoint.test(text) && secondPoint.test(text)) cutAt(points, 'turn');
  cutAt(dashes, 'turn');
  cutAt(turns, 'turn');
  cutAt(lineEnds, 'line');
  cutAt(sentenceEnds, 'sentence');
  if (!options.joined) for (const pattern of [joints, thanksEnds]) cutAt(pattern, 'joint');
  if (options.also) cutAt(also, 'joint');
  const starts = [...cuts].sort(([one], [other]) => one - other);
  const first = starts.some(([, cut]) => cut === 'line') ? 'line' : 'sentence';
  return [[0, first] as const, ...starts]
    .map(([from, cut], at) => ({ from, to: starts[at]?.[0] ?? text.length, cut }))
    .filter(({ from, to }) => /\p{L}{2}/u.test(text.slice(from, to)));
}
