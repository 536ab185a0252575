/** What the watchdog does as time goes by: growing pauses with a cap, a fresh browser each night, an eye on memory. */
import { afterEach, describe, expect, it } from 'vitest';
import { defaultTiming, type WhatsappConfig } from '../../../src/channels/whatsapp/config.ts';
import type { WhatsappAdapter } from '../../../src/channels/whatsapp/whatsapp-adapter.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { systemTimers, type Timers } from '../../../src/lib/timers.ts';
import { dayOf, hourMs, instantOf, minuteMs } from '../../../src/lib/wib.ts';
import type { Millis } from '../../../src/model.ts';
import { createMemoryIntake } from '../../contract/memory-intake.ts';
import { browserProcesses, killAll } from '../../support/browser-processes.ts';
import { findChromium } from '../../support/chromium.ts';
import { testLimits } from '../../support/whatsapp-pace.ts';
import { openWhatsappHarness, type WhatsappHarness } from './whatsapp-harness.ts';

let harness: WhatsappHarness;
let adapter: WhatsappAdapter;

afterEach(async () => {
  await adapter.stop();
  await harness.close();
});

/** The machine's clock, set to some instant. */
function clockAt(start: Millis): Clock & { advance(by: Millis): void } {
  let offset = start - systemClock.now();
  return {
    now: () => systemClock.now() + offset,
    advance(by) {
      offset += by;
    },
  };
}

/** Waits of these lengths are noted, and are over soon; all others last as long as they do. */
function timersThatNote(lengths: readonly Millis[]): Timers & { noted: Millis[] } {
  const noted: Millis[] = [];
  return {
    noted,
    after(afterMs, then) {
      if (!lengths.includes(afterMs)) return systemTimers.after(afterMs, then);
      noted.push(afterMs);
      return systemTimers.after(20, then);
    },
  };
}

async function link(config: Partial<WhatsappConfig>, deps: { clock?: Clock; timers?: Timers }): Promise<void> {
  harness = await openWhatsappHarness();
  adapter = harness.adapter(config, deps);
  await adapter.start(createMemoryIntake());
  await until(() => adapter.link.read().qr !== undefined);
  harness.web.phone.scanQr();
  await until(isOn);
}

const until = (holds: () => boolean) => harness.web.until(holds, 60_000);
const isOn = () => adapter.status().state === 'on';
const browsers = () => browserProcesses(`${harness.folder}/session`).browsers;
const night = instantOf(dayOf(systemClock.now()), testLimits.restartAt);

describe.skipIf(!findChromium())('a session that fails', () => {
  const { retryFirstMs, retryMaxMs } = defaultTiming;
  const steps = [2, 4, 8, 16, 32, 64, 128, 256, 300].map((seconds) => seconds * 1_000);

  it('is tried again with pauses that double up to five minutes, without end, and begin anew after a good one', async () => {
    const clock = clockAt(night + hourMs);
    const timers = timersThatNote(steps);
    await link({ timing: { retryFirstMs, retryMaxMs, catchUpMs: hourMs } }, { clock, timers });
    timers.noted.length = 0;
    harness.web.cut();
    killAll(browsers());
    await until(() => timers.noted.length > steps.length + 2);
    expect(timers.noted.slice(0, steps.length)).toEqual(steps);
    // Never less than the cap from then on, and no rest for ever.
    expect(new Set(timers.noted.slice(steps.length))).toEqual(new Set([retryMaxMs]));
    expect(adapter.status()).toMatchObject({ state: 'retrying', problem: 'unreachable' });

    harness.web.mend();
    await until(isOn);
    clock.advance(6 * minuteMs);
    timers.noted.length = 0;
    killAll(browsers());
    await until(() => timers.noted.length > 0);
    expect(timers.noted[0]).toBe(retryFirstMs);
    await until(isOn);
  });
});

describe.skipIf(!findChromium())('a session that lasts', () => {
  it('is begun anew at the quiet hour, once a night', async () => {
    const clock = clockAt(night - 5 * minuteMs);
    const lookMs = 77;
    const timers = timersThatNote([lookMs]);
    await link({ timing: { lookMs } }, { clock, timers });
    const pages = harness.web.pagesSoFar();
    const looks = (count: number) => {
      const from = timers.noted.length;
      return until(() => timers.noted.length >= from + count);
    };
    await looks(3);
    expect(harness.web.pagesSoFar()).toBe(pages);
    clock.advance(10 * minuteMs);
    await until(() => harness.web.pagesSoFar() > pages && isOn());
    await looks(3);
    expect(harness.web.pagesSoFar()).toBe(pages + 1);
    expect(adapter.link.changes().map(({ problem }) => problem)).not.toContain('unreachable');
  });

  it('tells the memory of its browser, and gets a fresh one where that is too much', async () => {
    const clock = clockAt(night + hourMs);
    const timing = { lookMs: 100 };
    await link({ timing, limits: { ...testLimits, memoryMaxMb: 4_000 } }, { clock });
    await until(() => adapter.link.read().memoryBytes !== undefined);
    // A browser with nine processes; the sum of what each takes for itself.
    expect(adapter.link.read().memoryBytes).toBeGreaterThan(100 * 1024 * 1024);
    expect(adapter.link.read().memoryBytes).toBeLessThan(2_000 * 1024 * 1024);
    const pages = harness.web.pagesSoFar();
    await adapter.stop();
    adapter = harness.adapter({ timing, limits: { ...testLimits, memoryMaxMb: 50 } }, { clock });
    await adapter.start(createMemoryIntake());
    await until(() => harness.web.pagesSoFar() >= pages + 2);
    expect(adapter.link.changes().map(({ problem }) => problem)).not.toContain('unlinked');
  });
});
