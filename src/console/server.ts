/** The console: one table of method, path, handler and permission, and what stands around every one of them. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createSignInLimits } from '../desk/staff/sign-in.ts';
import { serveAsset } from './assets.ts';
import { type Access, guard } from './auth.ts';
import type { ConsoleDeps, ConsoleEnv, ConsoleParts, Handler } from './console-deps.ts';
import { answerError, answerNotFound, HttpRefusal } from './errors.tsx';
import { securityHeaders } from './headers.ts';
import { createFeed } from './live.ts';
import { sendCasesCsv, showCases } from './pages/cases.tsx';
import { askCode, restartChannel, showChannels, signInAgain } from './pages/channels.tsx';
import { retryLetter, showFaults } from './pages/faults.tsx';
import { showFile } from './pages/files.ts';
import { showHealth, showMetrics } from './pages/health.ts';
import { decide, showLessons } from './pages/lessons.tsx';
import { streamChanges } from './pages/live.ts';
import { showOverview } from './pages/overview.tsx';
import { showQueue } from './pages/queue.tsx';
import { showRoom } from './pages/room.tsx';
import { changeSetting, showSettings } from './pages/settings.tsx';
import { showPassword, showSignIn, showStart, submitPassword, submitSignIn, submitSignOut } from './pages/sign-in.tsx';
import { createAccount, disableAccount, enableAccount, renewPassword, showStaff } from './pages/staff.tsx';
import { showTicket } from './pages/ticket.tsx';
import * as acts from './pages/ticket-acts.tsx';
import { showTriage } from './pages/triage.tsx';

/** Who reads tickets at all; which ones is `maySee`'s to say. */
const readers = ['tickets.work', 'tickets.read-all'] as const;

export type Route = readonly [method: 'GET' | 'POST', path: string, handler: Handler, access: Access];

/** Every page and every act of the console. `Access` in auth.ts says what each word of the last column asks. */
export const table: readonly Route[] = [
  ['GET', '/masuk', showSignIn, 'anyone'],
  ['POST', '/masuk', submitSignIn, 'anyone'],
  ['POST', '/keluar', submitSignOut, 'login'],
  ['GET', '/sandi', showPassword, 'login'],
  ['POST', '/sandi', submitPassword, 'login'],
  ['GET', '/', showStart, 'staff'],

  ['GET', '/ringkasan', showOverview, 'tickets.read-all'],
  ['GET', '/antrean', showQueue, readers],
  ['GET', '/tiket/:code', showTicket, readers],
  ['POST', '/tiket/:code/ambil', acts.claim, 'tickets.work'],
  ['POST', '/tiket/:code/lepas', acts.release, 'tickets.work'],
  ['POST', '/tiket/:code/balas', acts.reply, 'tickets.work'],
  ['POST', '/tiket/:code/selesaikan', acts.resolve, 'tickets.work'],
  ['POST', '/tiket/:code/buka-lagi', acts.reopen, 'tickets.work'],
  ['POST', '/tiket/:code/alihkan', acts.transfer, ['tickets.work', 'triage.assign']],
  ['POST', '/tiket/:code/tetapkan', acts.assign, ['triage.assign', 'tickets.work']],
  ['POST', '/tiket/:code/catatan', acts.note, readers],
  ['POST', '/tiket/:code/asli', acts.reveal, 'originals.reveal'],
  ['GET', '/berkas/:id', showFile, readers],
  ['GET', '/langsung', streamChanges, 'staff'],

  ['GET', '/triase', showTriage, 'triage.assign'],
  ['GET', '/pelajaran', showLessons, 'lessons.review'],
  ['POST', '/pelajaran/:ticket', decide, 'lessons.review'],
  ['GET', '/kasus', showCases, 'cases.read'],
  ['GET', '/kasus.csv', sendCasesCsv, 'cases.read'],
  ['GET', '/ruang', showRoom, 'staff'],
  ['GET', '/pengaturan', showSettings, 'settings.confirm'],
  ['POST', '/pengaturan/:key', changeSetting, 'settings.confirm'],
  ['GET', '/petugas', showStaff, 'staff.manage'],
  ['POST', '/petugas', createAccount, 'staff.manage'],
  ['POST', '/petugas/:id/sandi', renewPassword, 'staff.manage'],
  ['POST', '/petugas/:id/nonaktif', disableAccount, 'staff.manage'],
  ['POST', '/petugas/:id/aktif', enableAccount, 'staff.manage'],
  ['GET', '/gangguan', showFaults, 'operations.manage'],
  ['POST', '/gangguan/:id/coba-lagi', retryLetter, 'operations.manage'],
  ['GET', '/saluran', showChannels, 'operations.manage'],
  ['POST', '/saluran/sandi', signInAgain, 'operations.manage'],
  ['POST', '/saluran/:name/kode', askCode, 'operations.manage'],
  ['POST', '/saluran/:name/mulai-ulang', restartChannel, 'operations.manage'],

  ['GET', '/healthz', showHealth, 'anyone'],
  ['GET', '/metrics', showMetrics, 'anyone'],
  ['GET', '/statis/:name', serveAsset, 'anyone'],
];

/** A form of the console holds text only. */
const formBytesMax = 64 * 1024;

export type Console = {
  /** @param remote the caller's address, after TRUST_PROXY. */
  fetch(request: Request, remote: string): Promise<Response>;
  /** Ends live streams and the poll behind them. */
  stop(): void;
};

export function createConsole(deps: ConsoleDeps): Console {
  const parts: ConsoleParts = {
    ...deps,
    feed: createFeed(deps),
    limits: createSignInLimits(),
    isSecure: deps.config.publicUrl.startsWith('https:'),
  };
  const app = new Hono<ConsoleEnv>({ strict: false });
  for (const route of deps.channelRoutes)
    app.on(route.method, route.path, (context) => route.handle(context.req.raw, context.env.remote));
  app.use(securityHeaders(parts.isSecure));
  const limit = bodyLimit({
    maxSize: formBytesMax,
    onError: () => {
      throw new HttpRefusal(413);
    },
  });
  for (const [method, path, handler, access] of table) app.on(method, path, limit, guard(access, handler, parts));
  app.notFound((context) => answerNotFound(context));
  app.onError((error, context) => answerError(error, context, parts));
  return {
    fetch: async (request, remote) => await app.fetch(request, { remote }),
    stop: () => parts.feed.stop(),
  };
}
