/** Short messages at the edge, which screen readers say. */

import { el } from '../dom.js';
import { icon } from './icons.js';

const SHOWN_MILLIS = 6000;
const ERROR_MILLIS = 15000;
const MOST = 4;

/** Tells what was done. */
export function notice(text) {
  show(document.getElementById('notices'), text, 'toast', SHOWN_MILLIS);
}

/** Tells what went wrong. */
export function problem(error) {
  if (error?.status === 401 || error?.code === 'stopped') {
    return; // is told otherwise, or was wanted
  }
  show(document.getElementById('alerts'), error?.message ?? String(error), 'toast bad', ERROR_MILLIS);
}

function show(region, text, kind, millis) {
  const toast = el('div', { class: kind }, el('p', {}, text),
    el('button', { type: 'button', class: 'quiet icon-only', 'aria-label': 'Close this message', onclick: () => leave(toast) },
      icon('close')));
  region.append(toast);
  while (region.childElementCount > MOST) {
    region.firstElementChild.remove();
  }
  // Not while somebody reads it with the pointer or the keyboard.
  const end = () => (toast.matches(':hover, :focus-within') ? setTimeout(end, SHOWN_MILLIS) : toast.remove());
  setTimeout(end, millis);
}

/** By its button, which has the focus then. */
function leave(toast) {
  toast.remove();
  document.getElementById('main').focus({ preventScroll: true });
}

/**
 * Does something for a button that is pressed: it can't be pressed again meanwhile, and what fails is
 * told.
 */
export function action(work) {
  return async (event) => {
    event.preventDefault();
    const button = event.submitter ?? event.currentTarget;
    if (button.getAttribute?.('aria-disabled') === 'true') {
      return;
    }
    button.setAttribute('aria-disabled', 'true'); // `disabled` would lose the focus
    try {
      await work(event);
    } catch (error) {
      problem(error);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  };
}
