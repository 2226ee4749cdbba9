/** Groups that one may see, and making one. */

import { get, path, post } from '../api.js';
import { choice, el, field, put } from '../dom.js';
import { many } from '../format.js';
import { ask } from '../parts/dialog.js';
import { action, notice, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { POLICIES, ROLES } from '../words.js';
import { askLogin } from './account.js';

const POLICY_WORDS = { open: 'open to all', approval: 'by approval', invitation: 'by invitation' };

export function groupsView(signal) {
  const body = el('div', { class: 'stack' });
  const refresh = () => show(body, signal).catch(problem);
  store.on('user', refresh, signal);
  refresh();
  return el('div', { class: 'stack' }, el('h1', {}, 'Groups'), body);
}

async function show(body, signal) {
  if (!store.user) {
    put(body, loginFirst());
    return;
  }
  const { groups } = await get('/groups');
  if (signal.aborted) {
    return;
  }
  const again = () => show(body, signal);
  const rank = ['owner', 'member', 'requested', 'none'];
  groups.sort((one, other) => rank.indexOf(one.role) - rank.indexOf(other.role) || one.name.localeCompare(other.name));
  put(body,
    el('div', { class: 'actions' },
      el('button', { type: 'button', class: 'primary', onclick: action(() => askNew()) }, 'Create a group'),
      el('button', { type: 'button', onclick: action(() => askJoin()) }, 'Join with an invitation')),
    groups.length === 0
      ? el('p', { class: 'empty' }, 'There is no group that you can see. Create one, or join one with an invitation code.')
      : el('ul', { class: 'rows', 'aria-label': 'Groups' }, groups.map((group) => row(group, again))));
}

/** What is shown instead of groups to who is not logged in. */
export function loginFirst() {
  return el('div', { class: 'empty' },
    el('p', {}, 'Files of a group are seen by its members alone. Log in at the tracker to see your groups.'),
    el('button', { type: 'button', class: 'primary', onclick: action(() => askLogin()) }, 'Log in or create an account'));
}

function row(group, again) {
  const mine = group.role === 'member' || group.role === 'owner';
  const members = group.memberCount ?? group.members;
  return el('li', {},
    el('div', { class: 'row-text' },
      el('div', { class: 'name-line' }, mine
        ? el('a', { class: 'name', href: `#/groups/${encodeURIComponent(group.name)}` }, group.name)
        : el('strong', { class: 'name' }, group.name),
      ROLES[group.role] && el('span', { class: 'chip', 'data-state': group.role }, ROLES[group.role])),
      el('span', { class: 'meta' }, [POLICY_WORDS[group.policy] ?? group.policy,
        typeof members === 'number' ? many(members, 'member') : null,
        group.owner ? `owner ${group.owner}` : null].filter(Boolean).join(' · '))),
    el('div', { class: 'actions' }, mine
      ? el('a', { class: 'button', href: `#/groups/${encodeURIComponent(group.name)}`, 'aria-label': `Open ${group.name}` }, 'Open')
      : group.role === 'none' && group.policy !== 'invitation' && el('button', {
        type: 'button',
        'aria-label': `${group.policy === 'open' ? 'Join' : 'Ask to join'} ${group.name}`,
        onclick: action(async () => {
          await join(group.name, '');
          await again();
        }),
      }, group.policy === 'open' ? 'Join' : 'Ask to join')));
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
      field('Name', el('input', { name: 'name', required: true, autocomplete: 'off', maxlength: '64' })),
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
