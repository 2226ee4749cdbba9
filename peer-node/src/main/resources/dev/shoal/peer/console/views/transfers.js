/** The first section: fetch a file, share a file, how fast it goes, and all downloads. */

import { remove, path } from '../api.js';
import { el, put, reconcile, say } from '../dom.js';
import { many } from '../format.js';
import { ratePlot } from '../parts/rate-plot.js';
import { action } from '../parts/toast.js';
import { store } from '../store.js';
import { isOver } from '../words.js';
import { addDownload } from './add-download.js';
import { addShare } from './add-share.js';
import { DownloadCard } from './download-card.js';
import { limitsLine } from './limits-line.js';

const ENDED_SHOWN = 50;

export function transfersView(signal) {
  return el('div', { class: 'stack' },
    el('h1', { class: 'offscreen' }, 'Transfers'),
    el('div', { class: 'columns' },
      el('section', { class: 'card', 'aria-labelledby': 'fetch-title' },
        el('h2', { id: 'fetch-title' }, 'Download a file'), addDownload(signal)),
      el('section', { class: 'card', 'aria-labelledby': 'share-title' },
        el('h2', { id: 'share-title' }, 'Share a file'), addShare(signal))),
    el('section', { class: 'card', 'aria-labelledby': 'rate-title' },
      el('div', { class: 'title-line' }, el('h2', { id: 'rate-title' }, 'Speed'), limitsLine(signal)),
      ratePlot(signal)),
    downloads(signal));
}

function downloads(signal) {
  const title = el('h2', { id: 'downloads-title' }, 'Downloads');
  const running = el('ul', { class: 'downloads', 'aria-labelledby': title.id });
  const empty = el('p', { class: 'empty' }, 'Nothing is being downloaded. Paste an id or a link above, or ',
    el('a', { href: '#/search' }, 'search the tracker'), '.');
  const endedTitle = el('h2', { id: 'ended-title' });
  const ended = el('ul', { class: 'downloads', 'aria-labelledby': endedTitle.id });
  const all = el('button', { type: 'button', class: 'quiet', onclick: () => { showAll = true; refresh(); } });
  const clear = el('button', {
    type: 'button',
    class: 'quiet',
    title: 'Their files stay where they are',
    onclick: action(async () => {
      const over = [...store.downloads.values()].filter((download) => download.state !== 'failed' && isOver(download));
      for (const download of over) {
        await remove(path`/downloads/${download.id}`);
      }
    }),
  }, 'Clear the list');
  const finished = el('section', { class: 'stack tight', 'aria-labelledby': endedTitle.id },
    el('div', { class: 'title-line' }, endedTitle, clear), ended, all);
  const cards = [new Map(), new Map()];
  let showAll = false;
  let asked = false;

  const refresh = () => {
    asked = false;
    if (signal.aborted) {
      return;
    }
    const newestFirst = [...store.downloads.values()].reverse();
    const [over, open] = [newestFirst.filter(isOver), newestFirst.filter((download) => !isOver(download))];
    over.sort((one, other) => other.endedMillis - one.endedMillis);
    const some = showAll ? over : over.slice(0, ENDED_SHOWN);
    const make = () => new DownloadCard(signal);
    const update = (card, download) => card.update(download);
    reconcile(running, cards[0], open.map((download) => [download.id, download]), make, update);
    reconcile(ended, cards[1], some.map((download) => [download.id, download]), make, update);
    empty.hidden = open.length > 0 || store.status === null;
    finished.hidden = over.length === 0;
    say(endedTitle, `Ended (${over.length})`);
    clear.hidden = !over.some((download) => download.state !== 'failed');
    all.hidden = some.length === over.length;
    say(all, `Show all ${many(over.length, 'download')}`);
  };
  store.on('downloads', () => {
    if (!asked) { // many may change at once
      asked = true;
      requestAnimationFrame(refresh);
    }
  }, signal);
  refresh();
  const section = el('section', { class: 'stack tight', 'aria-labelledby': title.id });
  put(section, title, empty, running);
  return [section, finished];
}
