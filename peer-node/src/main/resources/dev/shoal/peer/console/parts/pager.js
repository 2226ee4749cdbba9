/** Back and forth between pages. */

import { el, say } from '../dom.js';
import { count } from '../format.js';
import { action } from './toast.js';

export class Pager {
  #back;
  #forth;
  #where = el('span', { class: 'quiet-text' });

  /** @param turn of 1 or -1 */
  constructor(label, turn) {
    this.#back = el('button', { type: 'button', onclick: action(() => turn(-1)) }, 'Previous');
    this.#forth = el('button', { type: 'button', onclick: action(() => turn(1)) }, 'Next');
    this.node = el('nav', { class: 'pager', 'aria-label': label, hidden: true }, this.#back, this.#where, this.#forth);
  }

  /** @param all how many pages there may be, as far as is known */
  update(page, more, all) {
    this.node.hidden = page === 1 && !more;
    this.#back.disabled = page === 1;
    this.#forth.disabled = !more;
    say(this.#where, `Page ${count(page)} of ${count(more ? Math.max(page + 1, all) : page)}`);
  }
}
