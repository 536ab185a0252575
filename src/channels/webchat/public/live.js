/**
 * New messages as they come: a stream of events, and where a network does not let one through, asking every few
 * seconds.
 */
import { notice, word } from './words.js';

const pollMs = 4_000;
const silenceMs = 50_000;
const firstEventMs = 8_000;
const streamAgainMs = 120_000;

/**
 * @param resume where the history that is shown ends.
 * @param onItems called with messages, in order; one may come twice.
 */
export function startLive({ resume, onItems, onTyping }) {
  let source;
  let watch;
  let poll;
  let lost = 0;

  open();
  addEventListener('online', again);
  addEventListener('offline', () => notice(word('offline')));
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => event.persisted && again());
  document.addEventListener('visibilitychange', () => !document.hidden && poll && again());

  return { now: ask };

  function open() {
    close();
    if (!window.EventSource) return later();
    source = new EventSource(`/chat/aliran?after=${resume}`);
    expect(firstEventMs);
    source.addEventListener('beat', alive);
    source.addEventListener('typing', () => onTyping());
    source.addEventListener('items', (event) => {
      alive();
      take(JSON.parse(event.data));
    });
    source.onerror = () => {
      if (!navigator.onLine) notice(word('offline'));
      else if (++lost > 2) notice(word('reconnecting'));
      // Closed for good: refused, not merely dropped.
      if (source && source.readyState === 2) fallBack();
    };
  }

  function close() {
    clearTimeout(watch);
    clearTimeout(poll);
    poll = undefined;
    source?.close();
    source = undefined;
  }

  function again() {
    notice('');
    open();
  }

  function alive() {
    if (lost > 0 || navigator.onLine === false) notice('');
    lost = 0;
    expect(silenceMs);
  }

  /** A connection that says nothing for too long is dead, whatever the browser thinks of it. */
  function expect(ms) {
    clearTimeout(watch);
    watch = setTimeout(() => (ms === firstEventMs ? fallBack() : open()), ms);
  }

  function fallBack() {
    close();
    later(500);
    watch = setTimeout(open, streamAgainMs);
  }

  function later(ms = pollMs) {
    clearTimeout(poll);
    poll = setTimeout(async () => {
      await ask();
      if (poll) later();
    }, ms);
  }

  async function ask() {
    try {
      const response = await fetch(`/chat/riwayat?after=${resume}`);
      if (!response.ok) return;
      if (lost > 0) notice('');
      lost = 0;
      take(await response.json());
    } catch {
      if (++lost > 1) notice(word(navigator.onLine ? 'reconnecting' : 'offline'));
    }
  }

  function take(reading) {
    resume = Math.max(resume, reading.resume);
    if (reading.items.length > 0) onItems(reading.items);
  }
}
