/** The log of cases for Bagian Pemerintahan, and the same as a file for a spreadsheet. */
import { casePageRows, readCaseLog } from '../../desk/reports/case-log.ts';
import { caseLogCsv } from '../../desk/reports/case-log-csv.ts';
import { confidentialByMonth, type Period, readFigures } from '../../desk/reports/figures.ts';
import { addDays, dayOf } from '../../lib/wib.ts';
import { caseQuery, readCaseFilter } from '../case-filter.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { render } from '../render.ts';
import { CaseForm, CaseTable, QuickFilters } from '../views/case-table.tsx';
import { FiguresView } from '../views/figures.tsx';
import { Icon } from '../views/icon.tsx';
import { PageHead } from '../views/parts.tsx';

/** Figures speak of the last days where no period is asked for. */
const usualDays = 30;

/** GET /kasus */
export async function showCases(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staff } = context.get('login');
  const now = parts.clock.now();
  const query = new URL(context.req.url).searchParams;
  const filter = readCaseFilter(query, parts.reference);
  const asked = Number(query.get('hal'));
  const log = await readCaseLog(parts.db, staff, filter, { page: Number.isInteger(asked) ? asked : 1, now });
  const period: Period = {
    from: filter.from ?? addDays(filter.to ?? dayOf(now), 1 - usualDays),
    to: filter.to ?? dayOf(now),
  };
  const departments = [...parts.reference.departments.keys()];
  const tools = { now, calendar: parts.reference.calendar, departments };
  const figures = await readFigures(parts.db, staff, period, tools);
  const confidential = await confidentialByMonth(parts.db, period);
  const body = (
    <div class="page">
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
      <FiguresView figures={figures} confidential={confidential} reference={parts.reference} />
      <QuickFilters filter={filter} />
      <CaseForm filter={filter} reference={parts.reference} />
      <CaseTable log={log} filter={filter} reference={parts.reference} now={now} pageRows={casePageRows} />
    </div>
  );
  return await render(context, parts, { title: 'Kasus', body });
}

/** GET /kasus.csv: in pieces, however long it is. */
export function sendCasesCsv(context: ConsoleContext, parts: ConsoleParts): Response {
  const { staff } = context.get('login');
  const now = parts.clock.now();
  const filter = readCaseFilter(new URL(context.req.url).searchParams, parts.reference);
  const pieces = caseLogCsv(parts.db, staff, filter, { now, reference: parts.reference })[Symbol.asyncIterator]();
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
      'Content-Disposition': `attachment; filename="kasus-klinik-${dayOf(now)}.csv"`,
    },
  });
}
