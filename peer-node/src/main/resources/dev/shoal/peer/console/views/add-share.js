/** Sharing a file: dropped here, chosen, or by its path at the node. */

import { post, upload } from '../api.js';
import { el, field, freshId, say } from '../dom.js';
import { brief, count, percent, size } from '../format.js';
import { icon } from '../parts/icons.js';
import { action, notice, problem } from '../parts/toast.js';
import { groupChoice } from './group-choice.js';

/** @param group that it is for; else it can be chosen */
export function addShare(signal, group = null) {
  const audience = group === null ? groupChoice(signal, { none: 'everybody', label: 'Share with' }) : null;
  const chosenGroup = () => group ?? audience.querySelector('select').value;
  return el('div', { class: 'stack tight' }, dropZone((files) => queue.add(files, chosenGroup()), signal), queue.node, audience,
    byPath(chosenGroup));
}

function dropZone(take, signal) {
  const input = el('input', {
    type: 'file',
    multiple: true,
    class: 'offscreen',
    id: freshId('files'),
    onchange: () => {
      take([...input.files]);
      input.value = '';
    },
  });
  const zone = el('label', { class: 'drop', for: input.id }, icon('shares'),
    el('span', {}, el('strong', {}, 'Choose files'), ' or drop them here'));
  const over = (event) => {
    if ([...event.dataTransfer.types].includes('Files')) {
      event.preventDefault();
      zone.classList.add('over');
    }
  };
  zone.addEventListener('dragenter', over);
  zone.addEventListener('dragover', over);
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    take(dropped(event.dataTransfer));
  });
  // Beside the zone a dropped file would replace this page.
  for (const name of ['dragover', 'drop']) {
    addEventListener(name, (event) => event.preventDefault(), { signal });
  }
  return el('div', { class: 'drop-area' }, input, zone);
}

function dropped(transfer) {
  const folders = [...transfer.items].filter((item) => item.webkitGetAsEntry?.()?.isDirectory).length;
  if (folders > 0) {
    problem(new Error('Folders can’t be dropped here. Start the node with --watch DIR to share a folder.'));
  }
  const entries = [...transfer.items].filter((item) => item.kind === 'file' && !item.webkitGetAsEntry?.()?.isDirectory);
  return entries.map((item) => item.getAsFile()).filter((file) => file !== null);
}

function byPath(chosenGroup) {
  const path = el('input', { name: 'path', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: '/path/to/file' });
  const form = el('form', {
    class: 'stack tight',
    onsubmit: action(async () => {
      const data = new FormData(form);
      const group = chosenGroup();
      const share = await post('/shares', {
        path: data.get('path').trim(),
        name: data.get('name').trim(),
        tags: data.get('tags').split(/[\s,]+/).filter(Boolean),
        groups: group ? [group] : [],
      });
      notice(`Sharing ${brief(share.name)}. See Shares for its id and link.`);
      form.reset();
    }),
  }, el('div', { class: 'fields' },
    field('Path', path, 'It stays where it is.'),
    field('Name for others', el('input', { name: 'name', autocomplete: 'off', placeholder: 'the file’s own' })),
    field('Tags', el('input', { name: 'tags', autocomplete: 'off' }), 'Words it is found by.')),
  el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'primary' }, 'Share')));
  return el('details', {}, el('summary', {}, 'A file on the node’s own machine'), form);
}

/** One after the other: together each would only be slower. */
class UploadQueue {
  #waiting = [];
  #busy = false;
  #shared = [];

  constructor() {
    this.node = el('ul', { class: 'uploads', 'aria-label': 'Files on their way to the node' });
    addEventListener('beforeunload', (event) => this.#busy && event.preventDefault());
  }

  add(files, group) {
    for (const file of files) {
      const line = new UploadLine(file, group, () => {
        this.#waiting = this.#waiting.filter((other) => other !== line);
      });
      this.node.append(line.node);
      this.#waiting.push(line);
    }
    this.#next();
  }

  async #next() {
    if (this.#busy) {
      return;
    }
    if (this.#waiting.length === 0) {
      this.#tell();
      return;
    }
    this.#busy = true;
    const share = await this.#waiting.shift().send();
    if (share) {
      this.#shared.push(share.name);
    }
    this.#busy = false;
    this.#next();
  }

  /** Once for all: a word for each of a hundred files would be noise. */
  #tell() {
    if (this.#shared.length === 1) {
      notice(`Sharing ${brief(this.#shared[0])}. See Shares for its id and link.`);
    } else if (this.#shared.length > 1) {
      notice(`Sharing ${count(this.#shared.length)} files. See Shares for their ids and links.`);
    }
    this.#shared = [];
  }
}

/** One file on its way. */
class UploadLine {
  #file;
  #group;
  #request = null;
  #name = el('span', { id: freshId('upload'), class: 'name' });
  #numbers = el('span', { class: 'figure quiet-text' }, 'waiting');
  #bar = el('progress', { max: '1000', value: '0', 'aria-labelledby': this.#name.id });

  constructor(file, group, gone) {
    this.#file = file;
    this.#group = group;
    this.#name.textContent = file.name;
    this.node = el('li', {}, this.#name, this.#numbers, this.#bar,
      el('button', {
        type: 'button',
        class: 'quiet icon-only',
        'aria-label': `Stop sending ${file.name}`,
        onclick: () => {
          gone();
          this.#request?.stop();
          this.node.remove();
        },
      }, icon('close')));
  }

  /** @return the share, or null if it was stopped or failed */
  async send() {
    const total = this.#file.size;
    this.#request = upload(this.#file, this.#group, (sent) => {
      this.#bar.value = total > 0 ? Math.floor((sent / total) * 1000) : 1000;
      say(this.#numbers, `${percent(Math.min(sent, total), total)}% of ${size(total)}`);
    });
    try {
      return await this.#request.done;
    } catch (error) {
      problem(error.code === 'stopped' ? error : new Error(`${brief(this.#file.name)}: ${error.message}`));
      return null;
    } finally {
      this.node.remove();
    }
  }
}

/** Goes on while other sections are looked at. */
const queue = new UploadQueue();
