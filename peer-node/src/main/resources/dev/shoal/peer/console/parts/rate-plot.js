/** How fast it went in the last five minutes, both ways. */

import { el, say } from '../dom.js';
import { rate } from '../format.js';
import { store } from '../store.js';
import { surface } from './canvas.js';
import { colour } from './theme.js';

/** What the plot may span, seconds: while little is known, less. */
const SPANS = [[30, '30 s ago'], [60, '1 min ago'], [120, '2 min ago'], [300, '5 min ago']];
const LEAST_TOP = 100 * 1024;
const TOLD_EVERY_MILLIS = 10000;
const STEPS = [1, 2, 3, 4, 5, 8, 10, 15, 20, 30, 40, 50, 80, 100, 150, 200, 300, 400, 500];

/** The plot with its legend, which says in words what the lines show. */
export function ratePlot(signal) {
  const down = legend('down', 'Download');
  const up = legend('up', 'Upload');
  const { node, redraw } = surface('plot', draw, signal);
  let told = 0;
  const refresh = () => {
    down.show('down');
    up.show('up');
    if (Date.now() - told > TOLD_EVERY_MILLIS) { // or readers would be told each second that it changed
      told = Date.now();
      node.setAttribute('aria-label',
        `Rates of the last five minutes. Download ${rate(latest('down'))} now, ${rate(peak('down'))} at most. `
        + `Upload ${rate(latest('up'))} now, ${rate(peak('up'))} at most.`);
    }
    redraw();
  };
  store.on('status', refresh, signal);
  refresh();
  return el('figure', { class: 'rates-figure' },
    el('figcaption', { class: 'legend' }, down.node, up.node), node);
}

function legend(key, word) {
  const now = el('strong', { class: 'figure' });
  const most = el('span', { class: 'quiet-text' });
  return {
    node: el('div', { class: `legend-entry ${key}` }, el('span', { class: 'swatch' }), el('span', {}, word), now, most),
    show: (which) => {
      say(now, rate(latest(which)));
      say(most, `peak ${rate(peak(which))}`);
    },
  };
}

function latest(key) {
  return store.rates.length > 0 ? store.rates[store.rates.length - 1][key] : 0;
}

function peak(key) {
  return store.rates.reduce((most, sample) => Math.max(most, sample[key]), 0);
}

/** The shortest span that holds all that is known. */
function spanFor(now) {
  const known = store.rates.length > 0 ? (now - store.rates[0].at) / 1000 : 0;
  return SPANS.find(([seconds]) => seconds >= known) ?? SPANS[SPANS.length - 1];
}

/** The next round number of bytes above. */
function roundedUp(bytes) {
  let unit = 1;
  while (bytes / unit > 500) {
    unit *= 1024;
  }
  return unit * STEPS.find((step) => step * unit >= bytes);
}

function draw(context, width, height) {
  const bottom = height - 20;
  const now = Date.now();
  const [span, beginning] = spanFor(now);
  const top = roundedUp(Math.max(LEAST_TOP, peak('down'), peak('up')));
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  context.lineWidth = 1;
  for (const part of [0, 0.5, 1]) {
    const y = Math.round(bottom - part * (bottom - 16)) + 0.5;
    context.strokeStyle = colour('line');
    line(context, [[0, y], [width, y]]);
    context.fillStyle = colour('quiet');
    if (part > 0) {
      context.fillText(rate(top * part), 0, y - 4);
    }
  }
  context.textBaseline = 'bottom';
  context.fillText(beginning, 0, height);
  context.textAlign = 'right';
  context.fillText('now', width, height);
  for (const key of ['up', 'down']) {
    const points = store.rates.map((sample) =>
      [width - ((now - sample.at) / 1000 / span) * width, bottom - (sample[key] / top) * (bottom - 16)]);
    if (points.length > 0) {
      area(context, points, bottom, colour(key));
    }
  }
}

function area(context, points, bottom, stroke) {
  context.strokeStyle = stroke;
  context.fillStyle = stroke;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  line(context, points);
  context.lineTo(points[points.length - 1][0], bottom);
  context.lineTo(points[0][0], bottom);
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 1;
}

function line(context, points) {
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
}
