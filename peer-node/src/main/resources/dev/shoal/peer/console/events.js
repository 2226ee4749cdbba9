/** What happens at the node, as it happens: Server-Sent Events, read with fetch() for the token's sake. */

import { headers } from './api.js';

/** Statuses come each second: after this long without a word the connection is dead. */
const SILENCE_MILLIS = 20000;
const LONGEST_PAUSE_MILLIS = 15000;
/** Browsers have six connections to a node: pages that nobody looks at must not hold them for ever. */
const UNSEEN_MILLIS = 5 * 60 * 1000;

/** A connection that is made again whenever it is lost. */
export class EventFeed {
  #onEvent;
  #onState;
  #abort = null;
  #timer = null;
  #failures = 0;
  #stopped = true;

  /**
   * @param onEvent of (name, value)
   * @param onState of ('connecting' | 'live' | 'lost' | 'refused', millis until the next attempt)
   */
  constructor(onEvent, onState) {
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  /** Connects now, also when it is waiting for its next attempt. */
  start() {
    this.stop();
    this.#stopped = false;
    this.#run();
  }

  /** Gives the connection up while the page is not looked at for long, and takes it up again then. */
  restWhileUnseen() {
    let unseen = null;
    let resting = false;
    const rest = () => {
      resting ||= !this.#stopped;
      this.stop();
    };
    const wake = () => {
      clearTimeout(unseen);
      if (resting) {
        resting = false;
        this.start();
      }
    };
    addEventListener('pagehide', rest);
    addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        unseen = setTimeout(rest, UNSEEN_MILLIS);
      } else {
        wake();
      }
    });
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run() {
    const abort = new AbortController();
    this.#abort = abort;
    this.#onState('connecting', 0);
    try {
      const response = await fetch('/api/v1/events', {
        headers: headers({ Accept: 'text/event-stream' }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: abort.signal,
      });
      if (response.status === 401) {
        this.stop();
        this.#onState('refused', 0);
        return;
      }
      if (!response.ok || !response.body) {
        throw new Error(`status ${response.status}`);
      }
      await this.#read(response.body.getReader(), abort);
    } catch {
      // Whatever it was, it is tried again.
    }
    if (!this.#stopped && this.#abort === abort) {
      this.#retry();
    }
  }

  async #read(reader, abort) {
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const watch = setTimeout(() => abort.abort(), SILENCE_MILLIS);
      const { value, done } = await reader.read().finally(() => clearTimeout(watch));
      if (done) {
        return;
      }
      text += decoder.decode(value, { stream: true }).replaceAll('\r\n', '\n');
      let end;
      while ((end = text.indexOf('\n\n')) >= 0) {
        this.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  #take(block) {
    let name = 'message';
    const data = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
    if (data.length > 0) {
      if (name === 'hello') {
        this.#failures = 0;
        this.#onState('live', 0);
      }
      this.#onEvent(name, JSON.parse(data.join('\n')));
    }
  }

  #retry() {
    const longest = Math.min(LONGEST_PAUSE_MILLIS, 1000 * 2 ** this.#failures);
    const pause = longest / 2 + Math.random() * (longest / 2);
    this.#failures += 1;
    this.#onState('lost', pause);
    this.#timer = setTimeout(() => this.#run(), pause);
  }
}
