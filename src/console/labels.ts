/** What things are called on the screens of the console. Words to citizens live in flows/ and data/, not here. */
import type { ChannelStatus } from '../channels/channel-adapter.ts';
import type { DeadLetterTable } from '../db/database.ts';
import type { RevealReason } from '../desk/privacy/reveal.ts';
import type { AskerRole, AttachmentKind, ChannelName, Intent, StaffRole, TicketStatus } from '../model.ts';

export const statusLabels: Record<TicketStatus, string> = {
  triage: 'Belum dibagi',
  open: 'Menunggu jawaban',
  waiting_citizen: 'Menunggu warga',
  resolved: 'Selesai',
  closed: 'Ditutup',
  withdrawn: 'Ditarik',
};

export type Tone = 'teal' | 'kunir' | 'bata' | 'daun' | '';

export const statusTones: Record<TicketStatus, Tone> = {
  triage: 'kunir',
  open: 'teal',
  waiting_citizen: '',
  resolved: 'daun',
  closed: '',
  withdrawn: '',
};

export const askerLabels: Record<AskerRole, string> = {
  warga: 'Warga',
  pokmas: 'Pokmas',
  kelurahan: 'Kelurahan',
  lkk: 'LKK',
  unknown: 'Belum diketahui',
};

export const roleLabels: Record<StaffRole, string> = {
  administrator: 'Administrator',
  coordinator: 'Koordinator',
  consultant: 'Konsultan',
  front_desk: 'Petugas ruang',
};

export const roleHints: Record<StaffRole, string> = {
  administrator: 'Mengurus akun dan gangguan. Tidak membalas warga.',
  coordinator: 'Bagian Pemerintahan: membagi tiket, membaca seluruh kasus, memastikan jadwal dan tenggat.',
  consultant: 'Menjawab tiket perangkat daerahnya sendiri.',
  front_desk: 'Menyambut tamu di Ruang Kilisuci. Tidak membaca tiket.',
};

export const intentLabels: Record<Intent, string> = {
  ask: 'Pertanyaan',
  complain: 'Pengaduan',
  book: 'Permintaan jadwal temu',
  reschedule: 'Ubah jadwal temu',
  cancel_booking: 'Batal jadwal temu',
  status: 'Menanyakan perkembangan',
  greet: 'Salam',
  thanks: 'Terima kasih',
  human: 'Ingin bicara dengan petugas',
  emergency: 'Keadaan darurat',
  abuse: 'Kata kasar',
  spam: 'Pesan promosi',
  faq_hours: 'Jam layanan',
  other: 'Lain-lain',
};

export const channelLabels: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  webchat: 'Obrolan web',
  simulator: 'Simulator',
};

export const fileLabels: Record<AttachmentKind, string> = {
  photo: 'Foto',
  voice: 'Pesan suara',
  audio: 'Rekaman suara',
  video: 'Video',
  document: 'Dokumen',
  sticker: 'Stiker',
};

/** Why a message did not arrive, and what to do about it. */
export const failureWords: Record<string, string> = {
  blocked: 'Warga memblokir akun kita, jadi pesan tidak bisa masuk. Hubungi lewat jalur lain bila mendesak.',
  'no-such-chat': 'Akun warga tidak ada lagi. Hubungi lewat jalur lain bila mendesak.',
  rejected: 'Ditolak oleh aplikasi pesan. Coba kirim lagi dengan kata lain.',
  unauthorised: 'Sambungan ke aplikasi pesan perlu diperbaiki administrator. Pesan tetap disimpan.',
  unreachable: 'Aplikasi pesan tidak dapat dihubungi setelah beberapa kali mencoba. Kirim lagi nanti.',
  'rate-limited': 'Terlalu banyak pesan dalam waktu singkat. Kirim lagi beberapa menit lagi.',
};

/** Why somebody opens what was masked on arrival. */
export const revealLabels: Record<RevealReason, string> = {
  contact: 'Menghubungi warga',
  register: 'Mencocokkan data',
  other: 'Lainnya, saya jelaskan di catatan',
};

export const channelStates: Record<ChannelStatus['state'], string> = {
  off: 'Mati',
  unlinked: 'Belum ditautkan',
  starting: 'Sedang menyala',
  on: 'Tersambung',
  retrying: 'Mencoba menyambung lagi',
  stopped: 'Berhenti',
  broken: 'Rusak',
};

export const channelTones: Record<ChannelStatus['state'], Tone> = {
  off: '',
  unlinked: 'kunir',
  starting: 'kunir',
  on: 'daun',
  retrying: 'kunir',
  stopped: '',
  broken: 'bata',
};

/** What a channel's problem means, and what to do about it. */
export const channelProblems: Record<string, string> = {
  conflict: 'Akun yang sama sedang dipakai proses atau peramban lain. Tutup salah satunya; setelah itu pulih sendiri.',
  unauthorised: 'Token ditolak. Periksa token di pengaturan server, lalu nyalakan ulang.',
  unreachable: 'Tidak dapat dihubungi. Pesan menunggu dan dikirim begitu tersambung lagi. Tidak perlu berbuat apa-apa.',
  unlinked: 'Belum ada akun yang ditautkan. Tautkan ponsel Klinik dengan QR atau kode.',
  'logged-out': 'Ponsel Klinik memutus perangkat ini, atau WhatsApp melepasnya. Tautkan lagi dengan QR atau kode.',
  'chromium-missing': 'Chromium tidak ditemukan di server. Pasang (apt install chromium) atau isi CHROMIUM_PATH.',
  'chromium-failed': 'Chromium tidak mau menyala. Periksa CHROMIUM_ARGS dan sisa memori server; dicoba lagi sendiri.',
  'profile-in-use': 'Proses lain di server memakai login WhatsApp ini. Hentikan proses itu; setelahnya pulih sendiri.',
  'account-blocked':
    'WhatsApp memblokir akun ini. Tidak dicoba lagi sendiri, supaya tidak memperburuk. Buka WhatsApp di ponsel Klinik, ' +
    'ikuti petunjuknya, lalu tekan Mulai ulang. Sementara itu, arahkan warga ke Telegram atau obrolan web.',
  outdated: 'WhatsApp menolak versi ini. Perbarui perangkat lunak Klinik; sementara itu dicoba lagi sendiri.',
  'not-starting': 'Halaman WhatsApp tidak terbuka sepenuhnya. Dicoba lagi sendiri; bila berulang, periksa jaringan.',
  'not-syncing': 'Masuk berhasil, tetapi percakapan tidak termuat. Dicoba lagi sendiri.',
  'qr-stale': 'WhatsApp tidak memberi QR baru. Sedang dimulai ulang sendiri.',
  silent: 'Halaman WhatsApp tidak menjawab. Sedang dimulai ulang sendiri.',
  'browser-died': 'Peramban di server mati. Sedang dimulai ulang sendiri; bila sering, memori server kurang.',
  'page-died': 'Halaman WhatsApp berhenti. Sedang dimulai ulang sendiri.',
  storing: 'Pesan yang masuk belum dapat disimpan. Periksa ruang disk dan basis data; pesannya tidak hilang.',
};

export const letterLabels: Record<DeadLetterTable['kind'], string> = {
  turn: 'Pesan warga yang belum terolah',
  delivery: 'Balasan yang belum terkirim',
  file: 'Berkas yang belum terambil',
  update: 'Kiriman saluran yang tidak terbaca',
};

/** Codes of senders and fetchers, for people who run the server. */
export const letterErrors: Record<string, string> = {
  unreachable: 'Aplikasi pesan tidak dapat dihubungi.',
  unauthorised: 'Token ditolak oleh aplikasi pesan.',
  rejected: 'Ditolak oleh aplikasi pesan.',
  blocked: 'Warga memblokir akun Klinik.',
  'no-such-chat': 'Akun warga tidak ada lagi.',
  'rate-limited': 'Aplikasi pesan membatasi kecepatan kirim.',
  gone: 'Berkasnya sudah tidak ada di aplikasi pesan.',
  'too-large': 'Berkasnya terlalu besar.',
};

export const programmeLabels: Readonly<Record<string, string>> = {
  prodamas: 'Prodamas',
  'prodamas-plus': 'Prodamas Plus',
  merata: 'Merata',
  dakel: 'Dana kelurahan',
  mobmas: 'Mobmas',
  'kampung-keren': 'Kampung Keren',
  rtlh: 'Rumah tidak layak huni',
  'padat-karya': 'Padat karya',
  'koperasi-rw': 'Koperasi RW',
  pkh: 'PKH',
  bpnt: 'BPNT',
  'lapor-mbak-wali': 'Lapor Mbak Wali',
  surga: 'Suara Warga',
  'e-suket': 'e-Suket',
  'sp4n-lapor': 'SP4N-LAPOR!',
  progressio: 'Progressio',
};
