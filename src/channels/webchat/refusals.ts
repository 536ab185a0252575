/** What the web chat refuses, as a status, a code for the page and one sentence that a resident can act on. */

const refusals = {
  'no-visitor': [401, 'Peramban belum dikenali. Muat ulang halaman ini, lalu kirim lagi.'],
  'foreign-origin': [403, 'Pesan hanya dapat dikirim dari halaman chat ini. Muat ulang halaman, lalu kirim lagi.'],
  faulty: [400, 'Pesan tidak terbaca oleh sistem. Muat ulang halaman, lalu kirim lagi.'],
  'too-long': [413, 'Pesannya terlalu panjang. Mohon bagi menjadi beberapa pesan yang lebih pendek.'],
  'too-large': [413, 'Berkasnya terlalu besar. Paling besar 10 MB; mohon kirim foto atau berkas yang lebih kecil.'],
  'too-fast': [429, 'Pesannya datang terlalu cepat. Mohon tunggu sebentar; pesan dikirim sendiri setelah itu.'],
  busy: [503, 'Sistem sedang sibuk. Pesan disimpan di perangkat ini dan dikirim lagi sebentar lagi.'],
  'not-stored': [
    503,
    'Pesan belum dapat kami simpan. Pesan tetap ada di perangkat ini dan dikirim lagi sebentar lagi.',
  ],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof typeof refusals;

/** A refusal on its way to the edge of the channel. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    /** Whole seconds after which another try makes sense. */
    readonly retryAfterSeconds?: number,
  ) {
    super(code);
  }
}

/** `{ error, message }` with the status, and `Retry-After` where waiting helps. */
export function refusalResponse(refusal: Refusal): Response {
  const [status, message] = refusals[refusal.code];
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(refusal.retryAfterSeconds);
  return Response.json({ error: refusal.code, message }, { status, headers });
}
