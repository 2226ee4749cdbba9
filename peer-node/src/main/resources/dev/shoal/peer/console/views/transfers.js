/** The first section: fetch a file, share a file, how fast it goes, and all downloads. */

import { remove, path } from '../api.js';
import { el, focusOn, reconcile, say } from '../dom.js';
import { count, many } from '../format.js';
import { Filter } from '../parts/filter.js';
import { ratePlot } from '../parts/rate-plot.js';
import { action, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { isOver } from '../words.js';
import { addDownload } from './add-download.js';
import { addShare } from './add-share.js';
import { DownloadCard } from './download-card.js';
import { limitsLine } from './limits-line.js';

const SHOWN = 50;

/** Downloads among which one looks for one with the eyes. */
const LONG_LIST = 20;

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
  const endedTitle = el('h2', { id: 'ended-title' });
  const running = new Cards(title.id, signal, () => refresh());
  const ended = new Cards(endedTitle.id, signal, () => refresh());
  const empty = el('p', { class: 'empty' }, 'Nothing is being downloaded. Paste an id or a link above, or ',
    el('a', { href: '#/search' }, 'search the tracker'), '.');
  const find = new Filter('Find a download', 'Words of a name', () => store.loadOlder({ all: true }).catch(problem).then(refresh));
  const clear = el('button', { type: 'button', class: 'quiet offer', title: 'Their files stay where they are', onclick: action(clearList) }, 'Clear the list');
  const older = el('button', { type: 'button', onclick: action(() => store.loadOlder()) }, 'Older downloads');
  const finished = el('section', { class: 'stack tight', 'aria-labelledby': endedTitle.id },
    el('div', { class: 'title-line' }, endedTitle, clear), ended.nodes);
  let asked = false;

  const refresh = () => {
    asked = false;
    if (signal.aborted) {
      return;
    }
    const all = store.newestDownloads();
    const wanted = find.isUsed() ? all.filter((download) => find.matches(download.name)) : all;
    const over = wanted.filter(isOver).sort((one, other) => other.endedMillis - one.endedMillis);
    const open = wanted.filter((download) => !isOver(download));
    running.show(open);
    ended.show(over);
    find.offer(all.length > LONG_LIST || store.older !== null);
    say(find.said, !find.isUsed() ? '' : wanted.length > 0 ? many(wanted.length, 'download') : 'No download matches.');
    empty.hidden = open.length > 0 || store.status === null || find.isUsed();
    finished.hidden = over.length === 0;
    say(endedTitle, `Ended (${count(over.length)}${store.older === null ? '' : ' so far'})`);
    clear.hidden = !over.some(isForgotten);
    older.hidden = store.older === null;
  };
  store.on('downloads', () => {
    if (!asked) { // many may change at once
      asked = true;
      requestAnimationFrame(refresh);
    }
  }, signal);
  refresh();
  return [el('section', { class: 'stack tight', 'aria-labelledby': title.id }, el('div', { class: 'title-line' }, title, find.node), empty, running.nodes),
    finished, el('div', { class: 'actions' }, older)];
}

/** Those that failed stay: they may be tried again. */
function isForgotten(download) {
  return isOver(download) && download.state !== 'failed';
}

async function clearList() {
  await store.loadOlder({ all: true });
  for (const { id } of store.newestDownloads().filter(isForgotten)) {
    await remove(path`/downloads/${id}`);
  }
}

/** A list of downloads, of which the first ones are shown until more are asked for. */
class Cards {
  #list;
  #known = new Map();
  #most = SHOWN;
  #more;
  #make;

  constructor(label, signal, refresh) {
    this.#make = () => new DownloadCard(signal);
    this.#list = el('ul', { class: 'downloads', 'aria-labelledby': label });
    this.#more = el('button', {
      type: 'button',
      class: 'quiet offer',
      onclick: () => {
        const first = this.#list.childElementCount;
        this.#most += SHOWN;
        refresh();
        focusOn(this.#list.children[first]);
      },
    });
    this.nodes = [this.#list, this.#more];
  }

  show(downloads) {
    const some = downloads.slice(0, this.#most);
    reconcile(this.#list, this.#known, some.map((download) => [download.id, download]), this.#make, (card, download) => card.update(download));
    this.#more.hidden = some.length === downloads.length;
    say(this.#more, `Show more of ${many(downloads.length, 'download')}`);
  }
}
