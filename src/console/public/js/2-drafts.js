/* Drafts survive a reload, on this tab only; with them what their writer had seen, so that the stale guard still holds. */
(() => {
  const versions = ['versi', 'terlihat'];
  const owner = document.body.dataset.staff;
  const keyOf = (name) => `draf ${owner} ${name}`;

  for (const field of document.querySelectorAll('[data-draft] textarea, textarea[data-draft-field]')) {
    const name = field.dataset.draftField ?? field.form.dataset.draft;
    const hidden = () =>
      [...field.form.querySelectorAll('input[type=hidden]')].filter((input) => versions.includes(input.name));
    /* A page that gives a draft back has newer versions on purpose: its reader has seen them. */
    const isGiven = field.value !== '';
    const kept = isGiven ? null : read(keyOf(name));
    if (kept) {
      field.value = kept.text;
      if (isMyDoing(kept, field.form)) Object.assign(kept, { versi: field.form.elements.versi.value });
      for (const input of hidden()) if (kept[input.name] !== undefined) input.value = kept[input.name];
    }
    let began = kept !== null;
    field.addEventListener('input', () => {
      if (field.value.trim() === '') {
        began = false;
        sessionStorage.removeItem(keyOf(name));
        return;
      }
      const seen = began ? read(keyOf(name)) : null;
      began = true;
      const draft = { text: field.value };
      for (const input of hidden()) draft[input.name] = seen?.[input.name] ?? input.value;
      sessionStorage.setItem(keyOf(name), JSON.stringify(draft));
    });
    field.form.addEventListener('submit', () => sessionStorage.removeItem(keyOf(name)));
  }

  /** The one step that the ticket moved was this person's own act, just done: nothing of it is news to the draft. */
  function isMyDoing(kept, form) {
    const { versi, terlihat } = form.elements;
    const hasActed = new URLSearchParams(location.search).has('kabar');
    return hasActed && versi && kept.terlihat === terlihat.value && Number(kept.versi) + 1 === Number(versi.value);
  }

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }
})();
