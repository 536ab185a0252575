/* Live updates: told that something changed, fetch this very page anew and mend only what differs. What somebody is
   writing in, has opened or is reading stays; nothing moves under a finger. */
(() => {
  const { live: source, address } = document.body.dataset;
  if (!source || !window.EventSource) return;

  const quietMs = 400;
  const tickMs = 60_000;
  /** What the server last sent for each part, by id: the page's own may have been changed since (a picture opened). */
  const sent = new Map();
  let stream = null;
  let wanted = null;
  let fetching = false;

  const lists = (root) => [...root.querySelectorAll('[data-live-list]')];
  const parts = (root) => [...root.querySelectorAll('[data-live-part]')];
  const remember = (element) => sent.set(element.id, element.outerHTML);
  for (const list of lists(document)) for (const child of list.children) if (child.id) remember(child);
  for (const part of parts(document)) remember(part);

  const isBusy = (element) =>
    element.contains(document.activeElement) ||
    [...element.querySelectorAll('textarea, input:not([type=hidden]), select')].some(
      (field) => field.value !== field.defaultValue && field.defaultValue !== undefined,
    );

  /**
   * Takes the new one in place of the old, unless somebody is at work in it. @returns the element that stands there
   * now.
   */
  const renew = (old, next) => {
    if (sent.get(old.id) === next.outerHTML) return old;
    if (isBusy(old)) {
      renewVersions(old, next);
      return old;
    }
    const openOnes = [...old.querySelectorAll('details[open]'), ...(old.matches('details[open]') ? [old] : [])];
    const opened = new Set(openOnes.map((one) => one.id).filter(Boolean));
    remember(next);
    const wasDetails = old.matches('details');
    const wasOpen = old.open;
    old.replaceWith(next);
    if (wasDetails) next.open = wasOpen;
    for (const details of next.querySelectorAll('details')) if (opened.has(details.id)) details.open = true;
    return next;
  };

  /** An empty draft has not begun: what arrives now is seen before it does. */
  const renewVersions = (old, next) => {
    const field = old.querySelector('textarea');
    if (field?.value.trim() !== '') return;
    for (const input of next.querySelectorAll('input[type=hidden]')) {
      const mine = old.querySelector(`input[name="${input.name}"]`);
      if (mine) mine.value = input.value;
    }
  };

  const mendList = (list, next) => {
    const mine = new Map([...list.children].filter((child) => child.id).map((child) => [child.id, child]));
    const theirs = [...next.children].filter((child) => child.id);
    if (list.dataset.liveList === 'ask') {
      const before = [...mine.keys()].join(' ');
      const after = theirs.map((child) => child.id).join(' ');
      for (const child of theirs) if (mine.has(child.id)) renew(mine.get(child.id), child.cloneNode(true));
      announceQueue(before === after ? 0 : theirs.filter((child) => !mine.has(child.id)).length, before !== after);
      return 0;
    }
    let added = 0;
    let place = null;
    for (const child of theirs) {
      const old = mine.get(child.id);
      const now = old ? renew(old, child) : child;
      if (!old) {
        remember(now);
        added += 1;
        if (place) place.after(now);
        else list.prepend(now);
      }
      place = now;
      mine.delete(child.id);
    }
    for (const [id, gone] of mine) {
      if (isBusy(gone)) continue;
      gone.remove();
      sent.delete(id);
    }
    return added;
  };

  const announceQueue = (added, isOther) => {
    const line = document.getElementById('kabar-antrean');
    if (!line) return;
    const text = added > 0 ? `${added} tiket baru, tampilkan` : 'Urutan berubah, tampilkan';
    if (isOther && line.textContent === text) return;
    line.replaceChildren();
    if (isOther) line.append(linkTo(address, text));
  };

  const refresh = async () => {
    if (fetching) {
      later();
      return;
    }
    fetching = true;
    try {
      const answer = await fetch(address, { headers: { Accept: 'text/html', 'X-Langsung': '1' }, redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 404) {
        say('Tidak lagi di sini. Kembali ke antrean.', true);
        return;
      }
      if (!answer.ok) return;
      mend(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      /* The network is away; the stream comes back by itself and asks again. */
    } finally {
      fetching = false;
    }
  };

  const mend = (next) => {
    const thread = document.getElementById('percakapan');
    const wasBottom = !thread || Math.abs(thread.scrollTop) < 24;
    const height = thread?.scrollHeight ?? 0;
    const top = thread?.scrollTop ?? 0;
    let added = 0;
    for (const list of lists(document)) {
      const counterpart = next.getElementById(list.id);
      if (!counterpart) continue;
      const count = mendList(list, counterpart);
      if (list.dataset.liveList === 'append') added += count;
    }
    for (const part of parts(document)) {
      const counterpart = next.getElementById(part.id);
      if (counterpart) renew(part, counterpart);
    }
    for (const count of document.querySelectorAll('[data-view-count]')) {
      const counterpart = next.querySelector(`[data-view-count="${count.dataset.viewCount}"]`);
      if (counterpart) count.textContent = counterpart.textContent;
    }
    if (added === 0) return;
    say('Pesan baru di percakapan ini.');
    if (thread && !wasBottom) {
      thread.scrollTop = top - (thread.scrollHeight - height);
      document.querySelector('[data-bottom]').hidden = false;
    }
  };

  const say = (text, isLoud = false) => {
    document.getElementById('kabar').textContent = text;
    if (!isLoud) return;
    const line = document.getElementById('keadaan') ?? document.getElementById('kabar-antrean');
    line?.replaceChildren(linkTo('/', text));
  };

  const linkTo = (href, text) => {
    const link = document.createElement('a');
    link.className = 'button';
    link.href = href;
    link.textContent = text;
    return link;
  };

  const later = () => {
    clearTimeout(wanted);
    wanted = setTimeout(refresh, quietMs);
  };

  const count = (counts) => {
    for (const [path, number] of Object.entries(counts)) {
      for (const badge of document.querySelectorAll(`[data-count="${path}"]`)) {
        badge.textContent = number > 0 ? String(number) : '';
      }
    }
  };

  const connect = () => {
    stream?.close();
    stream = new EventSource(source);
    stream.addEventListener('jumlah', (event) => {
      count(JSON.parse(event.data));
      // Also the first time: what happened between the drawing of the page and now was told to nobody.
      later();
    });
    stream.addEventListener('berubah', later);
    stream.addEventListener('keluar', () => location.assign(`/masuk?ke=${encodeURIComponent(address)}`));
  };

  /* A hidden page holds no connection: browsers allow few, and people open many tickets. */
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else {
      connect();
      later();
    }
  });
  if (!document.hidden) connect();
  setInterval(() => !document.hidden && later(), tickMs);
  window.addEventListener('pagehide', () => stream?.close());

  const thread = document.getElementById('percakapan');
  const bottom = document.querySelector('[data-bottom]');
  bottom?.addEventListener('click', () => {
    thread.scrollTop = 0;
    bottom.hidden = true;
  });
  thread?.addEventListener('scroll', () => {
    if (Math.abs(thread.scrollTop) < 24) bottom.hidden = true;
  });
})();
