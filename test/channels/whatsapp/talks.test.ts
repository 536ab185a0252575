/** What is said in a chat, both ways: on one linked account, with message keys as they were and as they are. */
import { describe, expect, it } from 'vitest';
import { findChromium } from '../../support/chromium.ts';
import { keysOfBothKinds, openStage, pixels } from './stage.ts';

describe.skipIf(!findChromium()).each(keysOfBothKinds)('talks, %s', (_, knobs) => {
  const stage = openStage(knobs);
  const { person, known, heard, event, outbound, send, until } = stage;

  describe('in', () => {
    it.each([
      ['photo', 'photo', 'image/png'],
      ['voice', 'voice', 'audio/ogg; codecs=opus'],
      ['document', 'document', 'application/pdf'],
    ] as const)('a %s comes with its bytes', async (how, kind, mime) => {
      person()[how]({ bytes: pixels, mime, name: 'berkas', caption: 'lihat ini' });
      const [message] = await heard();
      expect(message).toMatchObject({ text: 'lihat ini', attachments: [{ kind, sizeBytes: pixels.length }] });
      const file = await stage.adapter.fetchFile(message?.attachments?.[0]?.ref ?? '', 1_000);
      expect(file).toMatchObject({ ok: true, declaredMime: mime });
      expect(file.ok && Buffer.from(file.bytes)).toEqual(pixels);
    });

    it('a file that WhatsApp has lost, that never arrives or is too large is a named failure, and its message stays', async () => {
      const citizen = person();
      const photo = (fault?: 'gone' | 'never') => {
        const made = citizen.photo({ bytes: pixels, mime: 'image/png', caption: fault ?? 'besar' });
        if (fault) stage.harness.web.world.media.get(made.directPath ?? '')!.fault = fault;
      };
      photo('gone');
      photo('never');
      photo();
      const refs = (await heard(3)).map(({ attachments }) => attachments?.[0]?.ref ?? '');
      const fetched = await Promise.all(refs.map((ref) => stage.adapter.fetchFile(ref, 5)));
      expect(fetched.map((one) => !one.ok && one.failure)).toEqual(['too-large', 'too-large', 'too-large']);
      expect(await stage.adapter.fetchFile(refs[0]!, 1_000)).toEqual({ ok: false, failure: 'unreachable' });
      expect(await stage.adapter.fetchFile(refs[1]!, 1_000)).toEqual({ ok: false, failure: 'unreachable' });
      expect(stage.intake.messages).toHaveLength(3);
    });

    it('a pin comes with its name and without the picture of the map', async () => {
      person().location(-7.8166, 112.0119, 'Balai Kota\nJl. Contoh 1');
      const [message] = await heard();
      expect(message).toMatchObject({
        text: '',
        location: { latitude: -7.8166, longitude: 112.0119, name: 'Balai Kota, Jl. Contoh 1' },
      });
    });

    it('a contact card comes as one', async () => {
      person().card('Pak Contoh', '+62 000 0000 0503');
      expect((await heard())[0]?.card).toEqual({ name: 'Pak Contoh', phone: '+62 000 0000 0503' });
    });

    it('what is edited or taken back is told, with the same id', async () => {
      const citizen = person();
      const written = citizen.write('lampu mati di gang 2');
      const [message] = await heard();
      citizen.edit(written, 'lampu mati di gang 3');
      expect(await event('edit')).toMatchObject({
        externalId: message?.externalId,
        address: citizen.chat(),
        text: 'lampu mati di gang 3',
      });
      citizen.revoke(written);
      expect(await event('deleted')).toMatchObject({ externalId: message?.externalId });
    });

    it('a message that cannot be read yet comes once it can', async () => {
      const citizen = person();
      const unlock = citizen.scrambled('akhirnya terbaca');
      person({}, 1).write('lain');
      await heard();
      unlock();
      expect((await heard(2)).map(({ text }) => text)).toEqual(['lain', 'akhirnya terbaca']);
    });

    it('groups, statuses, newsletters, own messages and reactions are none of the desk’s', async () => {
      const citizen = await known();
      citizen.writeIn(stage.harness.web.group('RT 3', [citizen]), 'halo semua');
      for (const remote of ['status@broadcast', '120363@newsletter'])
        citizen.write('bukan untuk kita', {
          key: { fromMe: false, remote, id: `X${stage.people}${remote}` },
          from: remote,
        });
      stage.harness.web.phone.write(citizen, 'dari ponsel');
      const sent: string[] = [];
      await send(outbound(citizen.chat(), 'baik'), sent);
      citizen.react(citizen.received().at(-1)!, '👍');
      citizen.write('penutup');
      expect((await heard()).map(({ text }) => text)).toEqual(['penutup']);
      expect(stage.intake.events.map(({ kind }) => kind)).toEqual(['message']);
    });

    it('links, emoji, Javanese and NUL come as they are, but for the NUL', async () => {
      person().write('ꦏꦼꦝꦶꦫꦶ 👨‍👩‍👧 https://contoh.example/a?b=1\u0000 selesai');
      expect((await heard())[0]?.text).toBe('ꦏꦼꦝꦶꦫꦶ 👨‍👩‍👧 https://contoh.example/a?b=1 selesai');
    });

    it('fifty at once come once each, in order', async () => {
      const citizen = person();
      const texts = Array.from({ length: 50 }, (_, index) => `pesan ${index}`);
      for (const text of texts) citizen.write(text);
      expect((await heard(50)).map(({ text }) => text)).toEqual(texts);
    });
  });

  describe('names', () => {
    it('who goes by a LID is answered there, and known by the phone, too', async () => {
      const citizen = person({ addressing: 'lid' });
      citizen.write('halo');
      const [message] = await heard();
      const { phone, lid } = citizen.person;
      expect(message).toMatchObject({ address: `${lid}@lid`, aliases: [`${phone}@c.us`] });
      expect(await send(outbound(citizen.chat(), 'baik'))).toEqual({ ok: true });
      expect(citizen.received().map(({ to }) => to)).toEqual([`${lid}@lid`]);
    });

    it('no phone is made from a LID of which WhatsApp tells none', async () => {
      person({ addressing: 'lid', isPhoneKnown: false }).write('halo');
      const [message] = await heard();
      expect(message?.address).toMatch(/@lid$/);
      expect(message?.aliases).toBeUndefined();
    });

    it('whoever moves from phone to LID is the same by the alias', async () => {
      const citizen = await known();
      citizen.person.addressing = 'lid';
      citizen.write('pindah');
      const [message] = await heard();
      expect(message?.address).toBe(`${citizen.person.lid}@lid`);
      expect(message?.aliases).toEqual([`${citizen.person.phone}@c.us`]);
    });
  });

  describe('out', () => {
    it('what is delivered and read is told', async () => {
      const citizen = await known();
      const sent: string[] = [];
      await send(outbound(citizen.chat(), 'baik'), sent);
      citizen.ack(citizen.received()[0]!, 2);
      expect(await event('receipt')).toMatchObject({ state: 'delivered', externalId: sent[0] });
      stage.intake.forget();
      citizen.ack(citizen.received()[0]!, 3);
      expect(await event('receipt')).toMatchObject({ state: 'read', externalId: sent[0] });
    });

    it('a receipt is told after its message is noted as sent', async () => {
      const citizen = await known();
      stage.harness.web.knobs.receipts = 'read';
      const noted: number[] = [];
      await stage.adapter.send(outbound(citizen.chat(), 'baik'), {
        sent: [],
        async partSent() {
          noted.push(stage.intake.events.length);
        },
      });
      stage.harness.web.knobs.receipts = 'none';
      await event('receipt');
      expect(noted).toEqual([0]);
    });

    it('what the server refuses is said once more, as a person would', async () => {
      const citizen = await known();
      stage.harness.web.failNextSend('refused');
      expect(await send(outbound(citizen.chat(), 'baik'))).toEqual({ ok: true });
      expect(citizen.received()).toHaveLength(1);
    });

    it.each(['lost', 'answer-lost'] as const)('a send of which the word is %s is not said twice', async (fault) => {
      const citizen = await known();
      const message = outbound(citizen.chat(), `jawaban ${fault}`);
      stage.harness.web.failNextSend(fault);
      expect(await send(message)).toMatchObject({ ok: false, failure: 'unreachable' });
      const sent: string[] = [];
      expect(await send(message, sent)).toEqual({ ok: true });
      expect(citizen.received().map(({ key }) => `us:${key.id}`)).toEqual(sent);
    });

    it('whoever never wrote is never written to', async () => {
      const stranger = person();
      expect(await send(outbound(stranger.chat(), 'halo'))).toMatchObject({ ok: false, failure: 'rejected' });
      expect(stranger.received()).toEqual([]);
    });

    it('a group is never written to', async () => {
      const group = stage.harness.web.group('RT 4', [person()]);
      expect(await send(outbound(group, 'halo'))).toMatchObject({ ok: false, failure: 'no-such-chat' });
    });

    it('a chat is marked as seen once what was said in it is stored', async () => {
      const citizen = person();
      await until(() => stage.harness.web.unacknowledged() === 0);
      stage.intake.hold();
      citizen.write('halo');
      await until(() => stage.intake.held());
      expect(stage.harness.web.unacknowledged()).toBe(1);
      stage.intake.release();
      await until(() => stage.harness.web.unacknowledged() === 0);
    });

    it('typing shows', async () => {
      const citizen = await known();
      await stage.adapter.typing?.(citizen.chat());
      await until(() => stage.harness.web.chatStates.some(({ chat }) => chat === citizen.chat()));
    });

    it('the same message twice at a time goes out once', async () => {
      const citizen = await known();
      const message = outbound(citizen.chat(), 'sekali saja');
      const results = await Promise.all([send(message), send(message)]);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(citizen.received()).toHaveLength(1);
    });
  });
});
