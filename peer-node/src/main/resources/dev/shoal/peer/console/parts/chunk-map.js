/** Which chunks of a file are here, which are asked for, and which are missing. */

import { el, say } from '../dom.js';
import { count, many, size } from '../format.js';
import { surface } from './canvas.js';
import { colour } from './theme.js';

/** Edges of the cells, and how many rows of them there may be: few chunks are drawn large. */
const LAYOUTS = [{ cell: 18, gap: 3, rows: 6 }, { cell: 10, gap: 2, rows: 12 }];

const KINDS = { here: 'here', asked: 'on the way', missing: 'missing' };

/** The map; `show(ChunkMap)` brings it up to date. */
export function chunkMap(signal) {
  let map = { count: 0, chunkSize: 0, verified: new Uint8Array(), requested: new Uint8Array() };
  const words = el('span');
  const key = ['here', 'asked', 'missing'].map((kind) => el('span', { class: `chunk-key ${kind}` }, KINDS[kind]));
  const { node, redraw } = surface('chunks', (context, width) => draw(context, width, map), signal);
  const figure = el('figure', {}, node, el('figcaption', { class: 'chunk-words' }, words, el('span', { class: 'chunk-keys', 'aria-hidden': 'true' }, key)));
  return {
    node: figure,
    show: (told) => {
      map = { ...told, verified: bits(told.verified), requested: bits(told.requested) };
      figure.hidden = map.count === 0;
      const here = total(map.verified, map.count);
      const asked = total(map.requested, map.count);
      say(words, `${count(here)} of ${many(map.count, 'chunk')} of ${size(map.chunkSize)} here`
        + (asked > 0 ? `, ${count(asked)} on the way` : ''));
      node.setAttribute('aria-label', words.textContent);
      const { columns, rows, cell, gap } = layout(node.clientWidth || 320, map.count);
      node.style.height = `${Math.min(rows, Math.ceil(map.count / columns)) * (cell + gap)}px`;
      redraw();
    },
  };
}

function bits(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function has(set, index) {
  return (set[index >> 3] & (0x80 >> (index & 7))) !== 0;
}

function total(set, length) {
  let sum = 0;
  for (let i = 0; i < length; i += 1) {
    sum += has(set, i) ? 1 : 0;
  }
  return sum;
}

function layout(width, count) {
  const [large, small] = LAYOUTS.map((each) => ({ ...each, columns: Math.max(1, Math.floor((width + each.gap) / (each.cell + each.gap))) }));
  return large.columns * large.rows >= count ? large : small;
}

/** A cell is a chunk, or several where there are more than cells. */
function draw(context, width, map) {
  const { columns, rows, cell: edge, gap } = layout(width, map.count);
  const cells = Math.min(map.count, columns * rows);
  const missing = colour('track');
  const asked = colour('chunk-asked');
  const here = colour('accent');
  for (let cell = 0; cell < cells; cell += 1) {
    const from = Math.floor((cell * map.count) / cells);
    const to = Math.floor(((cell + 1) * map.count) / cells);
    let verified = 0;
    let requested = 0;
    for (let i = from; i < to; i += 1) {
      verified += has(map.verified, i) ? 1 : 0;
      requested += has(map.requested, i) ? 1 : 0;
    }
    const x = (cell % columns) * (edge + gap);
    const y = Math.floor(cell / columns) * (edge + gap);
    context.fillStyle = requested > 0 ? asked : missing;
    context.fillRect(x, y, edge, edge);
    context.globalAlpha = verified / (to - from);
    context.fillStyle = here;
    context.fillRect(x, y, edge, edge);
    context.globalAlpha = 1;
    if (requested > 0) { // seen by who can't tell the colours apart
      context.strokeStyle = here;
      context.lineWidth = 1.5;
      context.strokeRect(x + 0.75, y + 0.75, edge - 1.5, edge - 1.5);
    }
  }
}
