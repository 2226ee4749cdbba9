/** One group: its files, its members, and what its owner does. */

import { get, path, post, remove } from '../api.js';
import { el, put } from '../dom.js';
import { copy } from '../parts/copy.js';
import { ask, sure } from '../parts/dialog.js';
import { action, notice, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { ROLES } from '../words.js';
import { addShare } from './add-share.js';
import { fileRow } from './file-row.js';
import { loginFirst } from './groups.js';

const SETTLE_MILLIS = 1000;

export function groupView(signal, name) {
  const body = el('div', { class: 'stack' });
  const refresh = () => show(body, signal, name).catch((error) => failed(body, error));
  store.on('user', refresh, signal);
  refresh();
  return el('div', { class: 'stack' },
    el('div', {}, el('a', { class: 'back', href: '#/groups' }, '‹ All groups'), el('h1', { class: 'name' }, name)), body);
}

function failed(body, error) {
  put(body, el('p', { class: 'empty' }, error.message));
  problem(error);
}

async function show(body, signal, name) {
  if (!store.user) {
    put(body, loginFirst());
    return;
  }
  const { groups } = await get('/groups');
  const group = groups.find((each) => each.name === name);
  if (signal.aborted) {
    return;
  }
  if (group?.role !== 'member' && group?.role !== 'owner') {
    put(body, el('p', { class: 'empty' }, 'You are no member of this group. Its owner may have to accept you first.'));
    return;
  }
  const owner = group.role === 'owner';
  put(body, buttons(group, owner), files(signal, name, group), el('section', { class: 'card', 'aria-label': 'Share with this group' },
    el('h2', {}, 'Share with this group'), addShare(signal, name)),
  owner && group.policy === 'approval' && requests(signal, name), members(signal, name, owner));
}

function buttons({ name, policy }, owner) {
  return el('div', { class: 'actions' }, owner
    ? [policy === 'invitation' && el('button', { type: 'button', onclick: action(() => invite(name)) }, 'Invite'),
      el('button', {
        type: 'button',
        class: 'quiet',
        onclick: action(() => sure(`Delete ${name}?`, 'The group and its list of files end for all members. The files stay where they are.',
          'Delete the group', async () => {
            await remove(path`/groups/${name}`);
            left(`The group ${name} is deleted.`);
          })),
      }, 'Delete the group')]
    : el('button', {
      type: 'button',
      class: 'quiet',
      onclick: action(() => sure(`Leave ${name}?`, 'What you alone share in it leaves its list.', 'Leave the group', async () => {
        await post(path`/groups/${name}/leave`);
        left(`You have left ${name}.`);
      })),
    }, 'Leave the group'));
}

function left(text) {
  notice(text);
  location.hash = '#/groups';
}

async function invite(name) {
  const { code } = await post(path`/groups/${name}/invite`);
  const input = el('input', { class: 'mono', readonly: true, value: code, 'aria-label': 'Invitation code' });
  await ask({
    title: `Invitation to ${name}`,
    body: [el('p', {}, 'Who has this code and the group’s name can join. The code before is good no more.'), input,
      el('div', { class: 'actions' }, el('button', { type: 'button', onclick: () => copy(code, 'code') }, 'Copy the code'))],
  });
}

function files(signal, name, group) {
  const list = el('ul', { class: 'rows', 'aria-label': 'Files of the group' });
  const empty = el('p', { class: 'empty', hidden: true }, 'The group has no files yet. Share the first one below.');
  const load = async () => {
    const { files: found } = await get(path`/groups/${name}/files`);
    if (!signal.aborted) {
      put(list, ...found.map((file) => fileRow(file, name, withdraw(name, group, file, load))));
      empty.hidden = found.length > 0;
    }
  };
  let asked = null;
  const soon = () => {
    clearTimeout(asked);
    asked = setTimeout(() => load().catch(problem), SETTLE_MILLIS);
  };
  store.on('share', (share) => share.groups.includes(name) && share.state === 'shared' && soon(), signal);
  store.on('shares', soon, signal);
  signal.addEventListener('abort', () => clearTimeout(asked));
  load().catch(problem);
  return el('section', { class: 'stack tight', 'aria-label': 'Files' },
    el('div', { class: 'title-line' }, el('h2', {}, 'Files'),
      el('button', { type: 'button', class: 'quiet', onclick: action(load) }, 'Refresh')), empty, list);
}

function withdraw(name, group, file, again) {
  return file.sharers?.includes(store.user) && el('button', {
    type: 'button',
    class: 'quiet',
    'aria-label': `Unshare ${file.name}`,
    onclick: action(() => sure('Unshare this file?', `${file.name} is no longer shared with ${name} by you.`, 'Unshare', async () => {
      await remove(path`/groups/${name}/files/${file.name}`);
      await again();
    })),
  }, 'Unshare');
}

function requests(signal, name) {
  return people(signal, name, 'requests', 'Asked to join', 'Nobody waits to be accepted.', (user, again) => [
    deed('Accept', user, () => post(path`/groups/${name}/members/${user}/accept`), again, 'primary'),
    deed('Reject', user, () => post(path`/groups/${name}/members/${user}/reject`), again, 'quiet'),
  ]);
}

function members(signal, name, owner) {
  return people(signal, name, 'members', 'Members', 'Nobody.', (user, again, role) =>
    (owner && role !== 'owner' ? [deed('Remove', user, () => post(path`/groups/${name}/members/${user}/remove`), again, 'quiet')] : []));
}

function people(signal, name, what, title, nobody, deeds) {
  const list = el('ul', { class: 'rows', 'aria-label': title });
  const empty = el('p', { class: 'quiet-text', hidden: true }, nobody);
  const load = async () => {
    const answer = await get(path`/groups/${name}` + `/${what}`);
    if (!signal.aborted) {
      const found = answer[what] ?? answer.members ?? [];
      put(list, ...found.map(({ user, role }) => el('li', {},
        el('div', { class: 'row-text' }, el('div', { class: 'name-line' }, el('strong', { class: 'name' }, user),
          ROLES[role] && role === 'owner' && el('span', { class: 'chip' }, ROLES[role]))),
        el('div', { class: 'actions' }, deeds(user, load, role)))));
      empty.hidden = found.length > 0;
      list.hidden = found.length === 0;
    }
  };
  load().catch(problem);
  const section = el('section', { class: 'stack tight', 'aria-label': title }, el('h2', {}, title), empty, list);
  section.addEventListener('shoal-reload', () => load().catch(problem));
  return section;
}

function deed(word, user, work, again, kind) {
  return el('button', {
    type: 'button',
    class: kind,
    'aria-label': `${word} ${user}`,
    onclick: action(async (event) => {
      const body = event.currentTarget?.closest('.stack:not(.tight)');
      await work();
      await again();
      body?.querySelectorAll('section').forEach((section) => section.dispatchEvent(new CustomEvent('shoal-reload')));
    }),
  }, word);
}
