/** A field for the words that what is shown of a long list has to have. */

import { el, field } from '../dom.js';

const TYPING_MILLIS = 200;

export class Filter {
  #input;
  /** Says what was found. */
  said = el('p', { class: 'quiet-text', role: 'status' });

  constructor(label, hint, changed) {
    let typed = null;
    this.#input = el('input', {
      type: 'search',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: hint,
      oninput: () => {
        clearTimeout(typed);
        typed = setTimeout(changed, TYPING_MILLIS);
      },
    });
    this.node = el('div', { class: 'filter' }, field(label, this.#input), this.said);
    this.offer(false);
  }

  /** Whether a text has all the words, in whatever letters; any has where nothing is typed. */
  matches(text) {
    const letters = text.toLowerCase();
    return this.#words().every((word) => letters.includes(word));
  }

  isUsed() {
    return this.#words().length > 0;
  }

  /** Shows the field where the list is long, and as long as it is used. */
  offer(long) {
    this.node.hidden = !long && this.#input.value === '' && document.activeElement !== this.#input;
  }

  #words() {
    return this.#input.value.toLowerCase().split(/\s+/).filter(Boolean);
  }
}
