/**
 * Refusals, races and bugs, turned into pages in Indonesian with a way onward. Nothing of the machine's insides is
 * shown.
 */
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Conflict, DomainError } from '../lib/errors.ts';
import type { ConsoleContext, ConsoleParts } from './console-deps.ts';
import { refusalWords } from './refusal-words.ts';
import { Brand, barePage } from './views/layout.tsx';

/** The request is refused with this status; `code` picks better words than the status alone. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal';
  constructor(
    readonly status: 401 | 403 | 404 | 409 | 413 | 429,
    readonly code?: string,
  ) {
    super(`${status} ${code ?? ''}`);
  }
}

type Fault = { status: ContentfulStatusCode; title: string; text: string };

const faults: Record<number, Omit<Fault, 'status'>> = {
  403: {
    title: 'Halaman ini bukan untuk peran Anda',
    text: 'Akun Anda tidak memiliki izin untuk halaman atau tindakan ini. Bila seharusnya boleh, hubungi administrator.',
  },
  404: {
    title: 'Tidak ditemukan',
    text: 'Halaman, tiket, atau berkas ini tidak ada, sudah berpindah, atau bukan milik perangkat daerah Anda.',
  },
  409: {
    title: 'Keadaannya sudah berubah',
    text: 'Orang lain lebih dahulu mengubahnya. Kembali, lihat keadaan terbaru, lalu ulangi bila masih perlu.',
  },
  413: {
    title: 'Isian terlalu besar',
    text: 'Yang dikirim melebihi batas. Persingkat isian, lalu coba lagi.',
  },
  429: {
    title: 'Terlalu sering mencoba',
    text: 'Tunggu beberapa menit sebelum mencoba lagi.',
  },
  500: {
    title: 'Ada yang rusak di sisi kami',
    text: 'Kejadian ini sudah dicatat. Coba lagi sebentar lagi; bila tetap terjadi, hubungi administrator.',
  },
};

/** Forms that are not taken get words of their own. */
const formFaults: Record<string, Omit<Fault, 'status'>> = {
  'form-old': {
    title: 'Formulir sudah kedaluwarsa',
    text: 'Halaman dibuka terlalu lama atau Anda sempat keluar. Kembali, muat ulang halamannya, lalu kirim lagi.',
  },
  'form-foreign': {
    title: 'Formulir datang dari tempat lain',
    text: 'Demi keamanan, isian hanya diterima dari halaman Klinik sendiri. Buka halamannya langsung, lalu coba lagi.',
  },
};

/** Answers whatever a handler threw. Bugs are logged with their path and never with the form's content. */
export async function answerError(error: Error, context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const fault = faultOf(error);
  if (fault.status === 500) {
    const facts = { path: context.req.routePath, method: context.req.method, error: error.message, stack: error.stack };
    parts.log.error(facts, 'a page failed');
  }
  return await errorPage(context, fault);
}

/** GET of something that is not there. */
export async function answerNotFound(context: ConsoleContext): Promise<Response> {
  return await errorPage(context, { status: 404, ...faults[404]! });
}

function faultOf(error: Error): Fault {
  if (error instanceof HttpRefusal) {
    const words = (error.code && formFaults[error.code]) || faults[error.status] || faults[500]!;
    return { status: error.status, ...words };
  }
  if (error instanceof Conflict) return { status: 409, ...faults[409]! };
  if (error instanceof DomainError) return domainFault(error);
  if (error instanceof HTTPException && faults[error.status]) return { status: error.status, ...faults[error.status]! };
  return { status: 500, ...faults[500]! };
}

function domainFault(error: DomainError): Fault {
  if (error.code.endsWith('-unknown') || error.code === 'file-not-here')
    return { status: 404, ...faults[404]!, text: refusalWords(error) };
  if (error.code === 'not-allowed') return { status: 403, ...faults[403]! };
  if (error.code === 'sign-in-limited') return { status: 429, ...faults[429]!, text: refusalWords(error) };
  return { status: 409, title: 'Tidak dapat dilakukan', text: refusalWords(error) };
}

async function errorPage(context: ConsoleContext, fault: Fault): Promise<Response> {
  const back = context.req.method === 'POST' ? refererPath(context) : null;
  const body = (
    <main class="empty fault-page" id="isi">
      <Brand />
      <h1>{fault.title}</h1>
      <p>{fault.text}</p>
      <div class="actions">
        {back && (
          <a class="button primary" href={back}>
            Kembali ke halaman tadi
          </a>
        )}
        <a class={back ? 'button' : 'button primary'} href="/">
          Ke halaman awal
        </a>
      </div>
    </main>
  );
  return context.html(await barePage(fault.title, body), fault.status);
}

function refererPath(context: ConsoleContext): string | null {
  const referer = context.req.header('Referer');
  if (!referer || !URL.canParse(referer)) return null;
  const { pathname, search } = new URL(referer);
  return pathname.startsWith('//') ? null : pathname + search;
}
