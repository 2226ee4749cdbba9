/** Groups that one may see, and making one. */

import { get, path, post } from '../api.js';
import { choice, el, field, put, renew, repeat, say } from '../dom.js';
import { count, many } from '../format.js';
import { ask } from '../parts/dialog.js';
import { action, notice, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { POLICIES, ROLES } from '../words.js';
import { askLogin } from './account.js';

const LOOK_EVERY_MILLIS = 3000;
const MOST_GROUPS = 500;
const RANK = ['owner', 'member', 'requested', 'none'];
const POLICY_WORDS = { open: 'open to all', approval: 'by approval', invitation: 'by invitation' };

export function groupsView(signal) {
  const body = el('div', { class: 'stack' });
  const list = el('ul', { class: 'rows', 'aria-label': 'Groups' });
  const more = el('p', { class: 'quiet-text' });
  const empty = el('p', { class: 'empty' }, 'There is no group that you can see. Create one, or join one with an invitation code.');
  let shown = null;
  let round = 0; // an earlier answer may come after a later one
  const load = async () => {
    if (!store.user) {
      return;
    }
    const mine = (round += 1);
    const { groups } = await get('/groups');
    const text = JSON.stringify(groups);
    if (signal.aborted || mine !== round || text === shown) {
      return;
    }
    shown = text;
    groups.sort((one, other) => RANK.indexOf(one.role) - RANK.indexOf(other.role) || one.name.localeCompare(other.name));
    empty.hidden = groups.length > 0;
    renew(list, ...groups.slice(0, MOST_GROUPS).map((group) => row(group, load)));
    say(more, groups.length > MOST_GROUPS ? `The first ${MOST_GROUPS} of ${count(groups.length)} groups are shown.` : '');
  };
  const show = () => {
    shown = null;
    round += 1;
    say(more, '');
    put(list);
    empty.hidden = true;
    put(body, ...(store.user ? [buttons(), empty, list, more] : [loginFirst()]));
    load().catch(problem);
  };
  store.on('user', show, signal);
  show();
  repeat(signal, LOOK_EVERY_MILLIS, () => load().catch(() => {})); // that the node is gone is told once
  return el('div', { class: 'stack' }, el('h1', {}, 'Groups'), body);
}

function buttons() {
  return el('div', { class: 'actions' },
    el('button', { type: 'button', class: 'primary', onclick: action(() => askNew()) }, 'Create a group'),
    el('button', { type: 'button', onclick: action(() => askJoin()) }, 'Join with an invitation'));
}

/** What is shown instead of groups to who is not logged in. */
export function loginFirst() {
  return el('div', { class: 'empty' },
    el('p', {}, 'Files of a group are seen by its members alone. Log in at the tracker to see your groups.'),
    el('button', { type: 'button', class: 'primary', onclick: action(() => askLogin()) }, 'Log in or create an account'));
}

function row(group, again) {
  const isMine = group.role === 'member' || group.role === 'owner';
  const href = `#/groups/${encodeURIComponent(group.name)}`;
  return el('li', {},
    el('div', { class: 'row-text' },
      el('div', { class: 'name-line' }, isMine ? el('a', { class: 'name', href }, group.name) : el('strong', { class: 'name' }, group.name),
        ROLES[group.role] && el('span', { class: 'chip', 'data-state': group.role }, ROLES[group.role])),
      el('span', { class: 'meta' }, [POLICY_WORDS[group.policy] ?? group.policy, many(group.memberCount, 'member'),
        group.owner ? `owner ${group.owner}` : null].filter(Boolean).join(' · '))),
    el('div', { class: 'actions' }, isMine ? el('a', { class: 'button', href, 'aria-label': `Open ${group.name}` }, 'Open') : wish(group, again)));
}

/** What one may do who is no member. */
function wish({ name, role, policy }, again) {
  const button = (word, label, work) => el('button', {
    type: 'button',
    'aria-label': label,
    onclick: action(async () => {
      try {
        await work();
      } finally {
        await again().catch(() => {}); // what failed before says more
      }
    }),
  }, word);
  if (role === 'requested') {
    return button('Withdraw', `Withdraw the wish to join ${name}`, () => post(path`/groups/${name}/leave`));
  }
  const word = policy === 'open' ? 'Join' : 'Ask to join';
  return policy !== 'invitation' && button(word, `${word} ${name}`, () => join(name, ''));
}

async function join(group, code) {
  const answer = await post(path`/groups/${group}/join`, code ? { code } : {});
  notice(answer?.role === 'requested' ? `Asked to join ${group}. The owner has to accept.` : `You are a member of ${group}.`);
}

function open(group) {
  location.hash = `#/groups/${encodeURIComponent(group)}`;
}

function askNew() {
  return ask({
    title: 'Create a group',
    body: [
      field('Name', el('input', { name: 'name', required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '32' }),
        'Letters a to z, digits, dots, hyphens and underscores.'),
      field('Who may join', choice(POLICIES, 'approval', { name: 'policy' })),
    ],
    button: 'Create',
    submit: async (data) => {
      const name = data.get('name').trim();
      await post('/groups', { name, policy: data.get('policy') });
      notice(`You own the group ${name}.`);
      open(name);
    },
  });
}

function askJoin() {
  return ask({
    title: 'Join a group',
    body: [
      field('Group', el('input', { name: 'name', required: true, autocomplete: 'off' })),
      field('Invitation code', el('input', { name: 'code', required: true, autocomplete: 'off', spellcheck: 'false', class: 'mono' })),
    ],
    button: 'Join',
    submit: async (data) => {
      const name = data.get('name').trim();
      await join(name, data.get('code').trim());
      open(name);
    },
  });
}
