/** What each route of the console gives to each role: on tickets of DPKP, and on a confidential one of Inspektorat. */
import { transact } from '../../../src/db/transact.ts';
import { addDeadLetter } from '../../../src/desk/reports/dead-letters.ts';
import { claimTicket, resolveTicket } from '../../../src/desk/tickets/ticket-actions.ts';
import { arrive, type Filing, file } from './tickets.ts';
import { hire, type World } from './world.ts';

/** Two consultants beside the owner's: of another department, and of the one that reads confidential tickets. */
export type Role = 'admin' | 'koordinator' | 'ruang' | 'dpkp' | 'pbj' | 'inspektorat';
export const roles: readonly Role[] = ['admin', 'koordinator', 'ruang', 'dpkp', 'pbj', 'inspektorat'];

export type Call = { path: string; fields?: Record<string, string> };
/** Statuses by role; who is not named is refused with 403. */
export type Gives = Partial<Record<Role, number>>;

export type Expectation = {
  gives: Gives;
  /** The same where the ticket is confidential: asked of every route that leads to a ticket or a file. */
  givesOfSecret?: Gives;
  /** Nobody needs to sign in: what they get. */
  signedOut?: number;
  /** Also for somebody who must change the password first. */
  beforePassword?: true;
  /** How to ask, where the path holds a name or the act needs fields. */
  call?(world: World, isSecret: boolean): Promise<Call>;
};

const everybody = (status: number): Gives => Object.fromEntries(roles.map((role) => [role, status]));
const administrators = (status: number): Gives => ({ admin: status });
const coordinators = (status: number): Gives => ({ koordinator: status });
const steering = (status: number): Gives => ({ admin: status, koordinator: status });
/** Those of the department, while its other consultants' tickets are not there for anybody else. */
const workers = (status: number): Gives => ({ dpkp: status, pbj: 404, inspektorat: 404 });
const readers = (status: number): Gives => ({ ...steering(status), ...workers(status) });
const secretWorkers = (status: number): Gives => ({ dpkp: 404, pbj: 404, inspektorat: status });
const secretReaders = (status: number): Gives => ({ ...steering(404), ...secretWorkers(status) });

type Filed = Awaited<ReturnType<typeof file>>;
type Prepare = (world: World, ticket: Filed) => Promise<unknown>;

/** A fresh ticket, and an act on it with the version that a form would hold. */
function onTicket(
  act: string,
  fields: Record<string, string> = {},
  { filing = {} as Partial<Filing>, prepare = no } = {},
) {
  return async (world: World, isSecret: boolean): Promise<Call> => {
    const ticket = await fileOne(world, isSecret, filing);
    await prepare(world, ticket);
    const row = await world.db.selectFrom('ticket').select('version').where('id', '=', ticket.id).executeTakeFirst();
    const path = act ? `/tiket/${ticket.code}/${act}` : `/tiket/${ticket.code}`;
    return { path, fields: { pesan: ticket.messageId, versi: String(row?.version), ...fields } };
  };
}

const no: Prepare = async () => undefined;

async function fileOne(world: World, isSecret: boolean, filing: Partial<Filing> = {}): Promise<Filed> {
  const whose = isSecret ? ({ department: 'inspektorat', confidential: true } as const) : {};
  return await file(world, { from: world.deps.ids.next(), text: 'lampu gang mati', ...filing, ...whose });
}

const worker = (world: World, ticket: Filed) => world.staff.get(ticket.department ?? '')!;

const taken: Prepare = (world, ticket) =>
  transact(world.db, (trx) => claimTicket(trx, { ticketId: ticket.id, staff: worker(world, ticket) }, world.deps));

const settled: Prepare = (world, ticket) => {
  const act = { ticketId: ticket.id, staff: worker(world, ticket), summary: 'Sudah.', draftVersion: ticket.version };
  return transact(world.db, (trx) => resolveTicket(trx, act, world.deps));
};

export const expectations: Record<string, Expectation> = {
  'GET /masuk': { gives: everybody(303), signedOut: 200 },
  'POST /masuk': { gives: everybody(403), signedOut: 403 },
  'POST /keluar': { gives: everybody(303), beforePassword: true },
  'GET /sandi': { gives: everybody(200), beforePassword: true },
  'POST /sandi': { gives: everybody(422), beforePassword: true },
  'GET /': { gives: everybody(303) },

  'GET /ringkasan': { gives: steering(200) },
  'GET /antrean': { gives: { ...steering(200), dpkp: 200, pbj: 200, inspektorat: 200 } },
  'GET /tiket/:code': { gives: readers(200), givesOfSecret: secretReaders(200), call: onTicket('') },
  'POST /tiket/:code/ambil': { gives: workers(303), givesOfSecret: secretWorkers(303), call: onTicket('ambil') },
  'POST /tiket/:code/lepas': {
    gives: workers(303),
    givesOfSecret: secretWorkers(303),
    call: onTicket('lepas', {}, { prepare: taken }),
  },
  'POST /tiket/:code/balas': {
    gives: workers(303),
    givesOfSecret: secretWorkers(303),
    call: onTicket('balas', { teks: 'Baik, Bapak.' }),
  },
  'POST /tiket/:code/selesaikan': {
    gives: workers(303),
    givesOfSecret: secretWorkers(303),
    call: onTicket('selesaikan', { teks: 'Lampu sudah diganti.' }),
  },
  'POST /tiket/:code/buka-lagi': {
    gives: workers(303),
    givesOfSecret: secretWorkers(303),
    call: onTicket('buka-lagi', {}, { prepare: settled }),
  },
  'POST /tiket/:code/alihkan': {
    gives: { ...workers(303), koordinator: 303 },
    givesOfSecret: { ...secretWorkers(303), koordinator: 404 },
    call: async (world, isSecret) => {
      const openedUp: Record<string, string> = isSecret ? { rahasia: 'tidak' } : {};
      return await onTicket('alihkan', { ke: 'dpupr', alasan: 'Jalan kota.', ...openedUp })(world, isSecret);
    },
  },
  'POST /tiket/:code/tetapkan': {
    // What waits to be given out is no department's yet; what Inspektorat sorts is nobody else's.
    gives: { koordinator: 303, dpkp: 404, pbj: 404, inspektorat: 404 },
    givesOfSecret: { ...secretWorkers(303), koordinator: 404 },
    call: async (world, isSecret) => {
      const fields: Record<string, string> = isSecret ? { ke: 'dpupr', rahasia: 'tidak' } : { ke: 'dpupr' };
      const filing = isSecret ? { unsure: true } : { department: null };
      return await onTicket('tetapkan', fields, { filing })(world, isSecret);
    },
  },
  'POST /tiket/:code/catatan': {
    gives: readers(303),
    givesOfSecret: secretReaders(303),
    call: onTicket('catatan', { teks: 'Cek daftar.' }),
  },
  'POST /tiket/:code/asli': {
    gives: workers(200),
    givesOfSecret: secretWorkers(200),
    call: onTicket(
      'asli',
      { alasan: 'contact' },
      { filing: { text: 'NIK saya [NIK]', original: 'NIK saya 0000000000000000' } },
    ),
  },
  'GET /berkas/:id': {
    gives: readers(200),
    givesOfSecret: secretReaders(200),
    call: async (world, isSecret) => {
      const { files } = await fileOne(world, isSecret, { attachments: ['photo'] });
      await arrive(world, files[0]!);
      return { path: `/berkas/${files[0]}` };
    },
  },
  'GET /langsung': { gives: everybody(200) },

  'GET /triase': { gives: coordinators(200) },
  'GET /pelajaran': { gives: coordinators(200) },
  'POST /pelajaran/:ticket': {
    gives: coordinators(303),
    call: async (world) => {
      const ticket = await fileOne(world, false);
      return { path: `/pelajaran/${ticket.id}`, fields: { putusan: 'lewati' } };
    },
  },
  'GET /kasus': { gives: steering(200) },
  'GET /kasus.csv': { gives: steering(200) },
  'GET /ruang': { gives: everybody(200) },
  'GET /pengaturan': { gives: coordinators(200) },
  'POST /pengaturan/:key': {
    gives: coordinators(303),
    call: async () => ({ path: '/pengaturan/clinic', fields: { pasti: 'ya' } }),
  },
  'GET /petugas': { gives: administrators(200) },
  'POST /petugas': {
    gives: administrators(200),
    call: async (world) => {
      const pengguna = `u${world.deps.ids.next()}`;
      return { path: '/petugas', fields: { nama: 'Bu Khayal', pengguna, peran: 'front_desk' } };
    },
  },
  'POST /petugas/:id/sandi': { gives: administrators(200), call: onAccount('sandi') },
  'POST /petugas/:id/nonaktif': { gives: administrators(303), call: onAccount('nonaktif') },
  'POST /petugas/:id/aktif': { gives: administrators(303), call: onAccount('aktif') },
  'GET /gangguan': { gives: administrators(200) },
  'POST /gangguan/:id/coba-lagi': {
    gives: administrators(303),
    call: async (world) => {
      const ref = world.deps.ids.next<string>();
      const letter = { kind: 'delivery', ref, error: 'unreachable', attempts: 5 } as const;
      await transact(world.db, (trx) => addDeadLetter(trx, letter, world.deps));
      const letters = world.db.selectFrom('dead_letter').select('id').where('ref', '=', ref);
      return { path: `/gangguan/${(await letters.executeTakeFirstOrThrow()).id}/coba-lagi` };
    },
  },
  'GET /saluran': { gives: administrators(200) },
  'POST /saluran/sandi': { gives: administrators(422) },
  // Of Telegram nothing is linked.
  'POST /saluran/:name/kode': { gives: administrators(404), call: async () => ({ path: '/saluran/telegram/kode' }) },
  'POST /saluran/:name/mulai-ulang': {
    gives: administrators(404),
    call: async () => ({ path: '/saluran/telegram/mulai-ulang' }),
  },

  'GET /healthz': { gives: everybody(200), signedOut: 200 },
  // The caller of these tests is not on this machine.
  'GET /metrics': { gives: everybody(404), signedOut: 404 },
  'GET /statis/:name': { gives: everybody(200), signedOut: 200, call: async () => ({ path: '/statis/konsol.css' }) },
};

function onAccount(act: string) {
  return async (world: World): Promise<Call> => {
    const person = { username: `p${world.deps.ids.next()}`, name: 'Bu Rekaan', role: 'front_desk' } as const;
    const { id } = await hire(world.deps, person);
    return { path: `/petugas/${id}/${act}` };
  };
}
