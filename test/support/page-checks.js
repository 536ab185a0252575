/** Checks that run inside a page, put there by `addInitScript`: contrast, names and sizes of controls, width. */
globalThis.pageChecks = {
  /**
   * @returns texts with less contrast than WCAG 2.2 AA asks (4.5; 3 where large), judged on the colour below them:
   *   `ratio class text`.
   */
  weakTexts() {
    const weak = [];
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!text || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      if (style.clipPath !== 'none') continue;
      const [more, less] = [lightOf(partsOf(style.color)), lightOf(groundOf(element))].sort((a, b) => b - a);
      const ratio = (more + 0.05) / (less + 0.05);
      if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5))
        weak.push(`${ratio.toFixed(2)} ${element.className} ${element.textContent.trim()}`);
    }
    return weak;
  },

  /** @returns controls in sight without an accessible name. */
  nameless() {
    return controls()
      .filter((one) => !(one.getAttribute('aria-label') ?? one.textContent.trim()) && !one.labels?.length)
      .map((one) => one.outerHTML);
  },

  /** @returns controls in sight, other than links in running text, that are smaller than `px` in one direction. */
  small(px) {
    return controls()
      .filter((one) => getComputedStyle(one).display !== 'inline')
      .filter((one) => one.offsetHeight < px || one.offsetWidth < px)
      .map((one) => one.outerHTML);
  },

  /** @returns by how many pixels the page is wider than its window. */
  tooWide() {
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  },
};

function controls() {
  const all = document.querySelectorAll('button, a[href], textarea, input, select');
  return [...all].filter((one) => one.checkVisibility() && getComputedStyle(one).clipPath === 'none');
}

function partsOf(color) {
  return (color.match(/[\d.]+/g) ?? []).map(Number);
}

function groundOf(element) {
  if (!element) return [255, 255, 255];
  const color = partsOf(getComputedStyle(element).backgroundColor);
  return (color[3] ?? 1) > 0.99 ? color : groundOf(element.parentElement);
}

/** Relative luminance as WCAG defines it. */
function lightOf(rgb) {
  const [r, g, b] = rgb.slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
