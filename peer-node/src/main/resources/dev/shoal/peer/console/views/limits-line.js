/** The node's limits, and the way to change them. */

import { set } from '../api.js';
import { el, field, say } from '../dom.js';
import { limit, parseLimit } from '../format.js';
import { ask } from '../parts/dialog.js';
import { limitInput } from '../parts/limits.js';
import { action, notice } from '../parts/toast.js';
import { store } from '../store.js';

export function limitsLine(signal) {
  const words = el('span', { class: 'quiet-text' });
  const show = () => {
    const limits = store.status?.limits;
    say(words, !limits || (limits.upload === 0 && limits.download === 0)
      ? 'No limits' : `Download ${limit(limits.download)}, upload ${limit(limits.upload)}`);
  };
  store.on('status', show, signal);
  show();
  return el('div', { class: 'actions' }, words,
    el('button', { type: 'button', class: 'quiet offer', onclick: action(askLimits) }, 'Change limits'));
}

function askLimits() {
  const { download, upload } = store.status?.limits ?? { download: 0, upload: 0 };
  return ask({
    title: 'Limits of this node',
    body: [
      field('Download', limitInput('download', download), 'From all sources together, such as 500 KiB/s or 2 MiB/s.'),
      field('Upload', limitInput('upload', upload), 'To all peers together. Empty: no limit.'),
    ],
    button: 'Set limits',
    submit: async (data) => {
      store.status.limits = await set('/limits', { download: parseLimit(data.get('download')), upload: parseLimit(data.get('upload')) });
      store.dispatchEvent(new CustomEvent('status'));
      notice('The limits are set.');
    },
  });
}
