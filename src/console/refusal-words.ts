/** Why the desk said no, in words for the person at the screen. One sentence a code; the cure stands in it. */
import type { DomainError } from '../lib/errors.ts';

const words: Record<string, string> = {
  'sign-in-failed': 'Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar-kecilnya, lalu coba lagi.',
  'sign-in-limited':
    'Terlalu banyak percobaan. Coba lagi dalam {minutes} menit, atau minta administrator membuat sandi baru.',
  'password-wrong': 'Kata sandi sekarang tidak cocok.',
  'password-short': 'Terlalu pendek. Pakai sedikitnya {min} huruf; beberapa kata acak mudah diingat.',
  'password-long': 'Terlalu panjang. Pakai paling banyak {max} huruf.',
  'password-common': 'Terlalu mudah ditebak. Pakai beberapa kata acak yang tidak berkaitan dengan pekerjaan ini.',
  'password-same': 'Kata sandi baru harus berbeda dari yang lama.',
  'password-repeat': 'Kedua isian kata sandi baru tidak sama.',
  'username-bad': 'Nama pengguna terdiri dari 3–40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi.',
  'username-taken': 'Nama pengguna ini sudah dipakai. Pilih yang lain.',
  'name-bad': 'Isi nama lengkap, 2–80 huruf.',
  'role-bad': 'Pilih salah satu peran.',
  'department-unknown': 'Perangkat daerah ini tidak dikenal. Pilih dari daftar.',
  'department-needed': 'Konsultan harus punya perangkat daerah. Pilih satu.',
  'department-not-allowed': 'Hanya konsultan yang punya perangkat daerah. Kosongkan pilihannya.',
  'staff-unknown': 'Akun ini tidak ditemukan.',
  'last-administrator': 'Ini administrator terakhir. Buat administrator lain sebelum menonaktifkannya.',
  'own-account': 'Akun sendiri tidak dapat dinonaktifkan. Mintalah administrator lain.',
  'ticket-unknown': 'Tiket ini tidak ada, sudah berpindah, atau bukan milik perangkat daerah Anda.',
  'ticket-not-open': 'Tiket ini sudah ditutup atau ditarik warga, jadi tidak bisa dibalas lagi.',
  'ticket-not-resolved': 'Tiket ini belum diselesaikan, jadi tidak perlu dibuka lagi.',
  'assigned-to-other': 'Tiket ini sedang dipegang rekan lain. Ambil alih dahulu bila memang perlu.',
  'text-empty': 'Isinya masih kosong. Tulis sesuatu dahulu.',
  'text-long': 'Terlalu panjang. Persingkat menjadi paling banyak {max} huruf.',
  'reason-empty': 'Tulis alasannya, agar rekan berikutnya mengerti.',
  'same-department': 'Tiket ini memang sudah di perangkat daerah itu.',
  'still-confidential': 'Tiket rahasia hanya boleh keluar dari Inspektorat setelah dinyatakan tidak rahasia.',
  'confidential-elsewhere':
    'Hanya Inspektorat yang menerima tiket rahasia. Pilih Inspektorat, atau hapus tanda rahasianya.',
  'topic-unknown': 'Pokok perkara ini tidak dikenal. Muat ulang halamannya, lalu pilih lagi.',
  'intent-unknown': 'Pilih apakah ini pertanyaan, pengaduan, atau bukan keduanya.',
  'kelurahan-unknown': 'Kelurahan ini tidak ada di Kota Kediri.',
  'not-in-triage': 'Tiket ini sudah dibagi oleh orang lain.',
  'message-unknown': 'Pesan ini tidak ada di tiket ini.',
  'no-original': 'Pesan ini tidak punya bagian yang disamarkan.',
  'file-unknown': 'Berkas ini tidak ada, atau bukan milik perangkat daerah Anda.',
  'file-not-here': 'Berkas ini belum selesai diunduh atau tidak dapat disimpan.',
  'dead-letter-unknown': 'Catatan gangguan ini tidak ditemukan.',
  'phone-bad': 'Tulis nomor WhatsApp Klinik lengkap, misalnya 0812…, 9 sampai 15 angka.',
  'link-not-waiting': 'Saluran ini sedang tidak menunggu penautan. Muat ulang halaman untuk melihat keadaannya.',
  'link-refused': 'WhatsApp tidak memberi kode. Periksa nomornya, tunggu satu menit, lalu coba lagi, atau pindai QR.',
  'sign-in-old': 'Masukkan kata sandi Anda sekali lagi sebelum menautkan akun.',
  'channel-unknown': 'Saluran ini tidak ada, atau tidak perlu ditautkan.',
  'not-allowed': 'Akun Anda tidak memiliki izin untuk tindakan ini.',
};

/** @returns one sentence; an unknown code still gets a kind one. */
export function refusalWords(error: Pick<DomainError, 'code' | 'facts'>): string {
  const template = words[error.code] ?? 'Permintaan ini tidak dapat dilakukan. Muat ulang halamannya, lalu coba lagi.';
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(error.facts[name] ?? '…'));
}
