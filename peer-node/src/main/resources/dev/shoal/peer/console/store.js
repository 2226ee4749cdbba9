/** What this page knows of its node, and who wants to hear of changes. */

const PLOTTED_MILLIS = 5 * 60 * 1000;
const KEPT_LOG_ENTRIES = 500;

/** Fires `status`, `downloads`, `share`, `share-gone`, `shares`, `log` and `user`. */
class Store extends EventTarget {
  status = null;
  user = undefined;
  /** DownloadInfo by id, in the order in which they came. */
  downloads = new Map();
  log = [];
  /** { at, up, down } of the last five minutes. */
  rates = [];

  /** Takes an event of the node's. */
  take(name, value) {
    switch (name) {
      case 'hello':
        this.downloads = new Map(value.downloads.map((download) => [download.id, download]));
        this.log = [];
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
