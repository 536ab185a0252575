/** The chat page: loads what was said, keeps listening, and hands what is written to the outbox. */
import { createAttach } from './attach.js';
import { keepPlace } from './follow.js';
import { startLive } from './live.js';
import { createOutbox } from './outbox.js';
import { createThread } from './thread.js';
import { byId, focusWriting, notice, store, word } from './words.js';

const draftKey = 'klinik-draft';
const title = document.title;
let links = {};
let unread = 0;
let acknowledged = 0;
let live;

const thread = createThread({ onChoice: choose, onRetry: () => outbox.flush(), onDrop: forget, onCard: card });
const outbox = createOutbox({ onState: changed });
const place = keepPlace();
const attach = createAttach({ onChange: refreshComposer });
const field = byId('text');
const log = byId('log');

setUpComposer();
setUpAbout();
setUpPast();
tellOfLink();
byId('composer').hidden = false;
loadHistory();

async function loadHistory() {
  for (let wait = 2; ; wait = Math.min(30, wait * 2)) {
    try {
      const response = await fetch('/chat/riwayat');
      if (response.status === 401) {
        notice(word('no-cookie'));
        return;
      }
      if (response.ok) return await begin(await response.json());
    } catch {
      // Offline or the server restarts: what waits in the outbox is shown all the same.
    }
    if (thread.isEmpty()) await showWaiting();
    notice(word(navigator.onLine ? 'no-history' : 'offline'));
    await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  }
}

async function begin(history) {
  links = history.links;
  notice('');
  thread.add(history.items);
  byId('more').hidden = !history.more;
  await showWaiting();
  acknowledge(history.items);
  refreshWelcome();
  place.toMine();
  // Only what comes from now on is read aloud, not the whole past.
  log.setAttribute('aria-live', 'polite');
  live = startLive({ resume: history.resume, onItems: arrived, onTyping: () => typing(true) });
  if (byId('notice').hidden && !navigator.onLine) notice(word('offline'));
  outbox.flush();
}

/** Messages of an earlier visit that never left this device. */
async function showWaiting() {
  for (const entry of outbox.entries()) {
    if (log.querySelector(`[data-waits="${entry.id}"]`)) continue;
    const blob = entry.file?.kind === 'photo' ? await outbox.blob(entry.id) : undefined;
    showPending(entry, blob);
    thread.setState(entry.id, 'waiting');
  }
  refreshWelcome();
}

function showPending(entry, blob) {
  thread.addPending(entry, blob && entry.file.kind === 'photo' ? URL.createObjectURL(blob) : undefined);
  log.lastElementChild.dataset.waits = entry.id;
}

function arrived(items) {
  place.look();
  const fresh = thread.add(items);
  if (fresh.length === 0) return;
  acknowledge(fresh);
  refreshWelcome();
  const answers = fresh.filter((item) => item.author !== 'citizen');
  if (answers.length === 0) return;
  typing(false);
  place.arrived(answers.map((item) => thread.bubble(item.seq)));
  if (document.hidden) {
    unread += answers.length;
    document.title = `${word('new-count', { n: unread })} · ${title}`;
  }
}

/** Tells the desk what this device has got; asked again at the next message if it fails. */
function acknowledge(items) {
  const upTo = Math.max(0, ...items.filter((item) => item.author !== 'citizen').map((item) => item.seq));
  if (upTo <= acknowledged) return;
  const headers = { 'content-type': 'application/json' };
  fetch('/chat/diterima', { method: 'POST', headers, body: JSON.stringify({ upTo }), keepalive: true })
    .then((response) => {
      if (response.ok) acknowledged = Math.max(acknowledged, upTo);
    })
    .catch(() => undefined);
}

function send(parts, blob) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const entry = { id, at: Date.now(), text: '', ...parts };
  showPending(entry, blob);
  refreshWelcome();
  place.toMine();
  outbox.add(entry, blob);
}

function sendWritten() {
  const text = field.value.trim();
  if (!text && !attach.has()) return;
  const held = attach.take();
  if (held?.blob) send({ text, file: { name: held.name, kind: held.kind } }, held.blob);
  else send({ text, ...(held ? { location: held.location } : {}) });
  field.value = '';
  store.set(draftKey, null);
  refreshComposer();
  field.focus();
}

function choose(choice) {
  send({ choice: choice.id, label: choice.label });
  focusWriting('scroll');
}

function changed(id, state, reason) {
  thread.setState(id, state, reason);
  // A department's consultant does not answer within seconds: dots are shown for the assistant alone.
  if (state === 'stored' && thread.lastAuthor() !== 'staff') typing(true);
  if (state === 'stored') setTimeout(() => live?.now(), 400);
}

function forget(id) {
  outbox.drop(id);
  thread.drop(id);
  refreshWelcome();
}

let typingEnds;

function typing(on) {
  clearTimeout(typingEnds);
  byId('typing').hidden = !on;
  if (on) typingEnds = setTimeout(() => typing(false), 10_000);
}

function setUpComposer() {
  field.value = store.get(draftKey) ?? '';
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    sendWritten();
  });
  field.addEventListener('input', () => {
    store.set(draftKey, field.value || null);
    refreshComposer();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendWritten();
  });
  for (const example of document.querySelectorAll('.example')) {
    example.addEventListener('click', () => {
      field.value = example.textContent;
      refreshComposer();
      field.focus();
    });
  }
  refreshComposer();
}

/** One button at the end: the voice while nothing is written, sending once there is something to send. */
function refreshComposer() {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
  const something = field.value.trim() !== '' || attach?.has();
  byId('composer').classList.toggle('ready', Boolean(something));
}

function setUpAbout() {
  const about = byId('about');
  const open = (on) => {
    about.classList.toggle('open', on);
    byId('talk').inert = on;
    byId('about-open').setAttribute('aria-expanded', String(on));
    byId(on ? 'about-close' : 'about-open').focus();
  };
  byId('about-open').addEventListener('click', () => open(true));
  byId('about-close').addEventListener('click', () => open(false));
  about.addEventListener(
    'keydown',
    (event) => event.key === 'Escape' && about.classList.contains('open') && open(false),
  );
  matchMedia('(min-width: 60rem)').addEventListener('change', (wide) => wide.matches && open(false));
  byId('copy-back').addEventListener('click', copyBack);
  byId('leave').addEventListener('click', () => confirm(word('leave-ask')) && leave());
  byId('not-mine').addEventListener('click', leave);
}

function setUpPast() {
  const scroll = byId('scroll');
  byId('more').addEventListener('click', async () => {
    const response = await fetch(`/chat/riwayat?before=${thread.first()}`).catch(() => null);
    if (!response?.ok) return notice(word('no-history'), 5_000);
    const { items, more } = await response.json();
    const below = scroll.scrollHeight - scroll.scrollTop;
    log.setAttribute('aria-live', 'off');
    thread.add(items);
    byId('more').hidden = !more;
    scroll.scrollTop = scroll.scrollHeight - below;
    requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'));
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    unread = 0;
    document.title = title;
  });
}

/** The conversation came here by a secret link: said openly, since a stranger's link could otherwise listen in. */
function tellOfLink() {
  const told = new URLSearchParams(location.search).get('tautan');
  if (!told) return;
  history.replaceState(null, '', '/chat');
  byId('adopted').hidden = told !== 'diterima';
  if (told === 'tidak-berlaku') setTimeout(() => notice(word('bad-link'), 15_000), 1_500);
}

async function leave() {
  const response = await fetch('/chat/keluar', { method: 'POST' }).catch(() => null);
  if (!response?.ok) return notice(word('reconnecting'), 5_000);
  outbox.clear();
  store.set(draftKey, null);
  location.replace('/chat');
}

function card(code) {
  const made = byId('card').content.cloneNode(true).firstElementChild;
  made.querySelector('[data-slot=code]').textContent = code;
  made.querySelector('[data-act=copy-code]').addEventListener('click', () => copy(code, 'copied-code'));
  made.querySelector('[data-act=copy-back]').addEventListener('click', copyBack);
  for (const link of made.querySelectorAll('[data-link]')) {
    const href = links[link.dataset.link];
    if (!href) link.remove();
    else if (link.dataset.link === 'telegram') link.href = href;
    else link.href = `${href}?text=${encodeURIComponent(word('whatsapp-text', { code }))}`;
  }
  return made;
}

/** Made when it is asked for; the one before ends. */
async function copyBack() {
  const response = await fetch('/chat/tautan', { method: 'POST' }).catch(() => null);
  if (!response?.ok) return notice(word('reconnecting'), 5_000);
  const { path } = await response.json();
  await copy(new URL(path, location.href).href, 'copied-back');
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    notice(word(done), 5_000);
  } catch {
    // Without https a browser gives no clipboard: the text is shown, ready to be copied.
    prompt(word('copy-by-hand'), text);
  }
}

function refreshWelcome() {
  byId('welcome').hidden = !thread.isEmpty();
}
