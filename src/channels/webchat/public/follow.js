/**
 * Keeps the place in the conversation. An answer is read from its beginning: what the visitor wrote last stays in
 * sight, however long the answer is. Who has moved the page by hand is not torn away; at the end it is kept at the end.
 */
import { byId } from './words.js';

const nearPx = 120;
/** Above the bubble that stays in sight. */
const airPx = 12;
/** So much of a bubble shows that it has begun. */
const begunPx = 48;

/** @returns `toMine()` for what was sent or loaded; `look()` before answers are added, `arrived(bubbles)` after it. */
export function keepPlace() {
  const scroll = byId('scroll');
  const log = byId('log');
  const newest = byId('newest');
  /** Whether the place is kept here, or in the visitor's hand. */
  let keeping = true;
  /** The bubble that stays in sight: a function, since bubbles are replaced once they are stored. None: the end. */
  let anchor = nothing;
  let unseen = nothing;
  let placed = 0;

  scroll.addEventListener('scroll', look, { passive: true });
  // A message, a notice, the keyboard of a phone: each changes what fits.
  const stay = new ResizeObserver(() => keeping && place());
  stay.observe(scroll);
  stay.observe(scroll.firstElementChild);
  newest.addEventListener('click', () => {
    anchor = unseen;
    place();
    newest.hidden = true;
  });
  return { toMine, look, arrived };

  function toMine() {
    anchor = lastMine;
    unseen = nothing;
    newest.hidden = true;
    place();
    tellOf(log.lastElementChild);
  }

  function arrived(bubbles) {
    const first = bubbles[0];
    if (newest.hidden) unseen = () => first;
    if (keeping) {
      // What stood there is read: its reader is at the end.
      if (!anchor()) anchor = () => first;
      place();
    }
    tellOf(bubbles.at(-1));
  }

  function place() {
    keeping = true;
    const bubble = anchor();
    const end = scroll.scrollHeight - scroll.clientHeight;
    scroll.scrollTop = bubble ? Math.min(end, scroll.scrollTop + topOf(bubble) - airPx) : end;
    placed = scroll.scrollTop;
  }

  /** Notices a hand that has moved the page. */
  function look() {
    if (Math.abs(scroll.scrollTop - placed) < 2) return;
    placed = scroll.scrollTop;
    anchor = nothing;
    keeping = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < nearPx;
    if (keeping) newest.hidden = true;
  }

  /** Says that something waits below, where its beginning is out of sight. */
  function tellOf(bubble) {
    if (bubble && topOf(bubble) > scroll.clientHeight - begunPx) newest.hidden = false;
  }

  function topOf(bubble) {
    return bubble.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  }

  function lastMine() {
    return [...log.querySelectorAll('.citizen')].pop();
  }
}

function nothing() {
  return undefined;
}
