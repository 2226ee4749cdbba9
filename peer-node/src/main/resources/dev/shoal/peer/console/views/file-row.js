/** A file that others share, with what can be done about it. */

import { el } from '../dom.js';
import { ago, many, size } from '../format.js';
import { copyButton } from '../parts/copy.js';
import { icon } from '../parts/icons.js';
import { action } from '../parts/toast.js';
import { fetchFile } from './add-download.js';

/**
 * A row.
 *
 * @param file of a search or of a group's list
 * @param group that it is of, or empty
 * @param more buttons
 */
export function fileRow(file, group = '', ...more) {
  const bytes = file.size ?? file.length;
  const label = (button, text) => {
    button.setAttribute('aria-label', text);
    return button;
  };
  const nobody = file.seeders === 0 && file.leechers === 0;
  const meta = [
    size(bytes),
    nobody ? null : many(file.seeders, 'seeder'),
    file.leechers > 0 ? many(file.leechers, 'leecher') : null,
    file.sharers?.length > 0 ? `from ${file.sharers.join(', ')}` : null,
    file.publishedMillis > 0 ? ago(file.publishedMillis) : null,
    file.tags?.length > 0 ? file.tags.join(' ') : null,
  ].filter(Boolean).join(' · ');
  return el('li', { 'data-file': file.fileId },
    el('div', { class: 'row-text' }, el('div', { class: 'name-line' }, el('strong', { class: 'name' }, file.name),
      nobody && el('span', { class: 'chip', 'data-state': 'waiting' }, 'Nobody has it now')), el('span', { class: 'meta' }, meta)),
    el('div', { class: 'actions' },
      label(copyButton('Id', 'id', () => file.fileId), `Copy the id of ${file.name}`),
      file.link && label(copyButton('Link', 'link', () => file.link), `Copy the link of ${file.name}`),
      ...more,
      el('button', {
        type: 'button',
        'aria-label': `Download ${file.name}`,
        onclick: action(() => fetchFile(group ? file.name : file.link ?? file.fileId, file.name, group)),
      }, icon('down'), 'Download')));
}
