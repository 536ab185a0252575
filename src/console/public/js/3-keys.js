/* The keyboard, and small conveniences: shortcuts, one submission a form, menus that close, codes that copy. */
(() => {
  const items = () => [...document.querySelectorAll('.queue-item')];
  const isTyping = (target) => target.closest('input, textarea, select, [contenteditable], dialog[open]') !== null;

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && target.matches('textarea')) {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (event.key === 'Escape') {
      const menu = document.querySelector('.account[open]');
      if (menu) {
        menu.open = false;
        menu.querySelector('summary').focus();
      } else if (isTyping(target)) target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
    else if (event.key === '?') open('pintasan');
    else {
      const field = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key === event.key);
      if (!field || field.offsetParent === null) return;
      field.focus();
    }
    event.preventDefault();
  });

  /** From the chosen one, or from the open ticket, or from the top. */
  function step(by) {
    const all = items();
    if (all.length === 0) return;
    const focused = all.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : all.findIndex((item) => item.getAttribute('aria-current') === 'true');
    const next = all[Math.min(all.length - 1, Math.max(0, from + by))];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  function open(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  }

  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-open]');
    if (opener) open(opener.dataset.open);
    const menu = document.querySelector('.account[open]');
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  /* A second tap on a slow network must not send twice. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    for (const button of form.querySelectorAll('button[type=submit]')) button.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
    }
  });

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-submit="change"]')) event.target.form.requestSubmit();
  });

  document.querySelector('.queue-item[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });

  /* A reload shows the page as it stands: what was just said need not be said again, and no form is sent twice. */
  const { address } = document.body.dataset;
  if (address && address !== location.pathname + location.search) history.replaceState(null, '', address);
})();
