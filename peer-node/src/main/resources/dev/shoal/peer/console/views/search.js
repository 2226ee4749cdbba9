/** Looking for files at the tracker. */

import { get, path } from '../api.js';
import { el, field, put } from '../dom.js';
import { many } from '../format.js';
import { action, problem } from '../parts/toast.js';
import { fileRow } from './file-row.js';

/** What was looked for last stays when one comes back. */
let last = '';

export function searchView(signal) {
  const query = el('input', { name: 'query', type: 'search', autocomplete: 'off', spellcheck: 'false', value: last, placeholder: 'Words of a name, or tags' });
  const said = el('p', { class: 'quiet-text', role: 'status' });
  const list = el('ul', { class: 'rows', 'aria-label': 'Files found' });
  const warming = el('p', { class: 'note', hidden: true }, 'The tracker has just started: files may still be missing from its list.');
  const empty = el('div', { class: 'empty', hidden: true });
  const more = el('button', { type: 'button', hidden: true, onclick: action(() => load()) }, 'Show more');
  let next = null;
  let found = 0;

  const load = async () => {
    const page = await get(path`/search?q=${last}` + (next ? path`&next=${next}` : ''));
    if (signal.aborted) {
      return;
    }
    list.append(...page.files.map((file) => fileRow(file)));
    next = page.next;
    found += page.files.length;
    warming.hidden = !page.warming;
    more.hidden = next === null;
    empty.hidden = found > 0;
    said.textContent = found > 0 ? `${many(found, 'file')}${next ? ' so far' : ''}` : '';
    put(empty, last
      ? el('p', {}, 'No file matches. Try fewer or other words, or paste its name under ', el('a', { href: '#/transfers' }, 'Download a file'), ' to wait for it.')
      : el('p', {}, 'The tracker has no files yet. ', el('a', { href: '#/transfers' }, 'Share the first one'), '.'));
  };
  const start = () => {
    last = query.value.trim();
    next = null;
    found = 0;
    put(list);
    return load();
  };
  start().catch(problem);
  return el('div', { class: 'stack' }, el('h1', {}, 'Search'),
    el('form', { role: 'search', class: 'with-button', onsubmit: action(start) },
      field('Files at the tracker', query), el('button', { type: 'submit', class: 'primary' }, 'Search')),
    warming, said, empty, list, el('div', { class: 'actions' }, more));
}
