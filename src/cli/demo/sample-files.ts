/** Voice notes and documents that the residents of the demo send: real files of their kind, made in code. */

/**
 * A voice note of silence: Ogg (RFC 3533) with Opus (RFC 7845), a packet of 20 ms at a time.
 * @param seconds its length.
 */
export function silentVoiceNote(seconds: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.set([1, 1], 8);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([
    Buffer.from('OpusTags', 'latin1'),
    Buffer.from([6, 0, 0, 0]),
    Buffer.from('contoh'),
    Buffer.alloc(4),
  ]);
  const pages = [oggPage(0, 0, 2, [head]), oggPage(1, 0, 0, [tags])];
  for (let second = 1; second <= seconds; second++) {
    const packets = Array.from({ length: 50 }, () => silentPacket);
    pages.push(oggPage(second + 1, second * 48_000, second === seconds ? 4 : 0, packets));
  }
  return Buffer.concat(pages);
}

/** One page with `title` on it. PDF 1.4 (ISO 32000). */
export function plainPdf(title: string): Buffer {
  const shown = title.replace(/[^\x20-\x7e]/g, ' ').replace(/[\\()]/g, ' ');
  const content = `BT /F1 18 Tf 60 770 Td (${shown}) Tj 0 -28 Td /F1 11 Tf (Data contoh) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const starts: number[] = [];
  for (const [index, body] of objects.entries()) {
    starts.push(file.length);
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
  return Buffer.from(`${file}startxref\n${file.indexOf('xref')}\n%%EOF\n`, 'latin1');
}

/** The frame that Opus decoders read as 20 ms of silence. */
const silentPacket = Buffer.from([0xf8, 0xff, 0xfe]);
const serial = 1;

function oggPage(number: number, granule: number, flags: number, packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(27 + packets.length);
  header.write('OggS', 0, 'latin1');
  header[5] = flags;
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(number, 18);
  header[26] = packets.length;
  header.set(
    packets.map((packet) => packet.length),
    27,
  );
  const page = Buffer.concat([header, ...packets]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

/** CRC-32 as Ogg has it: polynomial 0x04c11db7, nothing reflected, nothing inverted. */
function oggChecksum(page: Buffer): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
