/** WhatsApp without a person's pauses, and a watchdog that is quick: for tests that are about something else. */
import type { WhatsappTiming } from '../../src/channels/whatsapp/config.ts';
import type { WhatsappLimits } from '../../src/channels/whatsapp/limits.ts';

/** Waits short enough for a test; deadlines long enough for a slow machine. */
export const testTiming: Partial<WhatsappTiming> = {
  cureMs: 200,
  ackMs: 3_000,
  retryFirstMs: 50,
  retryMaxMs: 500,
  conflictMs: 300,
  mendMs: 300,
  storeRetryMs: 20,
  receiptMs: 20,
};

/** Nobody waits for a turn. */
export const testLimits: WhatsappLimits = {
  replies: {
    gapFromMs: 0,
    gapToMs: 0,
    chatGapMs: 0,
    typingMsPerCharacter: 0,
    typingMaxMs: 0,
    answeredWithinHours: 24,
  },
  sign: '🙏',
  begun: [{ fromDay: 0, perHour: 1_000, perDay: 1_000 }],
  begunFrom: '00:00',
  begunUntil: '23:59',
  restartAt: '03:00',
  memoryMaxMb: 4_000,
};
