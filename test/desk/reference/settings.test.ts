/** What the coordinator confirms: until then no clinic date is named and deadlines are targets. */
import { expect, it } from 'vitest';
import { planByDays } from '../../../src/desk/reference/clinic-plan.ts';
import {
  confirmSetting,
  deadlineWord,
  mayNameClinicDays,
  readConfirmations,
  readSettings,
} from '../../../src/desk/reference/settings.ts';
import { describeOnDatabases } from '../../support/databases.ts';
import { makeDesk } from '../desk.ts';

describeOnDatabases('settings', (context) => {
  it('are not confirmed at first, then are, and can be taken back', async () => {
    const desk = makeDesk(context.db);
    const { reference } = desk;
    const coordinator = await desk.staff('coordinator', null, 'Bu Koordinator Misal');
    const confirm = (key: 'clinic' | 'sla', confirmed: boolean, now: number) =>
      desk.act((trx) => confirmSetting(trx, { key, confirmed, staffId: coordinator.id, now }));
    const state = async () => {
      const settings = await readSettings(context.db);
      return [mayNameClinicDays(settings, reference), deadlineWord(settings, reference)];
    };
    expect(await state()).toEqual([false, 'target']);
    await confirm('sla', true, 1);
    expect(await state()).toEqual([false, 'batas']);
    await confirm('clinic', true, 2);
    await confirm('clinic', true, 3);
    expect(await state()).toEqual([true, 'batas']);
    await confirm('sla', false, 4);
    expect(await state()).toEqual([true, 'target']);
    const staffName = 'Bu Koordinator Misal';
    expect(await readConfirmations(context.db)).toEqual([
      { key: 'sla', confirmed: false, staffName, at: 4 },
      { key: 'clinic', confirmed: true, staffName, at: 3 },
    ]);
  });

  it('days given one by one may be named without the coordinator', async () => {
    const { reference } = makeDesk(context.db);
    const given = { ...reference, clinic: planByDays([], reference.clinic) };
    expect(mayNameClinicDays(await readSettings(context.db), given)).toBe(true);
  });
});
