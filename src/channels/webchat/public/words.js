/** The page's words stand in chat.html; here they are looked up, and elements are made. */

const words = new Map();
const terms = document.getElementById('words').content.querySelectorAll('dt');
for (const term of terms) words.set(term.textContent, term.nextElementSibling.textContent);

/** @returns the sentence of that name, its `{holes}` filled. */
export function word(name, facts = {}) {
  return (words.get(name) ?? name).replace(/\{(\w+)\}/g, (hole, key) => facts[key] ?? hole);
}

export const byId = (id) => document.getElementById(id);

/** Makes an element; text is always text, never markup. */
export function make(tag, { text, on, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  if (on) element.addEventListener('click', on);
  element.append(...children.filter(Boolean));
  return element;
}

const sprite = new URL('icons.svg', import.meta.url).pathname;

export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const use = document.createElementNS(ns, 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** Back to writing; on a phone to another place, for the keyboard would cover what was just said. */
export function focusWriting(orElse) {
  const fine = matchMedia('(pointer: fine)').matches;
  byId(fine ? 'text' : orElse).focus({ preventScroll: true });
}

let hiding;

/** One line above the conversation; without `ms` it stays until it is taken away with an empty text. */
export function notice(text, ms) {
  const line = byId('notice');
  clearTimeout(hiding);
  line.textContent = text;
  line.hidden = text === '';
  if (ms) hiding = setTimeout(() => notice(''), ms);
}

/** What a browser refuses to keep (private windows, full storage) is kept while the page is open. */
export const store = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // The page goes on without it.
    }
  },
};
