/** The words that tell beside a number whether it is money, a measure, or a count of people and things. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export const moneyWords = set(
  `uang uange duit duite dhuwit dana danane biaya biayane ongkos anggaran pagu harga hargane rego regane regi bayar
   mbayar dibayar membayar iuran urunan jimpitan honor honore upah upahe gaji bantuan sisa sisane saldo total
   totale jumlah sebesar senilai seharga sejumlah nominal potong dipotong potongan disunat pungut dipungut
   pungutan pungli tarik ditarik narik kas cair dicairkan pencairan cairnya transfer ditransfer setor setoran
   nilai nilainya modal pinjam pinjaman nyilih utang hutang arto arta yatra beli tuku tumbas pajak pajake denda
   retribusi tarif sewa minta dimintai diminta njaluk dijaluki kena habis entek telas sumbangan donasi infaq
   infak belanja nota kuitansi kwitansi rab karcis parkir plafon dapat dapet oleh entuk angsal nerima terima
   selisih turah ongkir @ =`,
);

/** Behind these also 2000 is a price. */
export const smallPriceWords = set(
  'iuran bayar mbayar parkir karcis tarif harga rego regane jimpitan urunan @ sebesar',
);

/** What is counted by these is no money, whatever stands before. */
export const strongCounts = set(
  `orang org wong tiyang jiwa meter mtr m m2 m3 cm mm km kg kilo gram gr ton liter ltr lt watt va volt kubik
   kubikan hektar ha kali x titik lembar eksemplar bibit pohon batang biji butir ekor sak zak umat pelanggan
   penduduk pengikut suara langkah kata karakter detik menit lele ikan polybag`,
);

/** What is counted by these is no money unless a word for money stands before it. */
export const countedWords: ReadonlySet<string> = new Set([
  ...strongCounts,
  ...set(
    `warga anak siswa murid balita lansia kk unit buah paket rumah rt rw kelurahan tahun bulan hari minggu jam
   peserta usaha wirausaha penerima pemuda alasan satu biopori lampu kartu rekening laporan panggilan`,
  ),
]);

/** Where lengths and depths are told of, an "m" is a metre. */
export const measureWords = set(
  `panjang panjange lebar lebare tinggi tinggine dalam dalamnya jero jerone tebal diameter luas luase jarak ukuran
   kedalaman meter jalan jalane dalan dalane gang saluran selokan got paving aspal pagar talud talut plengsengan
   kabel pipa pohon kali sungai gorong trotoar volume x`,
);

/** The number behind these is their name: no money. */
export const numberNames = set(
  `tahun th thn ta tahune rt rw erte erwe no nomor nomer nmr kode kodepos rek rekening norek nik kk ktp hp wa telp
   tlp telepon pasal perwali perpres permendagri tgl tanggal jam jm pukul pkl hari januari februari maret april
   mei juni juli agustus september oktober november desember id blok kav`,
);
