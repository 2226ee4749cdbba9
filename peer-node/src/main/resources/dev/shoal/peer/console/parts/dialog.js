/** Questions that are answered before anything else. */

import { el, freshId } from '../dom.js';

/**
 * Asks.
 *
 * @param body elements of the form
 * @param submit of the form's data; what it throws is shown, and the dialog stays
 * @return whether it was done
 */
export function ask({ title, body = [], button, danger = false, cancel = 'Cancel', submit = async () => {} }) {
  return new Promise((resolve) => {
    const heading = el('h2', { id: freshId('dialog') }, title);
    const error = el('p', { class: 'error', role: 'alert' });
    const confirm = button && el('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, button);
    let done = false;
    const form = el('form', {
      method: 'dialog',
      onsubmit: async (event) => {
        event.preventDefault();
        error.textContent = '';
        confirm.disabled = true;
        try {
          await submit(new FormData(form));
          done = true;
          dialog.close();
        } catch (problem) {
          error.textContent = problem.message;
        } finally {
          confirm.disabled = false;
        }
      },
    }, heading, ...body, error,
    el('div', { class: 'actions end' },
      el('button', { type: 'button', onclick: () => dialog.close() }, button ? cancel : 'Close'), confirm));
    const dialog = el('dialog', { 'aria-labelledby': heading.id }, form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector('input, select, textarea') ?? confirm)?.focus();
  });
}

/** Asks whether something is to be done. */
export function sure(title, text, button, submit) {
  return ask({ title, body: [el('p', {}, text)], button, danger: true, submit });
}
