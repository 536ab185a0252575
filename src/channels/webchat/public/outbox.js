/**
 * What the visitor wrote until the desk has it: kept over reloads, sent in order, again and again under the same id, so
 * that it is stored once however often it is sent. Words lie in localStorage, files in IndexedDB.
 */
import { notice, store, word } from './words.js';

const key = 'klinik-outbox';
const sendMs = 30_000;
const uploadMs = 180_000;

/**
 * An entry: `{ id, at, text, choice?, label?, location?, file?: { name, kind } }`.
 * @param onState told of every change: 'sending' | 'waiting' | 'unsent' | 'stored' | 'refused', with the reason if
 * refused.
 */
export function createOutbox({ onState }) {
  let entries = readEntries();
  const blobs = new Map();
  let sending = false;
  let timer;
  let tries = 0;
  addEventListener('online', () => flush());

  return {
    entries: () => entries.slice(),
    add(entry, blob) {
      entries.push(entry);
      if (blob) {
        blobs.set(entry.id, blob);
        withFiles('readwrite', (files) => files.put(blob, entry.id));
      }
      save();
      return flush();
    },
    /** Sends at once what waits. */
    flush,
    drop,
    /** @returns the file of an entry, for its picture; undefined where the browser did not keep it. */
    blob,
    clear() {
      for (const entry of entries.slice()) drop(entry.id);
    },
  };

  async function flush() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    while (entries.length > 0) {
      const entry = entries[0];
      onState(entry.id, 'sending');
      const outcome = await post(entry);
      if (outcome.wait) {
        onState(entry.id, ++tries > 2 || outcome.lost ? 'unsent' : 'waiting');
        timer = setTimeout(flush, outcome.wait);
        break;
      }
      tries = 0;
      drop(entry.id);
      onState(entry.id, outcome.refused ? 'refused' : 'stored', outcome.refused);
    }
    sending = false;
  }

  /** @returns `{}` stored, `{ wait, lost? }` try again after so many ms, `{ refused }` never, with the sentence. */
  async function post(entry, again = true) {
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), entry.file ? uploadMs : sendMs);
    try {
      const [path, init] = entry.file ? await upload(entry) : message(entry);
      if (!path) return { refused: word('unsent') };
      const response = await fetch(path, { method: 'POST', signal: abort.signal, ...init });
      if (response.ok) return {};
      const { message: sentence } = await response.json().catch(() => ({}));
      if (response.status === 401 && again) {
        // The cookie is gone or was never there: the page gives a new one.
        await fetch('/chat', { headers: { accept: 'text/html' } });
        return await post(entry, false);
      }
      if (response.status === 401) return { refused: word('no-cookie') };
      if (response.status !== 429 && response.status < 500) return { refused: sentence || word('refused') };
      if (sentence) notice(sentence, 8_000);
      return { wait: 1_000 * (Number(response.headers.get('retry-after')) || backoff()) };
    } catch {
      return { wait: 1_000 * backoff(), lost: true };
    } finally {
      clearTimeout(limit);
    }
  }

  function backoff() {
    return Math.min(30, 2 ** (tries + 1));
  }

  function message({ id, text, choice, location }) {
    const body = JSON.stringify({ id, text, choice, location });
    return ['/chat/pesan', { body, headers: { 'content-type': 'application/json' } }];
  }

  async function upload(entry) {
    const file = await blob(entry.id);
    if (!file) return [];
    const body = new FormData();
    body.set('id', entry.id);
    body.set('kind', entry.file.kind);
    body.set('text', entry.text);
    body.set('file', file, entry.file.name);
    return ['/chat/berkas', { body }];
  }

  async function blob(id) {
    return blobs.get(id) ?? (await withFiles('readonly', (files) => files.get(id)));
  }

  function drop(id) {
    const entry = entries.find((one) => one.id === id);
    entries = entries.filter((one) => one.id !== id);
    save();
    if (entry?.file) withFiles('readwrite', (files) => files.delete(id));
  }

  function save() {
    store.set(key, entries.length > 0 ? JSON.stringify(entries) : null);
  }
}

function readEntries() {
  try {
    return JSON.parse(store.get(key)) ?? [];
  } catch {
    return [];
  }
}

/** @returns the outcome of one request to the store of files, or undefined where the browser has none. */
function withFiles(mode, act) {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open('klinik', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('files');
      opening.onerror = () => resolve(undefined);
      opening.onsuccess = () => {
        const request = act(opening.result.transaction('files', mode).objectStore('files'));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
      };
    } catch {
      resolve(undefined);
    }
  });
}
