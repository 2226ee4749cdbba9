/** Looking for files at the tracker. */

import { get, path } from '../api.js';
import { el, field, focusOn, put, say } from '../dom.js';
import { many } from '../format.js';
import { action } from '../parts/toast.js';
import { fileRow } from './file-row.js';

/** What was looked for last stays when one comes back. */
let last = '';

export function searchView(signal) {
  const query = el('input', { name: 'query', type: 'search', autocomplete: 'off', spellcheck: 'false', value: last, placeholder: 'Words of a name, or tags' });
  const said = el('p', { class: 'quiet-text', role: 'status' });
  const wrong = el('p', { class: 'error', role: 'alert' });
  const list = el('ul', { class: 'rows', 'aria-label': 'Files found' });
  const warming = el('p', { class: 'note', hidden: true }, 'The tracker has just started: files may still be missing from its list.');
  const empty = el('p', { class: 'empty', hidden: true });
  const more = el('button', { type: 'button', hidden: true, onclick: action(() => showMore()) }, 'Show more');
  let next = null;
  let round = 0; // of an earlier search an answer may still come

  const ask = async (beginning) => {
    const mine = round;
    const page = await get(path`/search?q=${last}` + (beginning ? '' : path`&next=${next}`));
    if (signal.aborted || mine !== round) {
      return;
    }
    if (beginning) {
      put(list);
    }
    list.append(...page.files.map((file) => fileRow(file)));
    next = page.next;
    say(wrong, '');
    show(page.warming);
  };
  const show = (isWarming) => {
    const found = list.childElementCount;
    warming.hidden = !isWarming;
    more.hidden = next === null;
    empty.hidden = found > 0;
    say(said, found > 0 ? `${many(found, 'file')}${next ? ' so far' : ''}` : last ? 'No file matches.' : 'The tracker has no files yet.');
    put(empty, ...(last
      ? ['Try fewer or other words, or paste a name under ', el('a', { href: '#/transfers' }, 'Download a file'), ' to wait for it.']
      : [el('a', { href: '#/transfers' }, 'Share the first one'), '.']));
  };
  const search = async () => {
    last = query.value.trim();
    round += 1;
    const mine = round;
    try {
      await ask(true);
    } catch (error) {
      if (mine === round) {
        put(list);
        empty.hidden = true;
        warming.hidden = true;
        more.hidden = true;
        say(said, '');
        say(wrong, error.message);
      }
    }
  };
  const showMore = async () => {
    const known = list.childElementCount;
    await ask(false);
    focusOn(list.children[known]);
  };
  search();
  return el('div', { class: 'stack' }, el('h1', {}, 'Search'),
    el('form', { role: 'search', class: 'with-button', onsubmit: (event) => { event.preventDefault(); search(); } },
      field('Files at the tracker', query), el('button', { type: 'submit', class: 'primary' }, 'Search')),
    warming, wrong, said, empty, list, el('div', { class: 'actions' }, more));
}
