/** Questions that are answered before anything else. */

import { el, focusOn, freshId } from '../dom.js';

/**
 * Asks.
 *
 * @param body elements of the form
 * @param submit of the form's data; what it throws is shown, and the dialog stays
 * @return whether it was done
 */
export function ask({ title, body = [], button, danger = false, cancel = 'Cancel', submit = async () => {} }) {
  return new Promise((resolve) => {
    const opener = document.activeElement;
    const heading = el('h2', { id: freshId('dialog') }, title);
    const error = el('p', { class: 'error', role: 'alert' });
    const confirm = button && el('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, button);
    let isOver = false;
    const form = el('form', {
      method: 'dialog',
      onsubmit: async (event) => {
        event.preventDefault();
        if (!confirm) {
          end(false);
          return;
        }
        if (confirm.getAttribute('aria-disabled') === 'true') {
          return;
        }
        error.textContent = '';
        confirm.setAttribute('aria-disabled', 'true'); // `disabled` would lose the focus
        try {
          await submit(new FormData(form));
          end(true);
        } catch (problem) {
          error.textContent = problem.message;
        } finally {
          confirm.removeAttribute('aria-disabled');
        }
      },
    }, heading, ...body, error,
    el('div', { class: 'actions end' },
      el('button', { type: 'button', onclick: () => end(false) }, button ? cancel : 'Close'), confirm));
    const dialog = el('dialog', { 'aria-labelledby': heading.id }, form);
    const end = (done) => {
      if (isOver) {
        return;
      }
      isOver = true;
      dialog.close();
      dialog.remove();
      if (document.activeElement === document.body) { // what it was opened with is gone
        focusOn(opener?.isConnected && opener.checkVisibility() ? opener : document.getElementById('main'));
      }
      resolve(done);
    };
    // By the escape key; of what a dialog does itself is heard only a moment later.
    dialog.addEventListener('close', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector('input, select, textarea') ?? confirm)?.focus();
  });
}

/** Asks whether something is to be done. */
export function sure(title, text, button, submit) {
  return ask({ title, body: [el('p', {}, text)], button, danger: true, submit });
}
