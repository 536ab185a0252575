/** WhatsApp keeps the channel contract; with message keys as they were until July 2026, the talks run besides. */
import { describe, it } from 'vitest';
import { describeChannel } from '../../contract/channel.contract.ts';
import { findChromium } from '../../support/chromium.ts';
import { openWhatsappHarness } from './whatsapp-harness.ts';

const skips = {
  'hands over a pressed button as its choice, and the button goes away': 'WhatsApp has no buttons for this account',
  'says when a citizen blocks us and comes back': 'WhatsApp does not tell',
  'names a citizen who blocked us: blocked': 'WhatsApp does not tell',
  'names a platform that wants it slower, with the time to wait: rate-limited': 'WhatsApp does not say so, it blocks',
  'says unreachable of what arrived while its answer was lost: sent twice rather than never':
    'the chat is looked at before it is said again: sent once, see talks.test.ts',
};

if (findChromium()) {
  describeChannel('whatsapp', () => openWhatsappHarness(), skips);
} else describe('channel contract: whatsapp', () => it.skip('(not here: no Chromium)', () => {}));
