/** Light and dark: as the system has it, until somebody chooses. */

import { put } from '../dom.js';
import { icon } from './icons.js';

const KEY = 'shoal-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : system.matches;
}

/** Makes a button the switch. Drawings hear of it as `shoal-theme`. */
export function themeSwitch(button) {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.dataset.theme = chosen;
  }
  const changed = () => {
    button.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours');
    button.title = button.getAttribute('aria-label');
    dispatchEvent(new CustomEvent('shoal-theme'));
  };
  put(button, icon('theme'));
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    changed();
  });
  system.addEventListener('change', changed);
  changed();
}

/** The present value of one of the style sheet's colours, for drawings. */
export function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
