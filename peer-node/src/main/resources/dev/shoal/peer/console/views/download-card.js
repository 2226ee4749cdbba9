/** One download: how far it is, from whom it comes, and what can be done about it. */

import { get, path, post, remove, set } from '../api.js';
import { choice, el, field, freshId, put, reconcile, say } from '../dom.js';
import { brief, duration, limit, many, percent, rate, size } from '../format.js';
import { chunkMap } from '../parts/chunk-map.js';
import { copyButton } from '../parts/copy.js';
import { sure } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { askLimit } from '../parts/limits.js';
import { action, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { DOWNLOAD_STATES, isActive, isOver, linkOf, PRIORITIES, sentence } from '../words.js';

const MAP_EVERY_MILLIS = 1000;

export class DownloadCard {
  #info = null;
  #signal;
  #drawn = 0;
  #known = new Map();
  #name = el('h3', { id: freshId('download') });
  #state = el('span', { class: 'chip' });
  #bar = el('progress', { max: '1000', 'aria-labelledby': this.#name.id });
  #amount = el('span');
  #speed = el('span');
  #left = el('span');
  #from = el('span');
  #how = el('span');
  #where = el('span', { class: 'name' });
  #problem = el('p', { class: 'problem' });
  #pause = el('button', { type: 'button', onclick: action(() => this.#order('pause')) }, icon('pause'), 'Pause');
  #resume = el('button', { type: 'button', onclick: action(() => this.#order('resume')) }, icon('play'), el('span', {}, 'Resume'));
  #cancel = el('button', { type: 'button', class: 'quiet', onclick: action(() => this.#end()) }, icon('close'), el('span', {}, 'Cancel'));
  #sources = el('ul', { class: 'sources' });
  #noSources = el('p', { class: 'quiet-text' });
  #facts = el('dl', { class: 'facts' });
  #map;
  #priority = choice(PRIORITIES, 'normal', {
    onchange: () => this.#send(set(path`/downloads/${this.#info.id}/priority`, { priority: this.#priority.value })),
  });
  #limit = el('button', { type: 'button', onclick: action(() => this.#askLimit()) });
  #controls = el('div', { class: 'inline-fields' }, field('Priority', this.#priority),
    el('div', { class: 'field' }, el('span', { class: 'label' }, 'Limit'), this.#limit));
  #details;

  constructor(signal) {
    this.#signal = signal;
    this.#map = chunkMap(signal);
    this.#details = el('details', { ontoggle: () => this.#opened() },
      el('summary', {}, 'Details', el('span', { class: 'offscreen' }, ' of this download')),
      el('div', { class: 'details' }, this.#map.node,
        el('div', {}, el('h4', {}, 'Sources'), this.#noSources, this.#sources),
        this.#controls, this.#facts,
        el('div', { class: 'actions' },
          copyButton('Copy id', 'id', () => this.#info.fileId),
          copyButton('Copy link', 'link', () => linkOf(this.#info, store.status)))));
    this.node = el('li', { class: 'card download', 'aria-labelledby': this.#name.id },
      el('div', { class: 'title-line' }, el('div', { class: 'name-line' }, this.#name, this.#state),
        el('div', { class: 'actions' }, this.#pause, this.#resume, this.#cancel)),
      this.#bar,
      el('p', { class: 'numbers' }, this.#amount, this.#speed, this.#left, this.#how, this.#from, this.#where),
      this.#problem, this.#details);
  }

  update(info) {
    if (info === this.#info) {
      return;
    }
    this.#info = info;
    const over = isOver(info);
    say(this.#name, info.name);
    say(this.#state, DOWNLOAD_STATES[info.state] ?? info.state);
    this.#state.dataset.state = info.state;
    this.node.dataset.state = info.state;
    this.node.dataset.id = info.id;
    this.#progress(info);
    say(this.#problem, problemOf(info));
    this.#problem.hidden = this.#problem.textContent === '';
    this.#problem.classList.toggle('bad', info.state === 'failed');
    this.#swap(this.#pause, over || info.state === 'paused' || info.state === 'finishing', this.#resume);
    this.#swap(this.#resume, info.state !== 'paused' && info.state !== 'failed', this.#pause);
    say(this.#resume.lastChild, info.state === 'failed' ? 'Try again' : 'Resume');
    say(this.#cancel.lastChild, over ? 'Remove' : 'Cancel');
    this.#named(this.#pause, 'Pause');
    this.#named(this.#resume, this.#resume.lastChild.textContent);
    this.#named(this.#cancel, this.#cancel.lastChild.textContent);
    if (this.#details.open) {
      this.#detail(info);
    }
  }

  #progress(info) {
    const known = info.totalBytes >= 0;
    const done = known && info.totalBytes > 0 ? info.verifiedBytes / info.totalBytes : info.state === 'complete' ? 1 : 0;
    this.#bar.hidden = info.state === 'complete' || info.state === 'cancelled' || !known;
    this.#bar.value = Math.floor(done * 1000);
    this.#bar.textContent = `${percent(info.verifiedBytes, info.totalBytes)}%`;
    if (info.state === 'complete') {
      say(this.#amount, known ? size(info.totalBytes) : info.verifiedBytes > 0 ? size(info.verifiedBytes) : '');
    } else if (known) {
      say(this.#amount, `${percent(info.verifiedBytes, info.totalBytes)}% · ${size(info.verifiedBytes)} of ${size(info.totalBytes)}`);
    } else {
      const arrived = info.state === 'downloading' && info.fetchedBytes > 0;
      say(this.#amount, arrived ? `${size(info.fetchedBytes)} received, not verified yet` : info.state !== 'waiting' ? 'Size not known yet' : info.problem ? '' : 'Starts by itself once somebody has it');
    }
    const moving = isActive(info);
    say(this.#speed, moving && info.state === 'downloading' ? rate(info.bytesPerSecond) : '');
    say(this.#left, moving && info.etaSeconds >= 0 && info.state === 'downloading' ? `${duration(info.etaSeconds)} left` : '');
    const sources = moving && info.sourceCount > 0 ? many(info.sourceCount, 'source') : '';
    say(this.#from, [sources, info.group ? `group ${info.group}` : ''].filter(Boolean).join(' · '));
    say(this.#how, info.state === 'complete' ? howItWas(info.summary) : '');
    say(this.#where, info.state === 'complete' && info.path ? `in ${folderOf(info.path)}` : '');
  }

  /** Hides a button; the focus goes on to the one that takes its place. */
  #swap(button, hidden, other) {
    if (hidden && !button.hidden && document.activeElement === button) {
      other.hidden = false;
      button.hidden = true;
      other.focus();
    }
    button.hidden = hidden;
  }

  #named(button, word) {
    const label = `${word} ${this.#info.name}`;
    if (button.getAttribute('aria-label') !== label) {
      button.setAttribute('aria-label', label);
    }
  }

  #detail(info) {
    const over = isOver(info);
    const most = Math.max(1, ...info.sources.map((source) => source.verifiedBytes));
    const total = info.sources.reduce((sum, source) => sum + source.verifiedBytes, 0);
    reconcile(this.#sources, this.#known, info.sources.map((source) => [`${source.kind} ${source.address}`, source]),
      () => new SourceLine(), (line, source) => line.update(source, most, total));
    this.#noSources.hidden = info.sources.length > 0;
    say(this.#noSources, over ? 'Nothing was needed from others.' : 'Nobody yet.');
    this.#controls.hidden = over;
    if (document.activeElement !== this.#priority) {
      this.#priority.value = info.priority;
    }
    say(this.#limit, limit(info.downloadLimit));
    this.#limit.setAttribute('aria-label', `Limit: ${limit(info.downloadLimit)}. Change the limit`);
    const facts = [
      ['File id', info.fileId ?? 'not known yet', 'mono'],
      ['Written to', info.path ?? 'not known yet', 'mono'],
      ['Asked for', info.what === info.fileId ? null : info.what, 'mono'],
      ['Fetched now', size(info.fetchedBytes)],
      ['From earlier runs', info.keptBytes > 0 ? size(info.keptBytes) : null],
    ].filter(([, value]) => value !== null);
    const text = facts.flat().join('\n');
    if (this.#facts.dataset.text !== text) {
      this.#facts.dataset.text = text;
      put(this.#facts, ...facts.map(([name, value, kind]) => el('div', {}, el('dt', {}, name), el('dd', { class: kind }, value))));
    }
    this.#refreshMap(false);
  }

  #opened() {
    if (this.#details.open) {
      this.#detail(this.#info);
      this.#refreshMap(true);
    }
  }

  async #refreshMap(atOnce) {
    if (!atOnce && (performance.now() - this.#drawn < MAP_EVERY_MILLIS || document.hidden)) {
      return;
    }
    this.#drawn = performance.now();
    try {
      this.#map.show(await get(path`/downloads/${this.#info.id}/chunks`));
    } catch {
      // It may be gone meanwhile; the card will be, too.
    }
  }

  #order(what) {
    return post(path`/downloads/${this.#info.id}` + `/${what}`);
  }

  async #end() {
    const { id, name, state, verifiedBytes } = this.#info;
    const cancel = () => remove(path`/downloads/${id}`);
    if (isOver(this.#info) || verifiedBytes === 0) {
      await cancel();
    } else {
      const instead = state === 'paused' ? 'To go on later, leave it paused.' : 'To go on later, pause it instead.';
      await sure(`Cancel ${brief(name)}?`, `The ${size(verifiedBytes)} that are here already will be deleted. ${instead}`, 'Cancel the download', cancel);
    }
  }

  #askLimit() {
    const { id, name, downloadLimit } = this.#info;
    return askLimit(`Limit ${brief(name)}`, downloadLimit, (download) => set(path`/downloads/${id}/limit`, { download }));
  }

  async #send(request) {
    try {
      await request;
    } catch (error) {
      problem(error);
    }
  }
}

function folderOf(path) {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))) || '/';
}

/** Why it does not go on, or what it could come from and does not. */
function problemOf(info) {
  if (info.problem) {
    return info.state === 'complete' ? '' : sentence(info.problem.message);
  }
  const useless = isActive(info) && info.sources.find((source) => source.problem);
  return useless ? notUsed(useless, useless.address) : '';
}

/** Why a source is not used; it begins with the source's name as a rule. */
function notUsed(source, name) {
  const start = `${source.address}: `;
  const why = source.problem.startsWith(start) ? source.problem.slice(start.length) : source.problem;
  return sentence(`${name ? `${name} is not` : 'Not'} used now: ${why}`);
}

/** From how many a complete file came, and how fast. */
function howItWas(summary) {
  if (!summary || summary.fetchedBytes === 0) {
    return '';
  }
  const sources = summary.peers + summary.urls;
  return [sources > 0 ? many(sources, 'source') : '', summary.durationMillis < 1000 ? 'less than 1 s' : duration(summary.durationMillis / 1000), rate(summary.bytesPerSecond)].filter(Boolean).join(' · ');
}

/** What one source has given. */
class SourceLine {
  #address = el('span', { class: 'mono address' });
  #numbers = el('span', { class: 'figure' });
  #bar = el('span', { class: 'share-bar', 'aria-hidden': 'true' }, el('span'));
  #problem = el('span', { class: 'problem' });

  constructor() {
    this.node = el('li', {}, this.#address, this.#numbers, this.#bar, this.#problem);
  }

  update(source, most, total) {
    say(this.#address, source.address);
    this.node.classList.toggle('gone', !source.connected);
    say(this.#numbers, [size(source.verifiedBytes), `${percent(source.verifiedBytes, total)}%`,
      source.connected ? rate(source.bytesPerSecond) : 'not in use'].join(' · '));
    say(this.#problem, source.problem ? notUsed(source, '') : '');
    this.#problem.hidden = !source.problem;
    this.#bar.firstChild.style.width = `${(source.verifiedBytes / most) * 100}%`;
  }
}
