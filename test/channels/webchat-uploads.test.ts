/** Files that visitors send: kept until they are fetched, bounded in size and number, never outside their folder. */
import { readdir } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { dayMs } from '../../src/lib/wib.ts';
import { createMemoryIntake } from '../contract/memory-intake.ts';
import { intakeInto, openWebchatStand, type WebchatStand } from '../support/webchat-stand.ts';
import { openVisitor } from '../support/webchat-visitor.ts';

let stand: WebchatStand;

afterEach(() => stand.close());

async function open(...more: Parameters<typeof openWebchatStand>): Promise<void> {
  stand = await openWebchatStand(...more);
  await stand.adapter.start(intakeInto(stand.mailbox));
}

const id = (n = 0) => `message-${n}`;

function form(fields: Record<string, string>, file?: Blob): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (file) body.set('file', file, '../jalan\\rusak.jpg');
  return body;
}

const photo = new Blob(['not really a photo'], { type: 'image/jpeg' });

it('keeps a file until it was fetched and stored, and once for all tries', async () => {
  const clock = createManualClock(1_800_000_000_000);
  await open({ clock });
  const intake = createMemoryIntake();
  await stand.adapter.start(intake);
  const visitor = await openVisitor(stand.url);
  const fields = { id: id(), kind: 'photo', text: 'jalan rusak' };
  for (let tries = 0; tries < 2; tries++)
    expect((await visitor.post('/chat/berkas', form(fields, photo))).status).toBe(202);
  expect(await readdir(stand.spoolFolder)).toHaveLength(1);
  const [attachment] = intake.messages[0]?.attachments ?? [];
  expect(attachment).toMatchObject({ kind: 'photo', name: '..jalanrusak.jpg', sizeBytes: photo.size });
  const { ref } = attachment!;
  for (let tries = 0; tries < 2; tries++)
    expect(await stand.adapter.fetchFile(ref, 100)).toMatchObject({ ok: true, declaredMime: 'image/jpeg' });
  clock.advance(dayMs);
  await stand.restart();
  await stand.adapter.start(intake);
  expect(await readdir(stand.spoolFolder)).toEqual([]);
  expect(await stand.adapter.fetchFile(ref, 100)).toEqual({ ok: false, failure: 'gone' });
});

it('lets a file that nobody has fetched wait for days, but not for ever', async () => {
  const clock = createManualClock(1_800_000_000_000);
  await open({ clock });
  const visitor = await openVisitor(stand.url);
  await visitor.post('/chat/berkas', form({ id: id(), kind: 'document' }, photo));
  for (const [days, left] of [
    [7, 1],
    [8, 0],
  ] as const) {
    clock.advance(days * dayMs);
    await stand.restart();
    await stand.adapter.start(intakeInto(stand.mailbox));
    expect(await readdir(stand.spoolFolder)).toHaveLength(left);
  }
});

it('refuses what is too large, no file, or of no kind', async () => {
  await open({ limits: { fileBytesMax: 1_000 } });
  const visitor = await openVisitor(stand.url);
  const send = async (fields: Record<string, string>, file?: Blob) =>
    (await visitor.post('/chat/berkas', form({ id: id(), ...fields }, file))).status;
  expect(await send({ kind: 'photo' }, new Blob(['a'.repeat(1_001)]))).toBe(413);
  expect(await send({ kind: 'photo' }, new Blob(['a'.repeat(100_000)]))).toBe(413);
  expect(await send({ kind: 'photo' })).toBe(400);
  expect(await send({ kind: 'photo' }, new Blob([]))).toBe(400);
  expect(await send({ kind: 'sticker' }, photo)).toBe(400);
  expect((await visitor.post('/chat/berkas', { id: id() })).status).toBe(400);
  expect(await readdir(stand.spoolFolder)).toEqual([]);
});

it('takes no more files while the spool is full', async () => {
  await open({ limits: { spoolFilesMax: 1 } });
  const visitor = await openVisitor(stand.url);
  const send = (n: number) => visitor.post('/chat/berkas', form({ id: id(n), kind: 'photo' }, photo));
  expect((await send(1)).status).toBe(202);
  const refused = await send(2);
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: 'not-stored' }]);
});

it('leads nowhere but into its own folder', async () => {
  await open();
  for (const ref of ['../../package.json', '/etc/passwd', 'a'.repeat(32), `${'a'.repeat(32)}.image_/../x`, ''])
    expect(await stand.adapter.fetchFile(ref, 10_000_000)).toEqual({ ok: false, failure: 'gone' });
});
