/** The log of cases for Bagian Pemerintahan, the figures of its period, and the log as a file for a spreadsheet. */
import { casePageRows, readCaseLog } from '../../desk/reports/case-log.ts';
import { caseLogCsv } from '../../desk/reports/case-log-csv.ts';
import { confidentialByMonth, type Period, readFigures } from '../../desk/reports/figures.ts';
import { addDays, dayOf } from '../../lib/wib.ts';
import { caseColumns } from '../case-columns.ts';
import { type CasePart, caseQuery, readCaseFilter } from '../case-filter.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { render } from '../render.ts';
import { CaseForm, CaseTabs, PeriodChips, StateChips } from '../views/case-filters.tsx';
import { CaseTable } from '../views/case-table.tsx';
import { FiguresView } from '../views/figures.tsx';
import { Icon } from '../views/icon.tsx';
import { PageHead } from '../views/parts.tsx';

/** Figures speak of the last days where no period is asked for. */
const usualDays = 30;

/** GET /kasus */
export async function showCases(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const query = new URL(context.req.url).searchParams;
  const filter = readCaseFilter(query, parts.reference);
  const part: CasePart = query.get('bagian') === 'angka' ? 'angka' : 'daftar';
  const asked = { filter, part, now: parts.clock.now() };
  const body = (
    <div class="page wide">
      <PageHead
        title="Kasus"
        aside={
          <a class="button" href={`/kasus.csv${caseQuery(filter)}`} download>
            <Icon name="download" />
            Unduh CSV
          </a>
        }
      >
        Semua tiket yang tidak rahasia, dari yang terbaru.
      </PageHead>
      <CaseTabs {...asked} />
      <PeriodChips {...asked} />
      {part === 'angka' ? await figuresPart(context, parts, asked) : await logPart(context, parts, asked)}
    </div>
  );
  return await render(context, parts, { title: 'Kasus', body });
}

type Asked = { filter: ReturnType<typeof readCaseFilter>; now: number };

async function logPart(context: ConsoleContext, parts: ConsoleParts, { filter, now }: Asked) {
  const page = Number(context.req.query('hal'));
  const at = { page: Number.isInteger(page) ? page : 1, now };
  const log = await readCaseLog(parts.db, context.get('login').staff, filter, at);
  const shared = { filter, reference: parts.reference };
  return (
    <>
      <StateChips filter={filter} />
      <CaseForm {...shared} />
      <CaseTable {...shared} log={log} now={now} pageRows={casePageRows} />
    </>
  );
}

async function figuresPart(context: ConsoleContext, parts: ConsoleParts, { filter, now }: Asked) {
  const to = filter.to ?? dayOf(now);
  const period: Period = { from: filter.from ?? addDays(to, 1 - usualDays), to };
  const departments = [...parts.reference.departments.keys()];
  const tools = { now, calendar: parts.reference.calendar, departments };
  const figures = await readFigures(parts.db, context.get('login').staff, period, tools);
  const confidential = await confidentialByMonth(parts.db, period);
  return <FiguresView figures={figures} confidential={confidential} reference={parts.reference} />;
}

/** GET /kasus.csv: in pieces, however long it is. */
export function sendCasesCsv(context: ConsoleContext, parts: ConsoleParts): Response {
  const { staff } = context.get('login');
  const now = parts.clock.now();
  const filter = readCaseFilter(new URL(context.req.url).searchParams, parts.reference);
  const columns = caseColumns(parts.reference);
  const pieces = caseLogCsv(parts.db, staff, filter, { now, columns })[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName(filter, now)}"`,
    },
  });
}

/** Says what is in it: two months in one folder are told apart. */
function fileName({ from, to }: Asked['filter'], now: number): string {
  return `kasus-klinik-${from === undefined ? '' : `${from}-`}${to ?? dayOf(now)}.csv`;
}
