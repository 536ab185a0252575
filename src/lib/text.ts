/** Text from outside, made safe to store: PostgreSQL takes no NUL, and half a surrogate pair is no character. */

/** @returns the text without NULs, lone surrogates replaced, at most `charsMax` UTF-16 units. */
export function cleanText(text: string, charsMax = 20_000): string {
  const cut = text.length > charsMax ? text.slice(0, charsMax) : text;
  return cut
    .replaceAll('\u0000', '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}
