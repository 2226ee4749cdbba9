/** What this page knows of its node, and who wants to hear of changes. */

import { get, path } from './api.js';

const PLOTTED_MILLIS = 5 * 60 * 1000;
const OLDER_AT_ONCE = 1000;

/** Entries of the log that are kept, the newest. */
export const KEPT_LOG_ENTRIES = 500;

/** Fires `status`, `downloads`, `share`, `share-gone`, `shares`, `log` and `user`. */
class Store extends EventTarget {
  status = null;
  user = undefined;
  /** DownloadInfo by id: the newest, and what was asked for or has moved of the others. */
  downloads = new Map();
  /** What the node is to be asked for the downloads before these with; null: there are none. */
  older = null;
  log = [];
  /** Whether this page has stopped the node. */
  isStopped = false;
  /** { at, up, down } of the last five minutes. */
  rates = [];

  /** Takes an event of the node's. */
  take(name, value) {
    switch (name) {
      case 'hello':
        this.downloads = new Map(value.downloads.map((download) => [download.id, download]));
        this.isStopped = false;
        this.older = value.older ?? null;
        this.log = [];
        this.#remember(value.rates ?? []);
        this.#logged(value.log);
        this.#setStatus(value.status);
        this.#tell('downloads', { all: true });
        this.#tell('shares');
        break;
      case 'status':
        this.#setStatus(value);
        break;
      case 'download': {
        const before = this.downloads.get(value.id);
        this.downloads.set(value.id, value);
        this.#tell('downloads', { download: value, before });
        break;
      }
      case 'download-gone':
        this.downloads.delete(value.id);
        this.#tell('downloads', { gone: value.id });
        break;
      case 'log':
        this.#logged([value]);
        break;
      default:
        this.#tell(name, value);
    }
  }

  /** All downloads that are known, the newest first. */
  newestDownloads() {
    const number = ({ id }) => Number(id.slice(1));
    return [...this.downloads.values()].sort((one, other) => number(other) - number(one));
  }

  /** Asks for downloads that are older than the known ones, a thousand of them or all. */
  async loadOlder({ all = false } = {}) {
    do {
      const before = this.older;
      if (before === null) {
        return;
      }
      const page = await get(path`/downloads?before=${before}&limit=${OLDER_AT_ONCE}`);
      if (before !== this.older) {
        return; // it was asked for twice, or everything anew
      }
      for (const download of page.downloads) {
        if (!this.downloads.has(download.id)) {
          this.downloads.set(download.id, download);
        }
      }
      this.older = page.next;
      this.#tell('downloads', { all: true });
    } while (all);
  }

  /** Who is logged in, or null. */
  setUser(user) {
    if (this.user !== user) {
      this.user = user;
      this.#tell('user');
    }
  }

  /** Listens until the signal says that nobody does any more. */
  on(name, listener, signal) {
    this.addEventListener(name, (event) => listener(event.detail), { signal });
  }

  /** What was before this page was opened, or while it did not listen. */
  #remember(rates) {
    const now = Date.now();
    if (rates.length > 0) {
      this.rates = rates.map(({ agoMillis, sentPerSecond, fetchedPerSecond }) =>
        ({ at: now - agoMillis, up: sentPerSecond, down: fetchedPerSecond }));
    }
  }

  #setStatus(status) {
    this.status = status;
    const now = Date.now();
    this.rates.push({ at: now, up: status.traffic.sentPerSecond, down: status.traffic.fetchedPerSecond });
    while (this.rates[0].at < now - PLOTTED_MILLIS) {
      this.rates.shift();
    }
    this.setUser(status.user ?? null);
    this.#tell('status');
  }

  #logged(entries) {
    const last = this.log.length > 0 ? this.log[this.log.length - 1].number : 0;
    const fresh = entries.filter((entry) => entry.number > last);
    this.log.push(...fresh);
    this.log.splice(0, Math.max(0, this.log.length - KEPT_LOG_ENTRIES));
    this.#tell('log', fresh);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const store = new Store();
