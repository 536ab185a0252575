/** The small parts of the web chat: tokens that carry an address, what is settled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatItem, settled } from '../../src/channels/webchat/mailbox.ts';
import { createVisitors, readStartToken, startToken } from '../../src/channels/webchat/visitors.ts';
import { createManualClock } from '../../src/lib/clock.ts';
import { createSeededIds } from '../../src/lib/ids.ts';
import { createSeal } from '../../src/lib/seal.ts';
import { standSeal } from '../support/webchat-stand.ts';

const clock = createManualClock(1_800_000_000_000);
const ids = createSeededIds(clock, 'webchat');

describe('start token', () => {
  it('fits a Telegram start link and leads back to the address', () => {
    const visitors = createVisitors({ clock, ids, seal: standSeal, cookieSecure: false, returnLinkDays: 1 });
    for (let n = 0; n < 200; n++) {
      const address = visitors.create();
      const token = startToken(standSeal, address);
      expect(token).toMatch(/^[\w-]{1,64}$/);
      expect(readStartToken(standSeal, token)).toBe(address);
    }
  });

  it('is nothing for anybody without the key, or with one sign changed', () => {
    const token = startToken(standSeal, ids.secret());
    expect(readStartToken(createSeal(new Uint8Array(32)), token)).toBeNull();
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(readStartToken(standSeal, changed)).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => readStartToken(standSeal, text) === null));
  });
});

describe('settled', () => {
  const item = (seq: number, at: number) => ({ seq, at }) as ChatItem;

  it('ends before the first message that something may still appear below', () => {
    expect(settled([], 5, 100)).toBe(5);
    expect(settled([item(6, 10), item(8, 50)], 5, 100)).toBe(8);
    expect(settled([item(6, 10), item(8, 101), item(9, 20)], 5, 100)).toBe(6);
  });
});
