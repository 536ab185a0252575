/** What the coordinator confirms: clinic dates and classes of deadlines, with what the bot says before and after. */
import { transact } from '../../db/transact.ts';
import { nextClinicDays } from '../../desk/reference/clinic-plan.ts';
import { confirmSetting, readConfirmations, readSettings, type SettingKey } from '../../desk/reference/settings.ts';
import { targetFor } from '../../desk/reference/sla.ts';
import { dayOf, longDay } from '../../lib/wib.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { HttpRefusal } from '../errors.tsx';
import { flashOf, withFlash } from '../flash.ts';
import { oneOf, textField } from '../form.ts';
import { render } from '../render.ts';
import { Notice, PageHead } from '../views/parts.tsx';
import { SettingCard } from '../views/setting-card.tsx';

const daysShown = 6;

/** GET /pengaturan */
export async function showSettings(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { reference, words } = parts;
  const now = parts.clock.now();
  const settings = await readSettings(parts.db);
  const confirmations = await readConfirmations(parts.db);
  const days = nextClinicDays(reference.clinic, now, daysShown);
  const { room, hours } = reference.clinic;
  const hourWords = `${hours.from.replace(':', '.')}–${hours.to.replace(':', '.')}`;
  const nextDay = days[0] ? longDay(days[0].date) : '…';
  const example = targetFor({ department: null, intent: 'ask', topic: null }, now, reference);
  const exampleDay = longDay(dayOf(example.dueAt));
  const shared = { csrf: context.get('login').csrf, now };
  const notice = flashOf(context.req.query('kabar'));
  const body = (
    <div class="page">
      <PageHead title="Pengaturan">
        Dua hal ini datang dari berkas contoh. Klinik baru menyebutnya sebagai kepastian setelah Anda memastikannya.
      </PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      <div class="grid-2">
        <SettingCard
          {...shared}
          title="Tanggal Klinik"
          settingKey="clinic"
          isConfirmed={settings.clinicConfirmed}
          inData={reference.clinic.confirmed}
          said={confirmations.find((one) => one.key === 'clinic')}
          before={words('clinic-unknown', { room })}
          after={words('clinic-known', { room, day: nextDay, hours: hourWords })}
        >
          <p class="small quiet">{`Di ${reference.clinic.where}, pukul ${hourWords}. Tanggal berikutnya:`}</p>
          <ul class="plain-list">
            {days.map((day) => (
              <li>{longDay(day.date)}</li>
            ))}
          </ul>
        </SettingCard>
        <SettingCard
          {...shared}
          title="Batas waktu jawaban"
          settingKey="sla"
          isConfirmed={settings.slaConfirmed}
          inData={reference.sla.confirmed}
          said={confirmations.find((one) => one.key === 'sla')}
          before={words('target', { day: exampleDay })}
          after={words('deadline', { day: exampleDay })}
        >
          <p class="small quiet">Dihitung dalam hari kerja, tanpa libur nasional dan cuti bersama.</p>
          <ul class="plain-list">
            {[...reference.slaClasses.values()].map((one) => (
              <li>
                {one.label}: <b>{one.workingDays} hari kerja</b>
              </li>
            ))}
          </ul>
        </SettingCard>
      </div>
      <p class="small quiet settings-foot">
        Tanggal, libur, dan lamanya diubah oleh pengelola di berkas data; halaman ini hanya memastikan.
      </p>
    </div>
  );
  return await render(context, parts, { title: 'Pengaturan', body });
}

const settingKeys: readonly SettingKey[] = ['clinic', 'sla'];

/** POST /pengaturan/:key */
export async function changeSetting(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const key = oneOf(context.req.param('key'), settingKeys);
  if (!key) throw new HttpRefusal(404);
  const confirmed = textField(context.get('form'), 'pasti') === 'ya';
  const { id: staffId } = context.get('login').staff;
  await transact(parts.db, (trx) => confirmSetting(trx, { key, confirmed, staffId, now: parts.clock.now() }));
  parts.log.info({ key, confirmed, staffId }, 'setting confirmed');
  return context.redirect(withFlash('/pengaturan', confirmed ? 'dipastikan' : 'ditarik'), 303);
}
