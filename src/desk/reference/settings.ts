/** What the coordinator confirmed: until then the bot names no clinic date and speaks of a target. Writes `setting`. */
import type { Db, Trx } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Millis, StaffId } from '../../model.ts';
import type { Reference } from './reference.ts';

const staleAfterMs = 5_000;

export type SettingKey = 'clinic' | 'sla';
export type Settings = { clinicConfirmed: boolean; slaConfirmed: boolean };

/** One confirmation, for the console. */
export type Confirmation = { key: SettingKey; confirmed: boolean; staffName: string | null; at: Millis };

/** @returns what was confirmed in the console; nothing until somebody did. */
export async function readSettings(db: Db): Promise<Settings> {
  const rows = await db.selectFrom('setting').select(['key', 'value']).execute();
  const isConfirmed = (key: SettingKey) => rows.some((row) => row.key === rowKey(key) && row.value === 'yes');
  return { clinicConfirmed: isConfirmed('clinic'), slaConfirmed: isConfirmed('sla') };
}

/** For who asks at each turn: settings change a few times a year, so some seconds old is good enough. */
export function rememberSettings(db: Db, clock: Clock): () => Promise<Settings> {
  let known: { at: Millis; value: Settings } | null = null;
  return async () => {
    if (!known || clock.now() - known.at >= staleAfterMs) known = { at: clock.now(), value: await readSettings(db) };
    return known.value;
  };
}

/** Confirms dates or classes, or takes the confirmation back. Saying it twice changes nothing but time and name. */
export async function confirmSetting(
  trx: Trx,
  change: { key: SettingKey; confirmed: boolean; staffId: StaffId; now: Millis },
): Promise<void> {
  const values = {
    value: change.confirmed ? 'yes' : 'no',
    staff_id: change.staffId,
    updated_at: change.now,
  };
  await trx
    .insertInto('setting')
    .values({ key: rowKey(change.key), ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute();
}

/** @returns who confirmed what, last change first. */
export async function readConfirmations(db: Db): Promise<Confirmation[]> {
  const rows = await db
    .selectFrom('setting')
    .leftJoin('staff', 'staff.id', 'setting.staff_id')
    .select(['setting.key', 'setting.value', 'setting.updated_at', 'staff.name'])
    .where('setting.key', 'in', [rowKey('clinic'), rowKey('sla')])
    .orderBy('setting.updated_at', 'desc')
    .execute();
  return rows.map((row) => ({
    key: row.key === rowKey('clinic') ? 'clinic' : 'sla',
    confirmed: row.value === 'yes',
    staffName: row.name,
    at: row.updated_at,
  }));
}

/** @returns whether the bot may name clinic dates: confirmed in the console or in data/clinic.yml itself. */
export function mayNameClinicDays(settings: Settings, reference: Reference): boolean {
  return settings.clinicConfirmed || reference.clinic.confirmed;
}

/** @returns what a deadline is called to a citizen: a promise only once the city has confirmed the classes. */
export function deadlineWord(settings: Settings, reference: Reference): 'batas' | 'target' {
  return settings.slaConfirmed || reference.sla.confirmed ? 'batas' : 'target';
}

function rowKey(key: SettingKey): string {
  return `confirmed.${key}`;
}
