/**
 * Runs in WhatsApp Web's page before anything else. Builds since July 2026 keep the text of a message key under another
 * name than `_serialized`, which the library asks for everywhere: this gives it back. Where nothing was renamed it does
 * nothing. What is renamed is told by the class itself: its `toString` returns that property.
 */
(() => {
  const lookMs = 10;
  const givesUpAfterMs = 120_000;
  const looking = setInterval(look, lookMs);
  setTimeout(() => clearInterval(looking), givesUpAfterMs);

  function look() {
    let MsgKey;
    try {
      MsgKey = window.require('WAWebMsgKey');
      MsgKey = MsgKey?.default ?? MsgKey;
    } catch {
      return;
    }
    if (typeof MsgKey !== 'function') return;
    clearInterval(looking);
    const name = /return\s+this\.([\w$]+)/.exec(String(MsgKey.prototype.toString))?.[1];
    if (name !== undefined && name !== '_serialized') giveBack(MsgKey.prototype, name);
  }

  /** From now on a key keeps its text under the old name; one that was made before still answers to it. */
  function giveBack(prototype, name) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      get() {
        return Object.hasOwn(this, '_serialized') ? this._serialized : undefined;
      },
      set(text) {
        const own = { value: text, writable: true, configurable: true, enumerable: true };
        Object.defineProperty(this, '_serialized', own);
      },
    });
    Object.defineProperty(prototype, '_serialized', {
      configurable: true,
      get() {
        return Object.hasOwn(this, name) ? this[name] : undefined;
      },
    });
  }
})();
