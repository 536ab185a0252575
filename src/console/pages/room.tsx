/** Ruang Kilisuci: when the clinic meets next. Seats and check-in come later, and the page says so. */
import { nextClinicDays } from '../../desk/reference/clinic-plan.ts';
import { mayNameClinicDays, readSettings } from '../../desk/reference/settings.ts';
import { dayOf, longDay } from '../../lib/wib.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { render } from '../render.ts';
import { Icon } from '../views/icon.tsx';
import { Empty, Notice, PageHead, Tag } from '../views/parts.tsx';

const daysShown = 4;

/** GET /ruang */
export async function showRoom(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { clinic } = parts.reference;
  const now = parts.clock.now();
  const days = nextClinicDays(clinic, now, daysShown);
  const isNamed = mayNameClinicDays(await readSettings(parts.db), parts.reference);
  const hours = `${clinic.hours.from.replace(':', '.')}–${clinic.hours.to.replace(':', '.')}`;
  const body = (
    <div class="page narrow">
      <PageHead title={clinic.room}>{clinic.where.replace(`${clinic.room}, `, '')}</PageHead>
      {!isNamed && (
        <Notice tone="kunir">
          Tanggalnya belum dipastikan koordinator, jadi warga belum diberi tahu. Perlakukan sebagai rencana.
        </Notice>
      )}
      {days.length === 0 ? (
        <Empty title="Belum ada hari Klinik yang direncanakan">
          <p>Tanggal ditetapkan oleh Bagian Pemerintahan.</p>
        </Empty>
      ) : (
        <ol class="card rows">
          {days.map((day, index) => (
            <li>
              <Icon name="calendar" />
              <div>
                <b>{longDay(day.date)}</b>{' '}
                {day.date === dayOf(now) ? (
                  <Tag tone="kunir">Hari ini</Tag>
                ) : (
                  index === 0 && <Tag tone="teal">Berikutnya</Tag>
                )}
                <span class="small quiet block">{`Pukul ${hours} WIB, ${day.times.length} giliran di tiap meja`}</span>
              </div>
            </li>
          ))}
        </ol>
      )}
      <p class="quiet room-foot">
        Daftar tamu, panggilan meja, dan kehadiran belum ada di halaman ini. Untuk sementara, catat seperti biasa;
        permintaan jadwal dari warga masuk sebagai tiket ke Bagian Pemerintahan.
      </p>
    </div>
  );
  return await render(context, parts, { title: 'Ruang', body });
}
