/** The console: its frame, its sections, and the connection to the node. */

import { get } from './api.js';
import { el, put, say } from './dom.js';
import { EventFeed } from './events.js';
import { brief, rate } from './format.js';
import { icon } from './parts/icons.js';
import { themeSwitch } from './parts/theme.js';
import { notice, problem } from './parts/toast.js';
import { store } from './store.js';
import { forget, takeFromAddress, token } from './token.js';
import { accountButton } from './views/account.js';
import { groupView } from './views/group.js';
import { groupsView } from './views/groups.js';
import { nodeView } from './views/node.js';
import { searchView } from './views/search.js';
import { sharesView } from './views/shares.js';
import { tokenView } from './views/token.js';
import { transfersView } from './views/transfers.js';
import { sentence } from './words.js';

const SECTIONS = [
  ['transfers', 'Transfers', transfersView],
  ['shares', 'Shares', sharesView],
  ['search', 'Search', searchView],
  ['groups', 'Groups', groupsView],
  ['node', 'Node', nodeView],
];

const main = document.getElementById('main');
const banner = document.getElementById('banner');
const links = new Map();
let shown = null; // what ends with the view
let waiting = null;

const feed = new EventFeed((name, value) => store.take(name, value), connection);
feed.restWhileUnseen();

function navigation() {
  put(document.getElementById('nav'), el('ul', {}, SECTIONS.map(([name, title]) => {
    const link = el('a', { href: `#/${name}` }, icon(name), el('span', {}, title));
    links.set(name, link);
    return el('li', {}, link);
  })));
}

/** Shows the section that the address names. */
function route({ focus = true } = {}) {
  const [, name = '', argument] = /^#\/([a-z]+)(?:\/([^/]+))?$/.exec(location.hash) ?? [];
  const section = SECTIONS.find(([key]) => key === name) ?? SECTIONS[0];
  const [key, title, view] = section;
  links.forEach((link, of) => (of === key ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current')));
  const signal = begin();
  const group = key === 'groups' && argument ? decoded(argument) : null;
  document.title = `${group ?? title} · Shoal`;
  put(main, group ? groupView(signal, group) : view(signal));
  if (focus) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function begin() {
  shown?.abort();
  shown = new AbortController();
  return shown.signal;
}

function connection(state, millis) {
  clearInterval(waiting);
  document.body.dataset.connection = state;
  switch (state) {
    case 'live':
      if (!banner.hidden) {
        notice('The node is back.');
      }
      banner.hidden = true;
      break;
    case 'lost':
      lost(millis);
      break;
    case 'refused':
      askForToken();
      break;
    default:
  }
}

function lost(millis) {
  if (banner.hidden) { // once: each attempt would be told anew
    put(banner, store.isStopped
      ? el('p', {}, el('strong', {}, 'The node is stopped. '), 'Start it again with ', el('code', {}, 'shoal node'), ': this page goes on by itself then.')
      : el('p', {}, el('strong', {}, 'The node does not answer. '),
        'What is shown may be old. Is it still running? This page tries again by itself.'),
    el('button', { type: 'button', onclick: () => feed.start() }, 'Try again now'));
    banner.hidden = false;
  }
  document.body.dataset.retryMillis = String(Math.round(millis));
}

function askForToken() {
  const refused = token() !== null;
  feed.stop();
  forget();
  banner.hidden = true;
  document.body.dataset.connection = 'refused';
  document.title = 'Connect · Shoal';
  document.body.classList.add('locked');
  put(main, tokenView(open, refused));
  begin();
  main.querySelector('input').focus();
}

/** Begins with the token there is. */
function open() {
  document.body.classList.remove('locked');
  route({ focus: false });
  feed.start();
}

function frame() {
  const rates = document.getElementById('rates');
  const down = el('span', { class: 'down' });
  const up = el('span', { class: 'up' });
  put(rates, el('span', { class: 'offscreen' }, 'Download '), down, el('span', { class: 'offscreen' }, ', upload '), up);
  store.on('status', () => {
    say(down, `↓ ${rate(store.status.traffic.fetchedPerSecond)}`);
    say(up, `↑ ${rate(store.status.traffic.sentPerSecond)}`);
  });
  store.on('downloads', ({ download, before }) => {
    if (download && before && download.state !== before.state) {
      ended(download);
    }
  });
  themeSwitch(document.getElementById('theme'));
  accountButton(document.getElementById('account'));
}

function ended(download) {
  if (download.state === 'complete') {
    notice(`${brief(download.name)} is complete.`);
  } else if (download.state === 'failed') {
    problem(new Error(`${brief(download.name)} failed. ${sentence(download.problem?.message ?? '')}`));
  }
}

addEventListener('hashchange', () => {
  if (/^#token=/.test(location.hash)) {
    takeFromAddress();
    open();
  } else if (location.hash !== '#main' && token()) {
    route();
  }
});
addEventListener('shoal-unauthorized', askForToken);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address names the section
  main.focus();
});

takeFromAddress();
navigation();
frame();
if (token()) {
  get('/status').then(open, (error) => (error.status === 401 ? undefined : open()));
} else {
  askForToken();
}
