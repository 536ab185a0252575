/** A message as the library hands it over, read into plain data; tolerant of what WhatsApp renames. */

export type WebMessage = {
  /** The text of its key, by which the page finds it: `false_628…@c.us_3EB0…`. */
  serialized: string;
  fromMe: boolean;
  /** The id of its chat. */
  chat: string;
  /** The part of the key that is the message's own and stays the same when its chat is renamed. */
  id: string;
  type: string;
  /** Text or caption. */
  text: string;
  /** Seconds. */
  t: number;
  ack: number;
  senderName?: string;
  hasFile: boolean;
  file?: { name?: string; sizeBytes?: number };
  location?: { latitude: number; longitude: number; name?: string };
  cards: readonly string[];
  quoted?: { id: string; by: string };
  isStatus: boolean;
  isEdited: boolean;
};

/** @returns the message, or null for what has no key that makes sense. */
export function readWebMessage(given: unknown): WebMessage | null {
  const message = record(given);
  const data = record(message._data);
  const key = record(message.id);
  const chat = idText(key.remote);
  const id = text(key.id);
  if (chat === undefined || id === undefined || typeof key.fromMe !== 'boolean') return null;
  const participant = idText(key.participant);
  const quotedId = text(data.quotedStanzaID);
  return {
    serialized: [key.fromMe, chat, id, ...(participant ? [participant] : [])].join('_'),
    fromMe: key.fromMe,
    chat,
    id,
    type: text(message.type) ?? 'unknown',
    text: text(message.body) ?? '',
    t: number(message.timestamp) ?? 0,
    ack: number(message.ack) ?? 0,
    senderName: text(data.notifyName),
    hasFile: message.hasMedia === true,
    file: { name: text(data.filename), sizeBytes: number(data.size) },
    location: readLocation(data),
    cards: list(message.vCards).flatMap((card) => text(card) ?? []),
    quoted: quotedId === undefined ? undefined : { id: quotedId, by: idText(data.quotedParticipant) ?? '' },
    isStatus: message.isStatus === true,
    isEdited: data.latestEditMsgKey !== undefined || data.latestEditSenderTimestampMs !== undefined,
  };
}

/** The library says that these are texts; they are numbers. */
function readLocation(data: Record<string, unknown>): WebMessage['location'] {
  const latitude = number(data.lat);
  const longitude = number(data.lng);
  if (data.type !== 'location' || latitude === undefined || longitude === undefined) return undefined;
  const name = text(data.loc)?.split('\n').filter(Boolean).join(', ');
  return { latitude, longitude, ...(name ? { name } : {}) };
}

/** An id is a text, or an object that holds it as a text. */
function idText(given: unknown): string | undefined {
  return text(given) ?? text(record(given)._serialized);
}

export function record(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
}

function text(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}

function number(given: unknown): number | undefined {
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}

function list(given: unknown): unknown[] {
  return Array.isArray(given) ? given : [];
}
