/** What a message of WhatsApp's means to the desk: something said, changed, taken back, delivered or read. Pure. */
import type { Millis } from '../../model.ts';
import type { InboundEvent } from '../channel-adapter.ts';
import type { Arrival } from './inbox.ts';
import { clean, externalIdOf, isFromResident, isTalk, readMessage } from './read-message.ts';
import type { WebMessage } from './web-message.ts';

/** @returns everything that a message tells as it stands now; [] for what does not concern the desk. */
export function arrivalsOf(message: WebMessage, now: Millis): Arrival[] {
  if (message.fromMe) return receiptOf(message, message.ack, now);
  if (!isFromResident(message)) return [];
  if (message.type === 'revoked') return revokedOf(message, now);
  const read = readMessage(message);
  if (read === undefined) return [];
  const said: Arrival = { event: { kind: 'message', ...read }, seen: message.chat };
  return message.isEdited ? [said, ...editOf(message, now)] : [said];
}

export function editOf(message: WebMessage, now: Millis): Arrival[] {
  // A message that becomes readable changes its text, too; and a map's picture is no text.
  if (!isFromResident(message) || message.type === 'ciphertext' || message.type === 'location') return [];
  const text = clean(message.text);
  return [{ event: { kind: 'edit', externalId: externalIdOf(message), address: message.chat, text, at: now } }];
}

export function revokedOf(message: WebMessage, now: Millis): Arrival[] {
  if (!isFromResident(message)) return [];
  return [{ event: { kind: 'deleted', externalId: externalIdOf(message), address: message.chat, at: now } }];
}

/** @param ack -1 failed, 2 delivered, 3 read, 4 played. */
export function receiptOf(message: WebMessage, ack: number, now: Millis): Arrival[] {
  const state = receiptStates.find(([holds]) => holds(ack))?.[1];
  if (state === undefined || !isTalk(message.chat)) return [];
  const event: InboundEvent = {
    kind: 'receipt',
    externalId: externalIdOf(message),
    address: message.chat,
    state,
    at: now,
  };
  return [{ event }];
}

const receiptStates = [
  [(ack: number) => ack < 0, 'failed'],
  [(ack: number) => ack === 2, 'delivered'],
  [(ack: number) => ack > 2, 'read'],
] as const;
