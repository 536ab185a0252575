/** What each kind of Telegram update means to the desk; Telegraf routes for real, nothing is called. */
import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../../src/channels/telegram/parser.ts';
import { createManualClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';

const now = 1_780_000_000_000;
const from = { id: 501, is_bot: false, first_name: 'Siti', last_name: 'Rekaan' };
const chat = { id: 501, type: 'private', first_name: 'Siti' };
const around = { message_id: 7, from, chat, date: 1_779_999_000 };
const seen = {
  kind: 'message',
  externalId: '501:7',
  address: '501',
  senderName: 'Siti Rekaan',
  sentAt: 1_779_999_000_000,
};
const file = { file_id: 'F1', file_unique_id: 'u', file_size: 1234 };

async function read(...updates: object[]) {
  const bot = new Telegraf('1:x');
  bot.botInfo = { id: 1, is_bot: true, first_name: 'Klinik', username: 'klinik_contoh_bot' } as never;
  const parse = createParser(bot, { clock: createManualClock(now), log: silentLog });
  return parse(updates.map((update, index) => ({ update_id: index + 1, ...update }) as Update));
}

async function readMessage(fields: object) {
  const { events } = await read({ message: { ...around, ...fields } });
  return events;
}

describe('messages', () => {
  const cases: [title: string, fields: object, expected: object][] = [
    ['a text', { text: 'Lampu mati' }, { text: 'Lampu mati' }],
    ['a text with NUL and half surrogates', { text: 'a\0b\udc00c🙏' }, { text: 'abc🙏' }],
    [
      'a photo: the largest, whatever the order',
      {
        caption: 'ini',
        photo: [
          { ...file, file_id: 'big', width: 1280, height: 960 },
          { ...file, file_id: 'small', width: 90, height: 67 },
        ],
      },
      { text: 'ini', attachments: [{ kind: 'photo', ref: 'big', sizeBytes: 1234 }] },
    ],
    [
      'a voice note',
      { voice: { ...file, duration: 2 } },
      { attachments: [{ kind: 'voice', ref: 'F1', sizeBytes: 1234 }] },
    ],
    [
      'an audio',
      { audio: { ...file, file_name: 'a.mp3' } },
      { attachments: [{ kind: 'audio', ref: 'F1', name: 'a.mp3' }] },
    ],
    ['a video', { video: file, caption: 'lihat' }, { text: 'lihat', attachments: [{ kind: 'video', ref: 'F1' }] }],
    ['a round video', { video_note: file }, { attachments: [{ kind: 'video', ref: 'F1' }] }],
    [
      'an animation, which is a document too',
      { animation: file, document: file },
      { attachments: [{ kind: 'video' }] },
    ],
    [
      'a document',
      { document: { ...file, file_name: 'RAB\0 2026.pdf' }, caption: 'RAB' },
      { text: 'RAB', attachments: [{ kind: 'document', ref: 'F1', name: 'RAB 2026.pdf', sizeBytes: 1234 }] },
    ],
    ['a sticker', { sticker: { ...file, emoji: '👍' } }, { text: '', attachments: [{ kind: 'sticker', ref: 'F1' }] }],
    ['a location', { location: { latitude: -7.8, longitude: 112 } }, { location: { latitude: -7.8, longitude: 112 } }],
    [
      'a venue',
      {
        location: { latitude: -7.8, longitude: 112 },
        venue: { location: { latitude: -7.8, longitude: 112 }, title: 'Balai', address: 'Jl. Misal 1' },
      },
      { location: { latitude: -7.8, longitude: 112, name: 'Balai, Jl. Misal 1' } },
    ],
    [
      'a contact card',
      { contact: { first_name: 'Pak', last_name: 'Misal', phone_number: '0800-0000-0000' } },
      { text: '', card: { name: 'Pak Misal', phone: '0800-0000-0000' } },
    ],
    [
      'an answer that quotes',
      { text: 'belum', reply_to_message: { ...around, message_id: 5, text: 'Sudah?' } },
      { text: 'belum', quote: '501:5' },
    ],
    [
      'a forwarded text',
      { text: 'hoaks', forward_origin: { type: 'hidden_user' }, forward_date: 1 },
      { text: 'hoaks' },
    ],
    ['a poll', { poll: { id: '1', question: 'Setuju?' } }, { text: '', unsupported: 'poll' }],
    ['a dice', { dice: { emoji: '🎲', value: 3 } }, { unsupported: 'dice' }],
    ['a kind that is newer than this code', { hologram: { file_id: 'x' } }, { unsupported: 'hologram' }],
    ['a message with nothing in it', {}, { unsupported: 'empty' }],
  ];

  it.each(cases)('%s', async (_, fields, expected) => {
    expect(await readMessage(fields)).toMatchObject([{ ...seen, ...expected }]);
  });

  it('leaves unset what is not there', async () => {
    const [event] = await readMessage({ text: 'halo' });
    expect(JSON.parse(JSON.stringify(event))).toEqual({ ...seen, text: 'halo' });
  });

  it.each(['pinned_message', 'message_auto_delete_timer_changed', 'write_access_allowed'])(
    'is silent about what Telegram notes by itself: %s',
    async (kind) => {
      expect(await readMessage({ [kind]: {} })).toEqual([]);
    },
  );
});

describe('start links', () => {
  const command = (text: string) => ({
    text,
    entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]!.length }],
  });

  it.each([
    ['/start abc_-123', 'abc_-123'],
    ['/start@klinik_contoh_bot abc', 'abc'],
    ['/start', undefined],
  ])('%s', async (text, start) => {
    const events = await readMessage(command(text));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ ...seen, text });
    expect(events[0]).toHaveProperty('start', start);
  });

  it('is no start link in the middle of a text', async () => {
    const [event] = await readMessage({ text: 'saya ketik /start abc' });
    expect(event).not.toHaveProperty('start');
  });
});

describe('edits', () => {
  const edited = (fields: object) => ({ edited_message: { ...around, edit_date: 1_779_999_060, ...fields } });

  it('reads a new text and a new caption, at the time of the edit', async () => {
    const { events } = await read(edited({ text: 'RT 4' }), edited({ photo: [file], caption: 'di sini' }));
    const edit = { kind: 'edit', externalId: '501:7', address: '501', at: 1_779_999_060_000 };
    expect(events).toEqual([
      { ...edit, text: 'RT 4' },
      { ...edit, text: 'di sini' },
    ]);
  });

  it('reads a caption that was taken away as an empty text', async () => {
    expect((await read(edited({ photo: [file] }))).events).toMatchObject([{ kind: 'edit', text: '' }]);
  });

  it('takes no move of a live location for an edit', async () => {
    expect((await read(edited({ location: { latitude: -7.8, longitude: 112 } }))).events).toEqual([]);
  });
});

describe('buttons', () => {
  const keyboard = { inline_keyboard: [[{ text: 'Belum', callback_data: 'resolved:no:KP-1' }]] };
  const shown = { ...around, message_id: 9, from: { id: 1, is_bot: true, first_name: 'Klinik' }, text: 'Sudah?' };

  it('reads a press as a message with the choice, its label as text, and something to let go', async () => {
    const message = { ...shown, reply_markup: keyboard };
    const reading = await read({ callback_query: { id: '77', from, message, data: 'resolved:no:KP-1' } });
    expect(reading.events).toEqual([
      {
        kind: 'message',
        externalId: 'cb:77',
        address: '501',
        senderName: 'Siti Rekaan',
        text: 'Belum',
        choice: 'resolved:no:KP-1',
        quote: '501:9',
        sentAt: now,
      },
    ]);
    expect(reading.presses).toEqual([{ callbackId: '77', chatId: 501, messageId: 9 }]);
  });

  it('reads a press on a message that Telegram no longer shows us', async () => {
    const message = { chat, message_id: 9, date: 0 };
    const { events } = await read({ callback_query: { id: '78', from, message, data: 'ya' } });
    expect(events).toMatchObject([{ externalId: 'cb:78', text: '', choice: 'ya' }]);
  });

  it('is no press of ours without a message, or without data', async () => {
    const { events, presses } = await read(
      { callback_query: { id: '79', from, data: 'ya', inline_message_id: 'x' } },
      { callback_query: { id: '80', from, message: shown, game_short_name: 'catur' } },
    );
    expect(events).toEqual([]);
    expect(presses).toEqual([]);
  });
});

describe('who is heard', () => {
  it('says who blocked us and who came back', async () => {
    const member = (status: string) => ({
      my_chat_member: { chat, from, date: 1_779_999_000, new_chat_member: { status, user: {} } },
    });
    const { events } = await read(member('kicked'), member('member'));
    expect(events).toEqual([
      { kind: 'blocked', address: '501', at: 1_779_999_000_000 },
      { kind: 'unblocked', address: '501', at: 1_779_999_000_000 },
    ]);
  });

  it('never hears groups, channels and other bots', async () => {
    const group = { id: -100, type: 'supergroup', title: 'RT 3' };
    const { events, presses } = await read(
      { message: { ...around, chat: group, text: 'halo' } },
      { edited_message: { ...around, chat: group, text: 'halo' } },
      { channel_post: { ...around, chat: { id: -200, type: 'channel', title: 'Kabar' }, text: 'halo' } },
      { callback_query: { id: '1', from, message: { ...around, chat: group, text: 'x' }, data: 'ya' } },
      { my_chat_member: { chat: group, from, date: 1, new_chat_member: { status: 'member', user: {} } } },
      { message: { ...around, from: { ...from, is_bot: true }, text: 'saya bot' } },
    );
    expect(events).toEqual([]);
    expect(presses).toEqual([]);
  });

  it('keeps an update that breaks its reader, and goes on with the next', async () => {
    const { events } = await read(
      { message: { ...around, photo: null } },
      { message: { ...around, message_id: 8, text: 'halo' } },
      { message: null },
    );
    expect(events).toMatchObject([
      { externalId: '501:7', address: '501', text: '', unsupported: 'unreadable' },
      { externalId: '501:8', text: 'halo' },
    ]);
  });
});
