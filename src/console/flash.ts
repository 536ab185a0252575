/**
 * What the last act said: a code in the address after the redirect, words here. Free text never stands in an address.
 */
import type { Tone } from './labels.ts';

const words: Record<string, readonly [tone: Tone, text: string]> = {
  ambil: ['daun', 'Tiket ini sekarang Anda pegang.'],
  lepas: ['daun', 'Tiket dilepas. Rekan lain bisa mengambilnya.'],
  balas: ['daun', 'Balasan dikirim.'],
  selesaikan: ['daun', 'Diselesaikan. Warga ditanya apakah memang sudah selesai.'],
  'buka-lagi': ['daun', 'Tiket dibuka lagi.'],
  alihkan: ['daun', 'Tiket dialihkan. Perangkat daerah tujuan dan warga sudah diberi tahu.'],
  tetapkan: ['daun', 'Tiket sudah dibagikan.'],
  catatan: ['daun', 'Catatan disimpan.'],
  dinonaktifkan: ['daun', 'Akun dinonaktifkan dan semua sesinya ditutup.'],
  diaktifkan: ['daun', 'Akun diaktifkan lagi.'],
  dipastikan: ['daun', 'Dipastikan. Mulai sekarang Klinik menyebutnya kepada warga.'],
  ditarik: ['kunir', 'Kepastian ditarik. Klinik kembali berhati-hati dalam menyebutnya.'],
  'mulai-ulang': ['daun', 'Saluran dimulai ulang. Keadaannya berubah di halaman ini dalam satu menit.'],
  kode: ['daun', 'Kode penautan diminta. Ketik kodenya di ponsel sebelum berganti.'],
  'sandi-diulang': ['daun', 'Baik. Selama sepuluh menit Anda dapat menautkan akun.'],
  dipelajari: ['daun', 'Disimpan sebagai pelajaran. Berlaku setelah pelatihan berikutnya.'],
  dilewati: ['daun', 'Dilewati. Pesan ini tidak dijadikan pelajaran.'],
  'coba-lagi': ['daun', 'Sedang dicoba lagi. Bila gagal lagi, akan muncul kembali di sini.'],
};

/** @returns the notice for `?kabar=…`, or undefined. */
export function flashOf(code: string | undefined): { tone: Tone; text: string } | undefined {
  const found = code === undefined ? undefined : words[code];
  return found && { tone: found[0], text: found[1] };
}

/** @returns an address with a `kabar`. */
export function withFlash(url: string, code: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}kabar=${code}`;
}
