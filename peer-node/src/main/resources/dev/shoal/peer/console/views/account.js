/** Logging in and out at the tracker. */

import { post, set } from '../api.js';
import { el, field, put } from '../dom.js';
import { ask } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { action, notice } from '../parts/toast.js';
import { store } from '../store.js';

/** Makes a button say who is logged in, and lead to what one can do about it. */
export function accountButton(button) {
  const show = () => {
    put(button, icon('user'), el('span', { class: 'name' }, store.user ?? 'Log in'));
    button.setAttribute('aria-label', store.user ? `Account ${store.user}` : 'Log in');
  };
  button.addEventListener('click', () => (store.user ? askAccount() : askLogin()));
  store.on('user', show);
  show();
}

/** Asks for name and password. */
export async function askLogin() {
  let create = false;
  const done = await ask({
    title: 'Log in at the tracker',
    body: [...credentials('current-password'),
      el('p', { class: 'quiet-text' }, 'No account yet? ',
        el('button', {
          type: 'button',
          class: 'link',
          onclick: (event) => {
            create = true;
            event.currentTarget.closest('dialog').close();
          },
        }, 'Create one'))],
    button: 'Log in',
    submit: (data) => logIn(data.get('user').trim(), data.get('password')),
  });
  return create ? askCreate() : done;
}

function askCreate() {
  return ask({
    title: 'Create an account',
    body: [...credentials('new-password'),
      field('Password again', el('input', { name: 'again', type: 'password', autocomplete: 'new-password', required: true })),
      el('details', {}, el('summary', {}, 'Administrator code'),
        field('Code', el('input', { name: 'code', autocomplete: 'off', spellcheck: 'false', class: 'mono' }),
          'For the first administrator alone: a new tracker prints it.'))],
    button: 'Create and log in',
    submit: async (data) => {
      const [user, password, code] = [data.get('user').trim(), data.get('password'), data.get('code').trim()];
      same(password, data.get('again'));
      await post('/account', { user, password, ...(code ? { code } : {}) });
      await logIn(user, password);
    },
  });
}

function credentials(kind) {
  return [
    field('Name', el('input', { name: 'user', autocomplete: 'username', spellcheck: 'false', autocapitalize: 'none', required: true })),
    field('Password', el('input', { name: 'password', type: 'password', autocomplete: kind, required: true })),
  ];
}

async function logIn(user, password) {
  const answer = await post('/account/login', { user, password });
  store.setUser(answer?.user ?? user);
  notice(`Logged in as ${store.user}.`);
}

function same(password, again) {
  if (password !== again) {
    throw new Error('The two passwords are not the same.');
  }
}

function askAccount() {
  let leave = null;
  const close = (next) => (event) => {
    leave = next;
    event.currentTarget.closest('dialog').close();
  };
  return ask({
    title: `Logged in as ${store.user}`,
    body: [el('div', { class: 'stack tight' },
      el('button', { type: 'button', onclick: action((event) => logOut(event, false)) }, 'Log out'),
      el('button', { type: 'button', onclick: action((event) => logOut(event, true)) }, 'Log out everywhere'),
      el('button', { type: 'button', onclick: close(askPassword) }, 'Change the password'))],
  }).then(() => leave?.());
}

async function logOut(event, everywhere) {
  const dialog = event.currentTarget.closest('dialog');
  await post('/account/logout', { everywhere });
  dialog.close();
  store.setUser(null);
  notice('Logged out.');
}

function askPassword() {
  return ask({
    title: 'Change the password',
    body: [
      field('Password now', el('input', { name: 'old', type: 'password', autocomplete: 'current-password', required: true })),
      field('New password', el('input', { name: 'new', type: 'password', autocomplete: 'new-password', required: true }), 'All other logins of this account end.'),
      field('New password again', el('input', { name: 'again', type: 'password', autocomplete: 'new-password', required: true })),
    ],
    button: 'Change it',
    submit: async (data) => {
      same(data.get('new'), data.get('again'));
      await set('/account/password', { old: data.get('old'), new: data.get('new') });
      notice('The password is changed.');
    },
  });
}
