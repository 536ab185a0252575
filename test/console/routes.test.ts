/**
 * Every route of the table, as every role, signed out, and with a wrong token. A route without an expectation fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, table } from '../../src/console/server.ts';
import { transact } from '../../src/db/transact.ts';
import { addDeadLetter } from '../../src/desk/reports/dead-letters.ts';
import { claimTicket, replyToTicket, resolveTicket } from '../../src/desk/tickets/ticket-actions.ts';
import { file } from './support/tickets.ts';
import { type Visitor, visit } from './support/visitor.ts';
import { hire, openWorld, type World } from './support/world.ts';

type Role = 'admin' | 'koordinator' | 'ruang' | 'dpkp';
const roles: readonly Role[] = ['admin', 'koordinator', 'ruang', 'dpkp'];
const everybody = roles;
const readers: readonly Role[] = ['admin', 'koordinator', 'dpkp'];

type Call = { path: string; fields?: Record<string, string> };
type Expectation = {
  /** Nobody needs to sign in for it. */
  open?: true;
  admits: readonly Role[];
  /** What an admitted one gets. Where roles differ, by role. */
  gives: number | Partial<Record<Role, number>>;
  /** Also for somebody who must change the password first. */
  beforePassword?: true;
  call?(world: World): Promise<Call>;
};

const ticketCall =
  (act: string, fields: Record<string, string> = {}, prepare?: (world: World, ticket: Filed) => Promise<unknown>) =>
  async (world: World): Promise<Call> => {
    const ticket = await file(world, { from: world.deps.ids.next(), text: 'lampu gang mati' });
    await prepare?.(world, ticket);
    const path = act ? `/tiket/${ticket.code}/${act}` : `/tiket/${ticket.code}`;
    return { path, fields: { ...fields, versi: String((await versionOf(world, ticket)) ?? 0) } };
  };

type Filed = Awaited<ReturnType<typeof file>>;
const by = (world: World) => world.staff.get('dpkp')!;

const expectations: Record<string, Expectation> = {
  'GET /masuk': { open: true, admits: everybody, gives: 303 },
  'POST /masuk': {
    open: true,
    admits: [],
    gives: 403,
  },
  'POST /keluar': { admits: everybody, gives: 303, beforePassword: true },
  'GET /sandi': { admits: everybody, gives: 200, beforePassword: true },
  'POST /sandi': { admits: everybody, gives: 422, beforePassword: true },
  'GET /': { admits: everybody, gives: 303 },
  'GET /ringkasan': { admits: ['admin', 'koordinator'], gives: 200 },
  'GET /antrean': { admits: readers, gives: 200 },
  'GET /tiket/:code': { admits: readers, gives: 200, call: ticketCall('') },
  'POST /tiket/:code/ambil': { admits: ['dpkp'], gives: 303, call: ticketCall('ambil') },
  'POST /tiket/:code/lepas': {
    admits: ['dpkp'],
    gives: 303,
    call: ticketCall('lepas', {}, (world, ticket) =>
      transact(world.db, (trx) => claimTicket(trx, { ticketId: ticket.id, staff: by(world) }, world.deps)),
    ),
  },
  'POST /tiket/:code/balas': { admits: ['dpkp'], gives: 303, call: ticketCall('balas', { teks: 'Baik, Bapak.' }) },
  'POST /tiket/:code/selesaikan': {
    admits: ['dpkp'],
    gives: 303,
    call: ticketCall('selesaikan', { teks: 'Lampu sudah diganti.' }, (world, ticket) =>
      transact(world.db, (trx) =>
        replyToTicket(
          trx,
          { ticketId: ticket.id, staff: by(world), text: 'Kami cek.', draftVersion: ticket.version },
          world.deps,
        ),
      ),
    ),
  },
  'POST /tiket/:code/buka-lagi': {
    admits: ['dpkp'],
    gives: 303,
    call: ticketCall('buka-lagi', {}, (world, ticket) =>
      transact(world.db, (trx) =>
        resolveTicket(
          trx,
          { ticketId: ticket.id, staff: by(world), summary: 'Sudah.', draftVersion: ticket.version },
          world.deps,
        ),
      ),
    ),
  },
  'POST /tiket/:code/alihkan': {
    admits: ['dpkp', 'koordinator'],
    gives: 303,
    call: ticketCall('alihkan', { ke: 'dpupr', alasan: 'Jalan kota.' }),
  },
  'POST /tiket/:code/tetapkan': {
    admits: ['dpkp', 'koordinator'],
    gives: { koordinator: 303, dpkp: 404 },
    call: async (world) => {
      const ticket = await file(world, { from: world.deps.ids.next(), text: 'yang kemarin', department: null });
      return { path: `/tiket/${ticket.code}/tetapkan`, fields: { ke: 'dpupr' } };
    },
  },
  'POST /tiket/:code/catatan': { admits: readers, gives: 303, call: ticketCall('catatan', { teks: 'Cek daftar.' }) },
  'POST /tiket/:code/asli': {
    admits: ['dpkp'],
    gives: 200,
    call: async (world) => {
      const text = { text: 'NIK saya [NIK]', original: 'NIK saya 0000000000000000' };
      const ticket = await file(world, { from: world.deps.ids.next(), ...text });
      return { path: `/tiket/${ticket.code}/asli`, fields: { pesan: ticket.messageId, alasan: 'contact' } };
    },
  },
  'GET /berkas/:id': { admits: readers, gives: 404, call: async () => ({ path: '/berkas/tidak-ada' }) },
  'GET /langsung': { admits: everybody, gives: 200 },
  'GET /triase': { admits: ['koordinator'], gives: 200 },
  'GET /kasus': { admits: ['admin', 'koordinator'], gives: 200 },
  'GET /kasus.csv': { admits: ['admin', 'koordinator'], gives: 200 },
  'GET /ruang': { admits: everybody, gives: 200 },
  'GET /pengaturan': { admits: ['koordinator'], gives: 200 },
  'POST /pengaturan/:key': {
    admits: ['koordinator'],
    gives: 303,
    call: async () => ({ path: '/pengaturan/clinic', fields: { pasti: 'ya' } }),
  },
  'GET /petugas': { admits: ['admin'], gives: 200 },
  'POST /petugas': {
    admits: ['admin'],
    gives: 200,
    call: async (world) => {
      const pengguna = `u${world.deps.ids.next()}`;
      return { path: '/petugas', fields: { nama: 'Bu Khayal', pengguna, peran: 'front_desk' } };
    },
  },
  'POST /petugas/:id/sandi': { admits: ['admin'], gives: 200, call: accountCall('sandi') },
  'POST /petugas/:id/nonaktif': { admits: ['admin'], gives: 303, call: accountCall('nonaktif') },
  'POST /petugas/:id/aktif': { admits: ['admin'], gives: 303, call: accountCall('aktif') },
  'GET /gangguan': { admits: ['admin'], gives: 200 },
  'POST /gangguan/:id/coba-lagi': {
    admits: ['admin'],
    gives: 303,
    call: async (world) => {
      const ref = world.deps.ids.next<string>();
      const letter = { kind: 'delivery', ref, error: 'unreachable', attempts: 5 } as const;
      await transact(world.db, (trx) => addDeadLetter(trx, letter, world.deps));
      const { id } = await world.db
        .selectFrom('dead_letter')
        .select('id')
        .where('ref', '=', ref)
        .executeTakeFirstOrThrow();
      return { path: `/gangguan/${id}/coba-lagi` };
    },
  },
  'GET /healthz': { open: true, admits: everybody, gives: 200 },
  'GET /metrics': { open: true, admits: everybody, gives: 404 },
  'GET /statis/:name': {
    open: true,
    admits: everybody,
    gives: 200,
    call: async () => ({ path: '/statis/konsol.css' }),
  },
};

describe('routes', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    const novice = { username: 'baru', name: 'Pak Baru', role: 'consultant', department: 'dpkp' } as const;
    world.staff.set('baru', await hire(world.deps, novice));
    const mustChange = { must_change_password: 1 } as const;
    await world.db.updateTable('staff').set(mustChange).where('username', '=', 'baru').execute();
  });
  afterAll(() => world.close());

  test('each route has an expectation, and each expectation a route', () => {
    expect(Object.keys(expectations).sort()).toEqual(table.map(nameOf).sort());
  });

  describe.each(table.map((route) => [nameOf(route), route] as const))('%s', (name, [method]) => {
    const expectation = expectations[name];
    const call = async (visitor: Visitor, headers?: Record<string, string>, token?: string) => {
      const { path, fields } = (await expectation?.call?.(world)) ?? { path: name.split(' ')[1] ?? '' };
      if (method === 'GET') return await visitor.get(path, headers);
      return await visitor.post(path, token === undefined ? fields : { ...fields, _csrf: token }, headers);
    };

    test.each(roles)('as %s', async (role) => {
      const answer = await call(await visit(world, role));
      const isAdmitted = expectation?.admits.includes(role);
      const given = typeof expectation?.gives === 'number' ? expectation.gives : expectation?.gives[role];
      expect(answer.status).toBe(isAdmitted ? given : 403);
      if (answer.status >= 400) expectKindWords(answer.text);
      if (answer.headers.get('Content-Type')?.startsWith('text/html')) expectNothingInline(answer.text);
    });

    test('signed out', async () => {
      const answer = await call(await visit(world));
      if (expectation?.open) return expect([200, 403, 404]).toContain(answer.status);
      expect(answer.status).toBe(303);
      expect(answer.location).toMatch(/^\/masuk/);
    });

    test('with a password that must be changed first', async () => {
      const answer = await call(await visit(world, 'baru'));
      if (expectation?.open || expectation?.beforePassword) return expect(answer.location).not.toBe('/sandi');
      expect([answer.status, answer.location]).toEqual([303, '/sandi']);
    });

    test.runIf(method === 'POST')('with a wrong token, or from elsewhere', async () => {
      const role = expectation?.admits[0] ?? 'dpkp';
      const visitor = await visit(world, role);
      for (const token of ['', 'salah', `${visitor.csrf}x`])
        expect((await call(visitor, {}, token)).status, `token "${token}"`).toBe(403);
      expect((await call(visitor, { Origin: 'https://jahat.example' })).status).toBe(403);
      expect((await call(visitor, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    });
  });
});

function nameOf([method, path]: Route): string {
  return `${method} ${path}`;
}

function accountCall(act: string) {
  return async (world: World): Promise<Call> => {
    const person = { username: `p${world.deps.ids.next()}`, name: 'Bu Rekaan', role: 'front_desk' } as const;
    const { id } = await hire(world.deps, person);
    return { path: `/petugas/${id}/${act}` };
  };
}

async function versionOf(world: World, ticket: Filed): Promise<number | undefined> {
  const row = await world.db.selectFrom('ticket').select('version').where('id', '=', ticket.id).executeTakeFirst();
  return row?.version;
}

/** A way onward, and nothing of the machine's insides. */
function expectKindWords(text: string): void {
  expect(text).toContain('lang="id"');
  expect(text).toMatch(/href="\/|action="\//);
  expect(text).not.toMatch(/node_modules|at async|\.tsx?:\d|DomainError|Conflict|Not Found|Forbidden|undefined/);
}

/** What the content policy would refuse. */
function expectNothingInline(text: string): void {
  expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+="|<script(?![^>]*\ssrc=)|javascript:/i);
  expect(text).not.toContain('undefined');
  expect(text).not.toContain('[object');
}
