/* Drafts survive a reload and an expired login, on this tab only; with them what their writer had seen, so that the
   stale guard still holds. They are forgotten when the act they were for is done. */
(() => {
  const versions = ['versi', 'terlihat'];
  const owner = document.body.dataset.staff;
  const done = new URLSearchParams(location.search).get('kabar');

  for (const field of document.querySelectorAll('textarea[data-draft]')) {
    const key = `draf ${owner} ${field.dataset.draft}`;
    const { form } = field;
    const hidden = [...form.querySelectorAll('input[type=hidden]')].filter((input) => versions.includes(input.name));
    const keep = (seen) => {
      const draft = { text: field.value };
      for (const { name, value } of hidden) draft[name] = seen?.[name] ?? value;
      sessionStorage.setItem(key, JSON.stringify(draft));
    };

    if (done && field.dataset.draftDone.split(' ').includes(done)) sessionStorage.removeItem(key);
    /* A page that gives a draft back has newer versions on purpose: its reader has seen them. */
    if (field.value !== '') keep(null);
    const kept = read(key);
    if (kept) {
      field.value = kept.text;
      if (isMyDoing(kept, form)) kept.versi = form.elements.versi.value;
      for (const input of hidden) input.value = kept[input.name] ?? input.value;
    }
    let began = kept !== null;
    field.addEventListener('input', () => {
      if (field.value.trim() === '') {
        began = false;
        sessionStorage.removeItem(key);
        return;
      }
      keep(began ? read(key) : null);
      began = true;
    });
  }

  /** The one step that the ticket moved was this person's own act, just done: nothing of it is news to the draft. */
  function isMyDoing(kept, form) {
    const { versi, terlihat } = form.elements;
    return done && versi && kept.terlihat === terlihat.value && Number(kept.versi) + 1 === Number(versi.value);
  }

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }
})();
