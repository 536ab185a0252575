/**
 * Who reads at the end of the conversation stays there, whatever grows or shrinks; who has scrolled up is not torn
 * away.
 */
import { byId } from './words.js';

const nearPx = 120;

/** @returns `toEnd()`, and `isFollowing()`: false for who reads further up. */
export function followEnd() {
  const scroll = byId('scroll');
  let following = true;
  let top = 0;
  let height = 0;

  scroll.addEventListener('scroll', look, { passive: true });
  // A message, a notice, the keyboard of a phone: each changes what fits.
  const stay = new ResizeObserver(() => following && toEnd());
  stay.observe(scroll);
  stay.observe(scroll.firstElementChild);
  byId('newest').addEventListener('click', toEnd);
  return { toEnd, isFollowing: () => following };

  function toEnd() {
    following = true;
    scroll.scrollTop = scroll.scrollHeight;
  }

  function look() {
    const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < nearPx;
    // Only a hand that scrolls up ends the following; what grows meanwhile does not.
    if (near) following = true;
    else if (scroll.scrollTop < top && scroll.scrollHeight === height) following = false;
    top = scroll.scrollTop;
    height = scroll.scrollHeight;
    if (following) byId('newest').hidden = true;
  }
}
