/**
 * A desk as `npm start` runs it, whose WhatsApp makes no pauses and tries again at once: for tests that kill it. Takes
 * the environment of a desk.
 */
import { join } from 'node:path';
import { createWhatsappAdapter } from '../../src/channels/whatsapp/whatsapp-adapter.ts';
import { readEnvironment } from '../../src/config.ts';
import { lockFolder } from '../../src/db/lock.ts';
import { systemTimers } from '../../src/lib/timers.ts';
import { runDesk } from '../../src/run.ts';
import { testLimits, testTiming } from './whatsapp-pace.ts';

const { DATA_DIR, CHROMIUM_PATH, CHROMIUM_ARGS } = readEnvironment();

await runDesk({
  channels: (desk) => [
    createWhatsappAdapter(
      {
        folder: join(DATA_DIR, 'whatsapp'),
        chromiumPath: CHROMIUM_PATH,
        chromiumArgs: CHROMIUM_ARGS.split(' ').filter(Boolean),
        limits: testLimits,
        timing: testTiming,
      },
      {
        ...desk,
        timers: systemTimers,
        choiceHint: desk.words('choice-hint'),
        lock: (folder) => lockFolder(folder, 'start'),
      },
    ),
  ],
});
