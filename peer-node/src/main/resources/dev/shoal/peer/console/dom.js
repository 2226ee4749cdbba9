/** Making and changing elements. Text gets in as text, and in no other way. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 *
 * @param attributes what starts with `on` is listened to; null, undefined and false are left out
 * @param children elements and texts; null, undefined and false are left out
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Makes an element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(2).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Changes a text, unless that is what it says already: what is selected stays selected. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Replaces what is in an element. */
export function put(node, ...children) {
  node.replaceChildren(...present(children));
}

/** Replaces a list's items; the focus stays on what has the same name, or goes on to what is in its place now. */
export function renew(list, ...items) {
  const held = holding(list);
  put(list, ...items);
  if (held) {
    const same = [...list.querySelectorAll('a, button')].find((each) => nameOf(each) === held.name);
    keepFocus(list, held.at, same);
  }
}

/** Which of a list's items has the focus, and on what; null: none. */
function holding(list) {
  const focused = document.activeElement;
  const at = [...list.children].findIndex((item) => item.contains(focused));
  return at < 0 ? null : { at, focused, name: nameOf(focused) };
}

function nameOf(node) {
  return node.getAttribute('aria-label') ?? node.textContent;
}

/** Who uses the keyboard goes on from where they were, not from the page's beginning. */
function keepFocus(list, at, same) {
  queueMicrotask(() => { // once all that is to be hidden is hidden
    const next = [same, list.children[Math.min(at, list.childElementCount - 1)],
      list.closest('section')?.querySelector('h2'), document.getElementById('main')]
      .find((each) => each?.checkVisibility());
    if (document.activeElement === null || document.activeElement === document.body) {
      focusOn(next);
    }
  });
}

/** Gives the focus to what is there, whether it takes any by itself or not. */
export function focusOn(node) {
  if (node && node.tabIndex < 0) {
    node.tabIndex = -1;
  }
  node?.focus();
}

/**
 * Brings a list's items in line with what it is to show, keeping those that stay, and with them the
 * focus and whatever is opened.
 *
 * @param make of (key) an object with `node`
 * @param update of (object, value)
 */
export function reconcile(list, known, entries, make, update) {
  const held = holding(list);
  const wanted = new Set(entries.map(([key]) => key));
  for (const [key, item] of known) {
    if (!wanted.has(key)) {
      item.node.remove();
      known.delete(key);
    }
  }
  let next = list.firstElementChild;
  for (const [key, value] of entries) {
    let item = known.get(key);
    if (!item) {
      item = make(key);
      known.set(key, item);
    }
    if (item.node === next) {
      next = next.nextElementSibling;
    } else {
      list.insertBefore(item.node, next);
    }
    update(item, value);
  }
  if (held) {
    keepFocus(list, held.at, held.focused); // what is moved loses it, too
  }
}

/** Does something every so often, never twice at once, while the page is looked at and until the signal. */
export function repeat(signal, millis, work) {
  let isBusy = false;
  const timer = setInterval(async () => {
    if (document.hidden || isBusy) {
      return;
    }
    isBusy = true;
    try {
      await work();
    } finally {
      isBusy = false;
    }
  }, millis);
  signal.addEventListener('abort', () => clearInterval(timer));
}

let numbers = 0;

/** An id that no other element has. */
export function freshId(word) {
  numbers += 1;
  return `${word}-${numbers}`;
}

/** A labelled field: a label, what is typed into, and perhaps a line of help. */
export function field(label, input, help) {
  input.id ||= freshId('field');
  const parts = [el('label', { for: input.id }, label), input];
  if (help) {
    const note = el('small', { id: freshId('help') }, help);
    input.setAttribute('aria-describedby', note.id);
    parts.push(note);
  }
  return el('div', { class: 'field' }, parts);
}

/** A choice from (value, text) pairs. */
export function choice(options, chosen, attributes = {}) {
  return el('select', attributes,
    options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}
