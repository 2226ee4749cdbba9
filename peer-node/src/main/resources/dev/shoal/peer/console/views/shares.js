/** What this node shares, page by page. */

import { get, path, remove, set } from '../api.js';
import { el, focusOn, put, reconcile, say } from '../dom.js';
import { brief, count, limit, many, percent, size } from '../format.js';
import { copyButton } from '../parts/copy.js';
import { sure } from '../parts/dialog.js';
import { Filter } from '../parts/filter.js';
import { icon } from '../parts/icons.js';
import { askLimit } from '../parts/limits.js';
import { Pager } from '../parts/pager.js';
import { action, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { ORIGINS, sentence, SHARE_STATES } from '../words.js';

const PAGE = 50;
const MOST_FOUND = 200;
const ASKED_AT_ONCE = 1000;
const SETTLE_MILLIS = 500;
const FIND_AGAIN_MILLIS = 3000;

export function sharesView(signal) {
  const summary = el('p', { class: 'quiet-text' });
  const list = el('ul', { class: 'rows', 'aria-label': 'Shares' });
  const empty = el('p', { class: 'empty', hidden: true }, 'Nothing is shared yet. ',
    el('a', { href: '#/transfers' }, 'Drop a file'), ', or start the node with ', el('code', {}, '--watch DIR'), ' to share a folder.');
  const known = new Map();
  const pages = ['']; // where each page up to this one begins
  let next = null;
  let asked = null;
  let round = 0; // what was asked for before may still come
  let last = null;

  const show = (shares) => reconcile(list, known, shares.map((share) => [share.id, share]),
    () => new ShareRow(), (row, share) => row.update(share));
  const load = async () => {
    const mine = (round += 1);
    const page = await get(path`/shares?after=${pages[pages.length - 1]}&limit=${PAGE}`);
    if (signal.aborted || mine !== round) {
      return;
    }
    if (page.shares.length === 0 && pages.length > 1) {
      pages.pop();
      await load();
      return;
    }
    next = page.next;
    show(page.shares);
    empty.hidden = page.shares.length > 0;
    find.offer(pages.length > 1 || next !== null);
    say(find.said, '');
    pager.update(pages.length, next !== null, pageCount());
  };
  /** The node finds nothing by itself: it is asked for all, and few are shown. */
  const look = async () => {
    const mine = (round += 1);
    const found = [];
    let matches = 0;
    let after = '';
    do {
      const page = await get(path`/shares?after=${after}&limit=${ASKED_AT_ONCE}`);
      if (signal.aborted || mine !== round) {
        return;
      }
      const matching = page.shares.filter((share) => find.matches([share.name, share.path, ...share.tags].join('\n')));
      matches += matching.length;
      found.push(...matching.slice(0, MOST_FOUND - found.length));
      after = page.next;
    } while (after !== null);
    next = null;
    show(found);
    empty.hidden = true;
    pager.update(1, false, 1);
    say(find.said, matches > found.length ? `${many(matches, 'share')}; the first ${found.length} are shown` : matches > 0 ? many(matches, 'share') : 'No share matches.');
  };
  const refresh = () => {
    last = (find.isUsed() ? look() : load()).catch(problem);
  };
  const reload = () => {
    asked ??= setTimeout(async () => {
      await last; // whose answer would not be shown
      asked = null;
      if (!signal.aborted) {
        refresh();
      }
    }, find.isUsed() ? FIND_AGAIN_MILLIS : SETTLE_MILLIS);
  };
  const find = new Filter('Find a share', 'Words of a name or folder, or tags', refresh);
  const pager = new Pager('Pages of shares', async (step) => {
    if (step > 0) {
      pages.push(next);
    } else {
      pages.pop();
    }
    await load();
    scrollTo(0, 0);
    focusOn(list.firstElementChild);
  });

  store.on('share', (share) => (known.has(share.id) ? known.get(share.id).update(share) : next === null && reload()), signal);
  store.on('share-gone', ({ id }) => known.has(id) && reload(), signal);
  store.on('shares', reload, signal);
  const pageCount = () => {
    const { shared, preparing, failed } = store.status?.shares ?? { shared: 0, preparing: 0, failed: 0 };
    return Math.ceil((shared + preparing + failed) / PAGE);
  };
  const counts = () => {
    const shares = store.status?.shares;
    say(summary, shares ? [`${count(shares.shared)} shared, ${size(shares.bytes)}`,
      shares.preparing > 0 ? `${count(shares.preparing)} being prepared` : '',
      shares.failed > 0 ? `${many(shares.failed, 'file')} can’t be shared` : ''].filter(Boolean).join(' · ') : '');
  };
  store.on('status', counts, signal);
  counts();
  refresh();
  signal.addEventListener('abort', () => clearTimeout(asked));
  return el('div', { class: 'stack' }, el('div', { class: 'title-line' }, el('h1', {}, 'Shares'), summary),
    find.node, empty, list, pager.node);
}

/** Where a file lies, without the name if that is the one it is shared under. */
function placeOf({ path: whole, name }) {
  const file = name.split('/').pop();
  return whole.endsWith(`/${file}`) || whole.endsWith(`\\${file}`) ? `in ${whole.slice(0, -file.length - 1) || '/'}` : whole;
}

/** One file that is shared, or about to be. */
class ShareRow {
  #info = null;
  #name = el('strong', { class: 'name' });
  #state = el('span', { class: 'chip' });
  #meta = el('span', { class: 'meta' });
  #problem = el('p', { class: 'problem bad' });
  #bar = el('progress', { max: '1000' });
  #copies = el('span', { class: 'actions' });
  #limit = el('button', { type: 'button', class: 'quiet', onclick: action(() => this.#askLimit()) });
  #remove = el('button', { type: 'button', class: 'quiet', onclick: action(() => this.#end()) }, icon('close'), 'Unshare');

  constructor() {
    this.node = el('li', {}, el('div', { class: 'row-text' }, el('div', { class: 'name-line' }, this.#name, this.#state), this.#meta, this.#bar, this.#problem),
      el('div', { class: 'actions' }, this.#copies, this.#limit, this.#remove));
  }

  update(info) {
    const before = this.#info;
    this.#info = info;
    say(this.#name, info.name);
    say(this.#state, SHARE_STATES[info.state] ?? info.state);
    this.#state.dataset.state = info.state;
    this.node.dataset.state = info.state;
    const audience = info.groups.length > 0 ? `${info.groups.length > 1 ? 'groups' : 'group'} ${info.groups.join(', ')}` : 'everybody';
    say(this.#meta, [size(info.size), audience, ORIGINS[info.origin] ?? info.origin, placeOf(info)].join(' · '));
    this.#bar.hidden = info.state !== 'preparing';
    this.#bar.value = info.size > 0 ? Math.floor((info.hashedBytes / info.size) * 1000) : 0;
    this.#bar.setAttribute('aria-label', `Hashing ${info.name}: ${percent(info.hashedBytes, info.size)}%`);
    say(this.#problem, info.problem ? sentence(info.problem.message) : '');
    this.#problem.hidden = !info.problem;
    say(this.#limit, info.uploadLimit > 0 ? limit(info.uploadLimit) : 'Limit');
    this.#limit.setAttribute('aria-label', `Limit ${info.name}: ${limit(info.uploadLimit)}`);
    this.#remove.setAttribute('aria-label', `Unshare ${info.name}`);
    if (!before || before.fileId !== info.fileId || before.link !== info.link || before.url !== info.url) {
      this.#offerCopies();
    }
  }

  #offerCopies() {
    const { fileId, link, url, name } = this.#info;
    const button = (label, what, text) => {
      const made = copyButton(label, what, () => text);
      made.setAttribute('aria-label', `Copy the ${what} of ${name}`);
      return made;
    };
    put(this.#copies, fileId && button('Id', 'id', fileId), link && button('Link', 'link', link), url && button('URL', 'URL', url));
  }

  #askLimit() {
    const { id, name, uploadLimit } = this.#info;
    return askLimit(`Limit ${brief(name)}`, uploadLimit, async (upload) => this.update(await set(path`/shares/${id}/limit`, { upload })));
  }

  #end() {
    const { id, name } = this.#info;
    return sure('Unshare this file?', `${name} is no longer served to others. It stays on disk.`, 'Unshare', () => remove(path`/shares/${id}`));
  }
}
