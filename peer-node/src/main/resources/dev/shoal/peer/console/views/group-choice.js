/** Choosing a group that one belongs to; out of sight while there is none. */

import { el, field, put } from '../dom.js';
import { store } from '../store.js';
import { memberGroups } from './add-download.js';

export function groupChoice(signal, { none, label }) {
  const select = el('select', { name: 'group' }, el('option', { value: '' }, none));
  const whole = field(label, select);
  whole.hidden = true;
  const refresh = async () => {
    const groups = store.user ? await memberGroups().catch(() => []) : [];
    if (signal.aborted) {
      return;
    }
    const chosen = select.value;
    put(select, el('option', { value: '' }, none),
      ...groups.map((group) => el('option', { value: group.name, selected: group.name === chosen }, `group ${group.name}`)));
    whole.hidden = groups.length === 0;
  };
  store.on('user', refresh, signal);
  refresh();
  return whole;
}
