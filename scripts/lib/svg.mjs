// @ts-check
// Renders an SVG drawing of `assets/` as PNG bytes. The renderer reads no fonts and no other files,
// so the same drawing gives the same bytes on every machine.

import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

/** @typedef {{ viewBox?: string, color?: string }} Changes of the drawing's root element */

/**
 * @param {string} file path of a square SVG drawing
 * @param {number} size pixels
 * @param {Changes} [changes]
 */
export function pngOf(file, size, changes = {}) {
  const svg = changeRoot(readFileSync(file, 'utf8'), changes);
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: size },
    font: { loadSystemFonts: false },
  });
  return drawing.render().asPng();
}

/**
 * @param {string} svg
 * @param {Changes} changes
 */
function changeRoot(svg, changes) {
  const end = svg.indexOf('>');
  let root = svg.slice(0, end);
  for (const [name, value] of Object.entries(changes)) {
    const attribute = new RegExp(` ${name}="[^"]*"`);
    if (!attribute.test(root)) throw new Error(`The drawing's root has no ${name} to change.`);
    root = root.replace(attribute, ` ${name}="${value}"`);
  }
  return root + svg.slice(end);
}
