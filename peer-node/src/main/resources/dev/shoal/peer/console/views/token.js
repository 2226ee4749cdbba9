/** What is seen by who comes without the token. */

import { el, field } from '../dom.js';
import { remember, tokenIn } from '../token.js';

/**
 * Asks for it.
 *
 * @param open is called once there is a token
 * @param refused whether there was one that the node did not take
 */
export function tokenView(open, refused) {
  const input = el('input', { name: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, class: 'mono' });
  const error = el('p', { class: 'error', role: 'alert' }, refused && 'The node does not accept this token. It may be another node’s.');
  return el('section', { class: 'card narrow' },
    el('h1', {}, 'Connect to your node'),
    el('p', {}, 'Run ', el('code', {}, 'shoal console'), ' and open the link that it prints, or paste the link or its token here.'),
    el('form', {
      onsubmit: (event) => {
        event.preventDefault();
        const found = tokenIn(input.value);
        if (found) {
          remember(found);
          open();
        } else {
          error.textContent = 'That is no link or token of a node. It is what comes after “#token=” in the link.';
        }
      },
    }, field('Link or token', input), error,
    el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'primary' }, 'Connect'))));
}
