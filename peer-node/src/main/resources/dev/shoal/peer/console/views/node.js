/** The node itself: how it stands, whom it is connected with, and what has happened. */

import { get, post } from '../api.js';
import { el, put, reconcile, repeat, say } from '../dom.js';
import { ago, count, duration, many, moment, shortId, size } from '../format.js';
import { copyButton } from '../parts/copy.js';
import { sure } from '../parts/dialog.js';
import { action, notice, problem } from '../parts/toast.js';
import { KEPT_LOG_ENTRIES, store } from '../store.js';
import { LEVELS, sentence } from '../words.js';
import { limitsLine } from './limits-line.js';

const PEERS_EVERY_MILLIS = 3000;
const MOST_PEERS = 200;

export function nodeView(signal) {
  return el('div', { class: 'stack' }, el('h1', {}, 'Node'), facts(signal), folders(signal), peers(signal), log(signal),
    el('div', { class: 'actions' }, copyButton('Copy this node’s peer id', 'peer id', () => store.status?.peerId ?? ''),
      el('button', {
        type: 'button',
        class: 'quiet',
        onclick: action(() => sure('Stop the node?', 'It shares and downloads nothing until it is started again, which only the command line can do.',
          'Stop the node', stop)),
      }, 'Stop the node')));
}

async function stop() {
  store.isStopped = true;
  try {
    await post('/stop');
    notice('The node is stopping.');
  } catch (error) {
    if (error.status) { // none: what stops may not have had the time to answer
      store.isStopped = false;
    }
    throw error;
  }
}

function facts(signal) {
  const list = el('dl', { class: 'tiles' });
  const known = new Map();
  const show = () => {
    const status = store.status;
    if (!status) {
      return;
    }
    const now = [
      ['Tracker', status.tracker ?? (status.trackers.length > 0 ? 'none answers' : 'none given'), status.tracker ? '' : 'bad'],
      ['Can be reached', status.tracker ? (status.dialable ? 'yes' : 'no') : 'unknown', status.tracker && !status.dialable ? 'bad' : ''],
      ['Listens on', status.address],
      ['Running for', duration((Date.now() - status.startedMillis) / 1000)],
      ['Downloaded', size(status.traffic.fetchedBytes)],
      ['Uploaded', size(status.traffic.sentBytes)],
      ['Shares', count(status.shares.shared)],
      ['Version', status.version],
    ];
    for (const [name, value, kind] of now) {
      if (!known.has(name)) {
        const text = el('dd');
        known.set(name, text);
        list.append(el('div', {}, el('dt', {}, name), text));
      }
      say(known.get(name), value);
      known.get(name).className = kind ?? '';
    }
    say(reach, status.tracker && !status.dialable
      ? 'The tracker can’t connect to this node: others fetch from it only over connections that it makes. Open its port in the firewall or router.' : '');
    reach.hidden = reach.textContent === '';
  };
  const reach = el('p', { class: 'note', hidden: true });
  store.on('status', show, signal);
  show();
  return [el('section', { class: 'stack tight', 'aria-label': 'How it stands' }, list, reach),
    el('section', { class: 'title-line', 'aria-label': 'Limits' }, el('h2', {}, 'Limits'), limitsLine(signal))];
}

function folders(signal) {
  const section = el('section', { class: 'stack tight', 'aria-label': 'Folders' });
  let shown = '';
  const show = () => {
    const { watched = [], mirrored = [], downloadDirectory = '' } = store.status ?? {};
    const rows = [
      [downloadDirectory, 'Downloads are written here', null],
      ...watched.map((folder) => [folder.directory, `Watched: ${many(folder.files, 'file')} shared${folder.preparing > 0 ? `, ${count(folder.preparing)} being prepared` : ''}`, folder.problem]),
      ...mirrored.map((group) => [group.directory, `Mirrors the group ${group.group}`, group.problem]),
    ];
    const text = JSON.stringify(rows);
    if (text === shown) {
      return;
    }
    shown = text;
    put(section, el('h2', {}, 'Folders'), el('ul', { class: 'rows' }, rows.map(([where, what, wrong]) => el('li', {},
      el('div', { class: 'row-text' }, el('span', { class: 'mono name' }, where), el('span', { class: 'meta' }, what),
        wrong && el('p', { class: 'problem bad' }, sentence(wrong)))))));
  };
  store.on('status', show, signal);
  show();
  return section;
}

function peers(signal) {
  const rows = el('tbody');
  const known = new Map();
  const more = el('p', { class: 'quiet-text' });
  const table = el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Table of peers' }, el('table', {},
    el('thead', {}, el('tr', {}, ['Address', 'Peer id', 'Program', 'Connection', 'Received', 'Sent', 'Since'].map((word) => el('th', { scope: 'col' }, word)))), rows));
  const empty = el('p', { class: 'empty' }, 'Connected with nobody just now. Connections are made when a file is fetched or served.');
  const load = async () => {
    const { peers: found } = await get('/peers');
    if (signal.aborted) {
      return;
    }
    reconcile(rows, known, found.slice(0, MOST_PEERS).map((peer) => [`${peer.address} ${peer.connectedMillis}`, peer]),
      () => new PeerRow(), (row, peer) => row.update(peer));
    say(more, found.length > MOST_PEERS ? `and ${many(found.length - MOST_PEERS, 'more', 'more')}` : '');
    table.hidden = found.length === 0;
    empty.hidden = found.length > 0;
  };
  table.hidden = true;
  load().catch(problem);
  repeat(signal, PEERS_EVERY_MILLIS, () => load().catch(() => {})); // that the node is gone is told once
  return el('section', { class: 'stack tight', 'aria-label': 'Peers' }, el('h2', {}, 'Peers'), empty, table, more);
}

/** Somebody the node is connected with. */
class PeerRow {
  #cells;

  constructor() {
    this.#cells = ['mono', 'mono', '', '', 'figure', 'figure', ''].map((kind) => el('td', { class: kind }));
    this.node = el('tr', {}, this.#cells);
  }

  update(peer) {
    const words = [peer.address, peer.peerId ? shortId(peer.peerId) : 'unknown', peer.program,
      `${peer.dialled ? 'outgoing' : 'incoming'}${peer.encrypted ? ', encrypted' : ''}`,
      size(peer.receivedBytes), size(peer.sentBytes), ago(peer.connectedMillis)];
    words.forEach((text, column) => say(this.#cells[column], text));
    this.#cells[1].title = peer.peerId ?? '';
  }
}

function log(signal) {
  const list = el('ol', { class: 'log', tabindex: '0', 'aria-label': 'Status log, the newest first' });
  const line = (entry) => el('li', { class: entry.level },
    el('time', { datetime: new Date(entry.millis).toISOString() }, moment(entry.millis)),
    el('span', { class: 'level' }, LEVELS[entry.level] ?? entry.level), el('span', { class: 'name' }, sentence(entry.message)));
  const empty = el('p', { class: 'empty' }, 'Nothing has happened yet.');
  const shown = () => {
    empty.hidden = list.childElementCount > 0;
    list.hidden = list.childElementCount === 0;
  };
  list.append(...store.log.map(line).reverse());
  store.on('log', (fresh) => {
    list.prepend(...fresh.map(line).reverse());
    while (list.childElementCount > KEPT_LOG_ENTRIES) {
      list.lastElementChild.remove();
    }
    shown();
  }, signal);
  shown();
  return el('section', { class: 'stack tight', 'aria-label': 'Status log' }, el('h2', {}, 'Status log'), empty, list);
}
