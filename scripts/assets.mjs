// @ts-check
// Draws every picture file of `assets/` from the SVG drawings next to it: `node scripts/assets.mjs`.
// Run it after changing a drawing and commit both. Running it again changes nothing.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import pngToIco from 'png-to-ico';
import { runCommand, say } from './lib/cli.mjs';
import { icns } from './lib/icns.mjs';
import { projectRoot } from './lib/paths.mjs';
import { pngOf } from './lib/svg.mjs';

const assets = join(projectRoot, 'assets');

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
const trayStates = ['locked', 'active', 'warning'];

await runCommand(async () => {
  for (const size of iconSizes) write(`icons/${size}x${size}.png`, icon(size));
  write('icon.png', icon(512));
  write('icon.ico', await pngToIco(icoSizes.map(icon)));
  write('icon.icns', icns(macIcon));

  for (const state of trayStates) {
    const drawing = join(assets, 'tray', `${state}.svg`);
    write(`tray/${state}.png`, pngOf(drawing, 16));
    write(`tray/${state}@2x.png`, pngOf(drawing, 32));
    // A macOS template picture is black and transparent; the menu bar colours it.
    write(`tray/${state}Template.png`, pngOf(drawing, 16, { color: '#000' }));
    write(`tray/${state}Template@2x.png`, pngOf(drawing, 32, { color: '#000' }));
  }
});

/**
 * The icon of Windows and Linux, which fills its square.
 *
 * @param {number} size pixels
 */
function icon(size) {
  if (size === 24) return pngOf(join(assets, 'icon-24.svg'), size);
  if (size <= 32) return pngOf(join(assets, 'icon-small.svg'), size);
  return pngOf(join(assets, 'icon.svg'), size, { viewBox: '76 80 872 872' });
}

/**
 * The icon of macOS, with the margin that its Dock expects.
 *
 * @param {number} size pixels
 */
function macIcon(size) {
  return size <= 32
    ? pngOf(join(assets, 'icon-small.svg'), size, { viewBox: '-1.5 -1.5 19 19' })
    : pngOf(join(assets, 'icon.svg'), size);
}

/**
 * @param {string} name path inside `assets/`
 * @param {Uint8Array} content
 */
function write(name, content) {
  const file = join(assets, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  say(`${relative(projectRoot, file)}  ${content.length} bytes`);
}
