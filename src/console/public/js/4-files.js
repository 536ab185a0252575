/* Pictures and voice open in their place when somebody asks for them; without this script they are downloaded. */
(() => {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-show]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const shown = document.createElement(link.dataset.show);
    shown.className = 'file-shown';
    if (link.dataset.show === 'img') shown.alt = `${link.dataset.label} dari warga`;
    else {
      shown.controls = true;
      shown.setAttribute('aria-label', link.dataset.label);
    }
    shown.addEventListener('error', () => shown.replaceWith(link), { once: true });
    shown.src = link.href;
    link.replaceWith(shown);
  });
})();
