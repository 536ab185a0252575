/** Cuts a text into sentences and words, whatever characters it is written with. */

export type Word = { text: string; capital: boolean };

/** Zero-width, joining and direction characters. */
const invisible = /\p{Cf}+/gu;
const marks = /\p{M}+/gu;
/** Letters of other scripts that look like Latin ones: used to hide words, or typed by accident. */
const lookalikes: Record<string, string> = Object.fromEntries(
  [...'аaеeоoрpсcхxуyіiјjкkмmтtнhвbԁdɡgαaοoνvρpτtιiκk'.matchAll(/(.)(.)/gu)].map((pair) => [pair[1]!, pair[2]!]),
);
const foreign = /[\u0250-\u058f]/g;

/** One representation for full-width, decorated, invisible and look-alike characters. Case is kept. */
export function cleanText(text: string): string {
  if (isPlain(text)) return text;
  const plain = text.normalize('NFKC').replace(invisible, '').normalize('NFD').replace(marks, '');
  return plain.replace(foreign, (letter) => lookalikes[letter.toLowerCase()] ?? letter);
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) return false;
  return true;
}

const shortForms =
  /(?:^|[\s(/])(?:jl|jln|kel|kec|no|nmr|rt|rw|rp|gg|bpk|yth|dr|tgl|hlm|ds|dll|dsb|an|a|wr|wb|ass|[a-z])$/i;

/**
 * Sentences end at `. ! ? ;` before a space, and at line ends. A line end between short lines is no boundary: bubbles
 * of one thought arrive as lines.
 */
export function splitSentences(text: string): string[] {
  const parts: string[] = [];
  let rest = '';
  const flush = () => {
    if (rest.trim() !== '') parts.push(rest.trim());
    rest = '';
  };
  for (const line of text.split(/[\n\r\u2028]+/)) {
    if (rest !== '' && !(isShort(rest) || isShort(line))) flush();
    for (const piece of line.split(/(?<=[.!?;…])\s+/)) {
      rest = rest === '' ? piece : `${rest} ${piece}`;
      if (/[!?;…]$/.test(piece) || (piece.endsWith('.') && !shortForms.test(piece.slice(0, -1)))) flush();
    }
  }
  flush();
  return parts;
}

function isShort(line: string): boolean {
  return line.trim().split(/\s+/).length <= 3;
}

const wordPattern = /[\p{L}\p{N}]+(?:['’`´][\p{L}\p{N}]+)*|\p{Extended_Pictographic}/gu;
const apostrophes = /['’`´]/g;
/** What may stick to a number in front of or behind it and is a word of its own. */
const stuck =
  /^(rt|rw|rp|no|gg|jl|tgl|jam|pkl|kel)(\d+.*)$|^(\d+)(jt|jtan|juta|rb|rban|ribu|k|m|cm|meter|kg|x|kk|org|orang|hr|hari|bln|bulan|thn|tahun|th|mgg|minggu|jam|rw|rt|wib|an)$/;

/** Words in lower case; `anak2`, `anak-anak` are one word; letters written three times or more are written once. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const written = match[0];
    const lower = written.toLowerCase().replace(apostrophes, '');
    const capital = written[0] !== lower[0];
    const glued = text[match.index - 1] === '-' && words.at(-1)?.text === lower;
    if (glued) continue;
    for (const part of unstick(lower)) words.push({ text: part, capital });
  }
  return words;
}

function unstick(lower: string): string[] {
  const word = /(.)\1\1/u.test(lower) && !/\d/.test(lower) ? lower.replace(/(.)\1{2,}/gu, '$1') : lower;
  if (!/\d/.test(word)) return [word.slice(0, 40)];
  const doubled = /^(\p{L}{3,})2(nya|ne|an)?$/u.exec(word);
  if (doubled) return [doubled[1]!];
  const parts = stuck.exec(word);
  if (parts?.[1]) return [parts[1], ...unstick(parts[2]!)];
  if (parts?.[3]) return [parts[3], parts[4]!];
  const address = /^(rt|rw)?(\d{1,3})(rw)(\d{1,3})$/.exec(word);
  if (address) return [...(address[1] ? [address[1]] : []), address[2]!, 'rw', address[4]!];
  return [word.slice(0, 40)];
}
