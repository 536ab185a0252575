/**
 * The conversation on the page: bubbles in order, days between them, choices that retire, the card of a filed ticket.
 */
import { byId, icon, make, word } from './words.js';

const zone = 'Asia/Jakarta';
const timeFormat = new Intl.DateTimeFormat('id-ID', { hour: '2-digit', minute: '2-digit', timeZone: zone });
const dayFormat = new Intl.DateTimeFormat('id-ID', { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone });
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: zone });

/** @param onChoice, onRetry, onDrop what the visitor taps; onCard fills the card of a ticket. */
export function createThread({ onChoice, onRetry, onDrop, onCard }) {
  const log = byId('log');
  /** Bubbles of the desk by seq, those of this page that the desk has not yet by id. */
  const bySeq = new Map();
  const byClientId = new Map();
  const labels = new Map();

  return {
    add,
    addPending,
    setState,
    drop,
    first: () => Math.min(...bySeq.keys()),
    bubble: (seq) => bySeq.get(seq),
    isEmpty,
    lastAuthor,
  };

  /** @returns those that were not shown before. */
  function add(items) {
    const fresh = items.filter((item) => !bySeq.has(item.seq));
    for (const item of fresh) {
      const pending = item.id && byClientId.get(item.id);
      const bubble = bubbleOf(item, pending?.querySelector('img'));
      pending?.remove();
      byClientId.delete(item.id);
      bySeq.set(item.seq, bubble);
      log.insertBefore(bubble, nextOf(item.seq));
    }
    if (fresh.length > 0) arrange();
    return fresh;
  }

  /** A message that is on its way; `picture` is the address of its preview. */
  function addPending(entry, picture) {
    const files = entry.file ? [entry.file] : [];
    const item = { ...entry, author: 'citizen', text: entry.label ?? entry.text, choices: [], files };
    const bubble = bubbleOf(item, picture && make('img', { src: picture, alt: word('photo') }));
    byClientId.set(entry.id, bubble);
    log.append(bubble);
    arrange();
  }

  function setState(id, state, reason) {
    const bubble = byClientId.get(id);
    if (!bubble) return;
    bubble.dataset.state = state;
    const foot = bubble.querySelector('.state');
    foot.replaceChildren();
    if (state === 'unsent')
      foot.append(make('button', { type: 'button', text: word('unsent'), on: () => onRetry(id) }));
    else if (state === 'refused') {
      foot.append(
        `${word('refused')}. ${reason ?? ''} `,
        make('button', { type: 'button', text: word('drop'), on: () => onDrop(id) }),
      );
    } else foot.textContent = word(state);
  }

  function drop(id) {
    byClientId.get(id)?.remove();
    byClientId.delete(id);
    arrange();
  }

  function nextOf(seq) {
    const after = (bubble) => !bubble.dataset.seq || Number(bubble.dataset.seq) > seq;
    return [...log.querySelectorAll('.bubble')].find(after) ?? null;
  }

  /** Days, repeated names, choices and cards depend on the neighbours: set anew after each change. */
  function arrange() {
    for (const day of log.querySelectorAll('.day')) day.remove();
    const bubbles = [...log.children];
    const lastWritten = bubbles.map((bubble) => bubble.dataset.author).lastIndexOf('citizen');
    const cards = cardPlaces(bubbles);
    const lastCard = Math.max(...cards.values());
    let before;
    bubbles.forEach((bubble, index) => {
      const { day, who, code } = bubble.dataset;
      if (day !== before?.dataset.day) bubble.before(make('p', { class: 'day' }, make('span', { text: dayName(day) })));
      const isSame = who === before?.dataset.who && day === before?.dataset.day;
      bubble.classList.toggle('same', isSame);
      bubble.classList.remove('joined');
      before?.classList.toggle(
        'joined',
        isSame && timeOf(before) === timeOf(bubble) && !before.querySelector('.card:not([hidden])'),
      );
      if (index < lastWritten) bubble.querySelector('.choices')?.remove();
      bubble.querySelector('.card')?.toggleAttribute('hidden', cards.get(code) !== index);
      bubble.querySelector('[data-slot=more]')?.toggleAttribute('hidden', index !== lastCard);
      before = bubble;
    });
  }

  /** Once a code: below what says that it is filed, the last of what was said then. @returns places by code. */
  function cardPlaces(bubbles) {
    const places = new Map();
    bubbles.forEach(({ dataset: { code } }, index) => {
      const before = places.get(code);
      if (code && (before === undefined || before === index - 1)) places.set(code, index);
    });
    return places;
  }

  function bubbleOf(item, picture) {
    const mine = item.author === 'citizen';
    const { name, text, head } = speaker(item);
    const bubble = make('article', { class: `bubble ${item.author}` });
    Object.assign(bubble.dataset, { author: item.author, who: name, day: dayKey.format(item.at) });
    if (item.seq !== undefined) bubble.dataset.seq = item.seq;
    bubble.append(make('p', { class: mine ? 'sr' : 'who', text: name }, head && make('span', { text: head })));
    const body = make('div', { class: 'body' });
    for (const file of item.files) body.append(picture ?? attachment(file));
    if (item.location) body.append(place(item.location));
    // A choice that the desk tells only by its id.
    const said = text || labels.get(item.choice);
    if (said) body.append(paragraph(said, mine));
    bubble.append(body);
    const time = make('time', { datetime: new Date(item.at).toISOString(), text: timeFormat.format(item.at) });
    const state = mine && make('span', { class: 'state', text: item.seq === undefined ? word('sending') : '' });
    bubble.append(make('p', { class: 'foot' }, time, state, mine && icon('check')));
    if (item.ticketCode) {
      bubble.dataset.code = item.ticketCode;
      bubble.append(onCard(item.ticketCode));
    }
    if (item.choices.length > 0) bubble.append(choices(item.choices));
    return bubble;
  }

  function choices(list) {
    for (const { id, label } of list) labels.set(id, label);
    const buttons = list.map((choice) =>
      make('button', { type: 'button', text: choice.label, on: () => onChoice(choice) }),
    );
    return make('div', { class: 'choices', role: 'group', 'aria-label': word('choices') }, ...buttons);
  }

  function isEmpty() {
    return bySeq.size === 0 && byClientId.size === 0;
  }

  function lastAuthor() {
    return [...log.querySelectorAll('.bot, .staff')].pop()?.dataset.author;
  }
}

/** An answer of staff opens with "DPKP · KP-7FX3-MQ9" for channels without names: here that line stands in the head. */
function speaker(item) {
  if (item.author !== 'staff') return { name: word(item.author === 'bot' ? 'bot' : 'me'), text: item.text };
  const { short, name } = item.department ?? { name: word('staff') };
  const opens = item.text.match(/^[*_]*([^\n]+?)[*_]*:?\n+/);
  if (!short || !opens?.[1].startsWith(short)) return { name, text: item.text };
  const code = opens[1].slice(short.length).replace(/^[\s·-]+/, '');
  return { name, head: code, text: item.text.slice(opens[0].length) };
}

function attachment(file) {
  const name = file.kind === 'document' && file.name ? file.name : word(file.kind);
  return make(
    'p',
    { class: 'file' },
    icon({ photo: 'camera', voice: 'voice', audio: 'voice' }[file.kind] ?? 'file'),
    name,
  );
}

function place({ latitude, longitude }) {
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
  const link = make('a', { href, rel: 'noreferrer', target: '_blank', text: word('map') });
  return make('p', { class: 'file' }, icon('pin'), `${word('location')} · `, link);
}

/** Addresses and the number 112 become links, *bold* becomes bold; everything else is plain text. */
function paragraph(text, mine) {
  const box = make('p', { class: 'text' });
  let at = 0;
  const pattern = mine
    ? /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g
    : /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|\b112\b(?![.,]?\d)|\*[^*\n]+\*/g;
  for (const match of text.matchAll(pattern)) {
    const found = match[0];
    if (found === '112' && /[\d.,/-]$|Rp\s?$/.test(text.slice(0, match.index))) continue;
    box.append(text.slice(at, match.index));
    if (found.startsWith('*')) box.append(make('strong', { text: found.slice(1, -1) }));
    else if (found === '112') box.append(make('a', { href: 'tel:112', text: found }));
    else box.append(make('a', { href: found, rel: 'noreferrer', target: '_blank', text: found }));
    at = match.index + found.length;
  }
  box.append(text.slice(at));
  return box;
}

function timeOf(bubble) {
  return bubble.querySelector('.foot time')?.textContent;
}

function dayName(day) {
  const now = Date.now();
  if (day === dayKey.format(now)) return word('today');
  if (day === dayKey.format(now - 86_400_000)) return word('yesterday');
  const year = day.slice(0, 4);
  const name = dayFormat.format(new Date(`${day}T12:00:00+07:00`));
  return year === dayKey.format(now).slice(0, 4) ? name : `${name} ${year}`;
}
