/** One group: its files, its members, and what its owner does. */

import { get, path, post, remove } from '../api.js';
import { el, put, renew, repeat, say } from '../dom.js';
import { count } from '../format.js';
import { copy } from '../parts/copy.js';
import { ask, sure } from '../parts/dialog.js';
import { action, notice, problem } from '../parts/toast.js';
import { store } from '../store.js';
import { ROLES } from '../words.js';
import { addShare } from './add-share.js';
import { fileRow } from './file-row.js';
import { loginFirst } from './groups.js';

const SETTLE_MILLIS = 300;
const LOOK_EVERY_MILLIS = 3000;
const MOST_FILES = 500;

export function groupView(signal, name) {
  const body = el('div', { class: 'stack' });
  let shown = null;
  const refresh = () => {
    shown?.abort();
    shown = new AbortController();
    return show(body, AbortSignal.any([signal, shown.signal]), name, refresh).catch((error) => failed(body, error));
  };
  store.on('user', refresh, signal);
  refresh();
  return el('div', { class: 'stack' },
    el('div', {}, el('a', { class: 'back', href: '#/groups' }, '‹ All groups'), el('h1', { class: 'name' }, name)), body);
}

function failed(body, error) {
  put(body, el('p', { class: 'empty' }, error.message));
  problem(error);
}

async function show(body, signal, name, again) {
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
  put(body, buttons(group, owner), files(signal, name, again), el('section', { class: 'card', 'aria-label': 'Share with this group' },
    el('h2', {}, 'Share with this group'), addShare(signal, name)),
  people(signal, name, owner, group.policy === 'approval'));
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

/** @param again for when one may no longer see them */
function files(signal, name, again) {
  const list = el('ul', { class: 'rows', 'aria-label': 'Files of the group' });
  const more = el('p', { class: 'quiet-text' });
  const empty = el('p', { class: 'empty', hidden: true }, 'The group has no files yet. Share the first one below.');
  let shown = null;
  let round = 0;
  const load = async () => {
    const mine = (round += 1);
    const { files: found } = await get(path`/groups/${name}/files`);
    const text = JSON.stringify(found);
    if (signal.aborted || mine !== round || text === shown) {
      return;
    }
    shown = text;
    empty.hidden = found.length > 0;
    renew(list, ...found.slice(0, MOST_FILES).map((file) => fileRow(file, name, withdraw(name, file, load))));
    say(more, found.length > MOST_FILES ? `The first ${MOST_FILES} of ${count(found.length)} files are shown. Others are had by their names, on the page Transfers.` : '');
  };
  let asked = null;
  const soon = () => {
    asked ??= setTimeout(async () => {
      await load().catch(problem);
      asked = null; // not before: the answer would not be shown
    }, SETTLE_MILLIS);
  };
  store.on('share', (share) => share.groups.includes(name) && share.state === 'shared' && soon(), signal);
  store.on('shares', soon, signal);
  signal.addEventListener('abort', () => clearTimeout(asked));
  load().catch(problem);
  repeat(signal, LOOK_EVERY_MILLIS, () => load().catch((error) => signal.aborted || ![403, 404].includes(error.status) || again()));
  return el('section', { class: 'stack tight', 'aria-label': 'Files' }, el('h2', {}, 'Files'), empty, list, more);
}

function withdraw(name, file, again) {
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

/** Who belongs to the group, and for its owner who asked to: what is done to one list changes the other. */
function people(signal, name, owner, byApproval) {
  const lists = [];
  const again = () => Promise.all(lists.map((list) => list.load()));
  const at = (user) => path`/groups/${name}/members/${user}`;
  if (owner && byApproval) {
    lists.push(new PeopleList(signal, path`/groups/${name}/requests`, 'Asked to join', 'Nobody waits to be accepted.', ({ user }) => [
      deed('Accept', user, () => post(`${at(user)}/accept`), again, 'primary'),
      deed('Reject', user, () => post(`${at(user)}/reject`), again, 'quiet'),
    ]));
  }
  lists.push(new PeopleList(signal, path`/groups/${name}/members`, 'Members', 'Nobody.', ({ user, role }) =>
    (owner && role !== 'owner' ? [deed('Remove', user, () => removed(name, user, `${at(user)}/remove`), again, 'quiet')] : [])));
  again().catch(problem);
  repeat(signal, LOOK_EVERY_MILLIS, () => again().catch(() => {})); // that the node is gone is told once
  return lists.map((list) => list.node);
}

function removed(name, user, where) {
  return sure(`Remove ${user}?`, `${user} no longer sees the files of ${name}.`, 'Remove', () => post(where));
}

function deed(word, user, work, again, kind) {
  return el('button', {
    type: 'button',
    class: kind,
    'aria-label': `${word} ${user}`,
    onclick: action(async () => {
      try {
        await work();
      } finally {
        await again().catch(() => {}); // what failed before says more
      }
    }),
  }, word);
}

/** People of a group, with what can be done about each. */
class PeopleList {
  #signal;
  #where;
  #deeds;
  #shown = null;
  #round = 0;
  #list;
  #empty;

  constructor(signal, where, title, nobody, deeds) {
    this.#signal = signal;
    this.#where = where;
    this.#deeds = deeds;
    this.#list = el('ul', { class: 'rows', 'aria-label': title, hidden: true });
    this.#empty = el('p', { class: 'quiet-text', hidden: true }, nobody);
    this.node = el('section', { class: 'stack tight', 'aria-label': title }, el('h2', {}, title), this.#empty, this.#list);
  }

  async load() {
    const mine = (this.#round += 1);
    const { members } = await get(this.#where);
    const text = JSON.stringify(members);
    if (this.#signal.aborted || mine !== this.#round || text === this.#shown) {
      return;
    }
    this.#shown = text;
    this.#list.hidden = members.length === 0;
    this.#empty.hidden = members.length > 0;
    renew(this.#list, ...members.map((member) => el('li', {},
      el('div', { class: 'row-text' }, el('div', { class: 'name-line' }, el('strong', { class: 'name' }, member.user),
        member.role === 'owner' && el('span', { class: 'chip', 'data-state': 'owner' }, ROLES.owner))),
      el('div', { class: 'actions' }, this.#deeds(member)))));
  }
}
