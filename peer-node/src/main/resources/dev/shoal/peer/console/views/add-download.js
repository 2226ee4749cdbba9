/** The form that begins a download. */

import { get, post } from '../api.js';
import { choice, el, field } from '../dom.js';
import { brief, parseLimit } from '../format.js';
import { limitInput } from '../parts/limits.js';
import { action, notice } from '../parts/toast.js';
import { store } from '../store.js';
import { PRIORITIES } from '../words.js';
import { groupChoice } from './group-choice.js';

const WAITS = [['-1', 'as long as it takes'], ['0', 'not at all'], ['600', '10 minutes'], ['3600', '1 hour'], ['86400', '1 day']];

export function addDownload(signal) {
  const what = el('input', {
    name: 'what', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: 'File id, shoal: link, or name',
  });
  const form = el('form', {
    class: 'stack tight',
    onsubmit: action(async () => {
      const download = await post('/downloads', request(new FormData(form)));
      notice(`Downloading ${brief(download.name)}.`);
      form.reset();
      what.focus();
    }),
  },
  el('div', { class: 'with-button' }, field('Id, link or name', what),
    el('button', { type: 'submit', class: 'primary' }, 'Download')),
  options(signal));
  return form;
}

function options(signal) {
  const where = el('input', { name: 'path', autocomplete: 'off', spellcheck: 'false' });
  const told = () => { where.placeholder = store.status?.downloadDirectory ?? ''; };
  store.on('status', told, signal);
  told();
  return el('details', {}, el('summary', {}, 'Options'),
    el('div', { class: 'fields' },
      field('Write to', where, 'A file or a directory, absolute.'),
      groupChoice(signal, { none: 'everybody', label: 'From members of' }),
      field('More sources', el('textarea', { name: 'sources', rows: '2', spellcheck: 'false' }), 'host:port or http(s) URLs, one a line.'),
      field('Limit', limitInput('limit', 0), 'Such as 2 MiB/s.'),
      field('Priority', choice(PRIORITIES, 'normal', { name: 'priority' })),
      field('Wait for somebody who has it', choice(WAITS, '-1', { name: 'wait' })),
      el('div', { class: 'checks' },
        check('sequential', 'From the beginning to the end'),
        check('overwrite', 'Replace a file that is there'),
        check('keepSharing', 'Share it once it is here', true))));
}

function check(name, label, checked = false) {
  return el('label', { class: 'check' }, el('input', { type: 'checkbox', name, checked }), label);
}

function request(data) {
  return {
    what: data.get('what').trim(),
    path: data.get('path').trim(),
    group: data.get('group') ?? '',
    overwrite: data.has('overwrite'),
    keepSharing: data.has('keepSharing'),
    sources: data.get('sources').split(/\s+/).filter(Boolean),
    downloadLimit: parseLimit(data.get('limit')),
    order: data.has('sequential') ? 'sequential' : 'rarest-first',
    priority: data.get('priority'),
    waitSeconds: Number(data.get('wait')),
  };
}

/** Fetches a file that is shown somewhere. */
export async function fetchFile(what, name, group = '') {
  await post('/downloads', { what, group });
  notice(`Downloading ${brief(name)}. See Transfers.`);
}

/** The groups whose files one may fetch or share. */
export async function memberGroups() {
  const { groups } = await get('/groups');
  return groups.filter((group) => group.role === 'member' || group.role === 'owner');
}
