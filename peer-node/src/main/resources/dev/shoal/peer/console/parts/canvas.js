/** A drawing surface that is as sharp as the screen, and drawn again when its size or the colours change. */

import { el } from '../dom.js';

/**
 * Makes one.
 *
 * @param draw of (context, width, height) in CSS pixels
 * @param signal when it is over
 * @return `{ node, redraw() }`
 */
export function surface(className, draw, signal) {
  const node = el('canvas', { class: className, role: 'img' });
  const redraw = () => {
    const { clientWidth: width, clientHeight: height } = node;
    if (width === 0 || height === 0) {
      return;
    }
    const scale = devicePixelRatio || 1;
    node.width = Math.round(width * scale);
    node.height = Math.round(height * scale);
    const context = node.getContext('2d');
    context.scale(scale, scale);
    draw(context, width, height);
  };
  const watch = new ResizeObserver(redraw);
  watch.observe(node);
  addEventListener('shoal-theme', redraw, { signal });
  signal.addEventListener('abort', () => watch.disconnect());
  return { node, redraw };
}
