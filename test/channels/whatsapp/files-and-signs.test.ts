/** What goes out beside words: files of a department, and a sign that something has arrived. */
import { describe, expect, it } from 'vitest';
import type { OutboundFile } from '../../../src/channels/channel-adapter.ts';
import { findChromium } from '../../support/chromium.ts';
import { keysOfBothKinds, openStage, pixels } from './stage.ts';

describe.skipIf(!findChromium()).each(keysOfBothKinds)('beside words, %s', (_, knobs) => {
  const stage = openStage(knobs);
  const { person, known, heard, outbound, send, until } = stage;

  it('a photo, a document and a voice message follow their text, in order, with their bytes', async () => {
    const citizen = await known();
    const file = (kind: OutboundFile['kind'], name: string, mime: string) => ({ kind, name, mime, bytes: pixels });
    const files = [
      file('photo', 'denah.png', 'image/png'),
      file('document', 'surat.pdf', 'application/pdf'),
      file('voice', 'suara.ogg', 'audio/ogg; codecs=opus'),
    ];
    const sent: string[] = [];
    expect(await send(outbound(citizen.chat(), 'Terlampir, Ibu.', { files }), sent)).toEqual({ ok: true });
    const received = citizen.received();
    expect(received.map(({ key }) => `us:${key.id}`)).toEqual(sent);
    expect(received.map(({ type }) => type)).toEqual(['chat', 'image', 'document', 'ptt']);
    expect(received.map(({ filename }) => filename)[2]).toBe('surat.pdf');
    for (const { directPath } of received.slice(1))
      expect(Buffer.from(stage.harness.web.world.media.get(directPath!)!.bytes)).toEqual(pixels);
  });

  it('a file of which the word is lost is not sent twice', async () => {
    const citizen = await known();
    const files = [{ kind: 'document' as const, name: 'surat.pdf', mime: 'application/pdf', bytes: pixels }];
    const message = outbound(citizen.chat(), '', { files });
    stage.harness.web.failNextSend('answer-lost');
    expect(await send(message)).toMatchObject({ ok: false, failure: 'unreachable' });
    expect(await send(message)).toEqual({ ok: true });
    expect(citizen.received()).toHaveLength(1);
  });

  it('a message that nothing is said to gets a sign', async () => {
    const citizen = person();
    const written = citizen.write('ini alamat lengkapnya');
    const [message] = await heard();
    await stage.adapter.acknowledge?.(citizen.chat(), message?.externalId ?? '');
    const chat = citizen.chat();
    await until(() => stage.harness.web.reactions.some((one) => one.chat === chat));
    expect(stage.harness.web.reactions.filter((one) => one.chat === chat)).toEqual([
      { id: written.key.id, chat, text: '🙏' },
    ]);
    // What is not there any more is no reason to fail.
    await stage.adapter.acknowledge?.(chat, 'them:NONE');
  });
});
