/** Which days the clinic meets, by its rule and by days given one by one. */
import { describe, expect, it } from 'vitest';
import { nextClinicDays, planByDays, planByRule } from '../../../src/desk/reference/clinic-plan.ts';
import { loadReference } from '../../../src/desk/reference/reference.ts';
import { parseIso } from '../../../src/lib/wib.ts';

const { clinic, calendar } = loadReference('data');
const dates = (now: string, n: number, plan = clinic) => nextClinicDays(plan, parseIso(now), n).map((day) => day.date);

describe('clinic days by the rule', () => {
  it('are the first and third Friday, without holidays and cuti bersama', () => {
    // Left out: 20 March (cuti bersama), 3 April (Wafat Yesus Kristus), 1 May (Hari Buruh), 15 May (cuti bersama).
    expect(dates('2026-03-01', 6)).toEqual([
      '2026-03-06',
      '2026-04-17',
      '2026-06-05',
      '2026-06-19',
      '2026-07-03',
      '2026-07-17',
    ]);
  });

  it('rest out of season', () => {
    expect(dates('2026-12-05', 2)).toEqual(['2027-02-05', '2027-02-19']);
  });

  it('count today until its last time has begun', () => {
    expect(dates('2026-06-05T10:29', 1)).toEqual(['2026-06-05']);
    expect(dates('2026-06-05T10:30', 1)).toEqual(['2026-06-19']);
  });

  it('have their times', () => {
    expect(clinic.on('2026-06-05')?.times).toEqual(['09:00', '09:30', '10:00', '10:30']);
    expect(clinic.on('2026-06-06')).toBeNull();
  });

  it('follow closed and extra days, and a season over the year end', () => {
    const extra = { date: '2026-06-10', times: ['13:00'] };
    const plan = planByRule(clinic, {
      weekday: 5,
      weeks: [1, 3],
      times: ['09:00'],
      season: { from: '11-01', to: '06-15' },
      closed: new Set(['2026-06-05']),
      extra: new Map([[extra.date, extra]]),
      isDayOff: (day) => calendar.dayOff(day) !== null,
    });
    expect(dates('2026-06-01', 3, plan)).toEqual(['2026-06-10', '2026-11-06', '2026-11-20']);
  });
});

describe('clinic days one by one', () => {
  const plan = planByDays([{ date: '2026-06-12', times: ['09:00', '09:30'], full: ['09:30'] }], clinic);

  it('count as confirmed and replace the rule', () => {
    expect(plan).toMatchObject({ confirmed: true, room: 'Ruang Kilisuci' });
    expect(dates('2026-06-01', 5, plan)).toEqual(['2026-06-12']);
    expect(plan.on('2026-06-12')?.full).toEqual(['09:30']);
    expect(dates('2026-06-12T09:30', 5, plan)).toEqual([]);
  });
});
