/**
 * Every route of the table, as every role, signed out, before the first password, and with a wrong token; those that
 * lead to a ticket also where it is confidential. A route without an expectation fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, table } from '../../src/console/server.ts';
import { type Expectation, expectations, roles } from './support/expectations.ts';
import { type Answer, type Visitor, visit } from './support/visitor.ts';
import { hire, openWorld, type World } from './support/world.ts';

const leadsToTicket = ([, path]: Route) => path.startsWith('/tiket/') || path.startsWith('/berkas/');

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

  test('each route that leads to a ticket says what of a confidential one', () => {
    const silent = table.filter(leadsToTicket).filter((route) => !expectations[nameOf(route)]?.givesOfSecret);
    expect(silent.map(nameOf)).toEqual([]);
  });

  describe.each(named(table))('%s', (name, route) => {
    test.each(roles)('as %s', async (role) => {
      const answer = await ask(await visit(world, role), route);
      expect(answer.status).toBe(expectationOf(name).gives[role] ?? 403);
      expectWellMade(answer);
    });

    test('signed out', async () => {
      const { signedOut } = expectationOf(name);
      const answer = await ask(await visit(world), route);
      expect(answer.status).toBe(signedOut ?? 303);
      if (signedOut === undefined) expect(answer.location).toMatch(/^\/masuk/);
      expectWellMade(answer);
    });

    test('with a password that must be changed first', async () => {
      const { signedOut, beforePassword } = expectationOf(name);
      const answer = await ask(await visit(world, 'baru'), route);
      if (signedOut !== undefined || beforePassword) expect(answer.location).not.toBe('/sandi');
      else expect([answer.status, answer.location]).toEqual([303, '/sandi']);
    });
  });

  describe.each(named(table.filter(leadsToTicket)))('%s of a confidential ticket', (name, route) => {
    test.each(roles)('as %s', async (role) => {
      const answer = await ask(await visit(world, role), route, { isSecret: true });
      expect(answer.status).toBe(expectationOf(name).givesOfSecret?.[role] ?? 403);
      expectWellMade(answer);
    });
  });

  test.each(named(table.filter(([method]) => method === 'POST')))(
    '%s with a wrong token, or from elsewhere',
    async (name, route) => {
      const admitted = roles.find((role) => (expectationOf(name).gives[role] ?? 403) < 400) ?? 'admin';
      const visitor = await visit(world, admitted);
      const other = await visit(world, 'dpkp');
      for (const token of ['', 'salah', `${visitor.csrf}x`, other.csrf])
        expect((await ask(visitor, route, { token })).status, `token "${token}"`).toBe(403);
      expect((await ask(visitor, route, { headers: { Origin: 'https://jahat.example' } })).status).toBe(403);
      expect((await ask(visitor, route, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403);
    },
  );

  type Asking = { isSecret?: boolean; token?: string; headers?: Record<string, string> };

  async function ask(visitor: Visitor, route: Route, { isSecret = false, token, headers }: Asking = {}) {
    const [method, path] = route;
    const call = (await expectationOf(nameOf(route)).call?.(world, isSecret)) ?? { path };
    if (method === 'GET') return await visitor.get(call.path, headers);
    return await visitor.post(call.path, { ...call.fields, ...(token === undefined ? {} : { _csrf: token }) }, headers);
  }
});

function named(routes: readonly Route[]) {
  return routes.map((route) => [nameOf(route), route] as const);
}

function expectationOf(name: string): Expectation {
  return expectations[name] ?? { gives: {} };
}

function nameOf([method, path]: Route): string {
  return `${method} ${path}`;
}

/** Refusals speak kindly and lead onward; no page holds what the content policy would refuse. */
function expectWellMade({ status, headers, text }: Answer): void {
  if (!headers.get('Content-Type')?.startsWith('text/html')) return;
  expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+="|<script(?![^>]*\ssrc=)|javascript:/i);
  expect(text).not.toMatch(/undefined|\[object|node_modules|at async|\.tsx?:\d|DomainError|Conflict/);
  if (status < 400) return;
  expect(text).toContain('lang="id"');
  expect(text).toMatch(/href="\/|action="\//);
  expect(text).not.toMatch(/Not Found|Forbidden/);
}
