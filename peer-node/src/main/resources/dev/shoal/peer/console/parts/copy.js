/** Putting text into the clipboard. */

import { el, freshId } from '../dom.js';
import { ask } from './dialog.js';
import { icon } from './icons.js';
import { notice } from './toast.js';

/** Copies, or shows the text selected where the browser doesn't let a page copy. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyOldWay(text)) {
      await showSelected(text, what);
      return;
    }
  }
  notice(`The ${what} is in the clipboard.`);
}

/** A button that copies. */
export function copyButton(label, what, text) {
  return el('button', { type: 'button', class: 'quiet', onclick: () => copy(text(), what) }, icon('copy'), label);
}

/** There is no navigator.clipboard on plain HTTP from another machine. */
function copyOldWay(text) {
  const focused = document.activeElement;
  const area = el('textarea', { class: 'offscreen', 'aria-hidden': 'true', tabindex: '-1' });
  area.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    focused?.focus();
  }
}

function showSelected(text, what) {
  const area = el('textarea', { id: freshId('copy'), rows: '4', readonly: true, class: 'mono' });
  area.value = text;
  area.addEventListener('focus', () => area.select());
  return ask({
    title: `Copy the ${what}`,
    body: [el('p', {}, 'The browser does not let this page copy. Press Ctrl+C.'),
      el('label', { class: 'offscreen', for: area.id }, what), area],
  });
}
