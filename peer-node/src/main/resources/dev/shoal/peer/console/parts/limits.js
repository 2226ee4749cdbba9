/** Asking for a limit. */

import { el, field } from '../dom.js';
import { limit, parseLimit } from '../format.js';
import { ask } from './dialog.js';

/** A field for a rate; nothing in it is no limit. */
export function limitInput(name, bytesPerSecond, attributes = {}) {
  return el('input', {
    name,
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'no limit',
    value: bytesPerSecond > 0 ? limit(bytesPerSecond) : '',
    ...attributes,
  });
}

/** Asks for the limit of one file. */
export function askLimit(title, bytesPerSecond, submit) {
  return ask({
    title,
    body: [field('At most', limitInput('limit', bytesPerSecond), 'Such as 500 KiB/s or 2 MiB/s. Leave it empty for no limit but the node’s.')],
    button: 'Set limit',
    submit: (data) => submit(parseLimit(data.get('limit'))),
  });
}
