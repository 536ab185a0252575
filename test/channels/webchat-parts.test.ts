/** A small part of the web chat: what is settled. */
import { describe, expect, it } from 'vitest';
import { type ChatItem, settled } from '../../src/channels/webchat/mailbox.ts';

describe('settled', () => {
  const item = (seq: number, at: number) => ({ seq, at }) as ChatItem;

  it('ends before the first message that something may still appear below', () => {
    expect(settled([], 5, 100)).toBe(5);
    expect(settled([item(6, 10), item(8, 50)], 5, 100)).toBe(8);
    expect(settled([item(6, 10), item(8, 101), item(9, 20)], 5, 100)).toBe(6);
  });
});
