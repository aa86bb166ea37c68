// @ts-check
// docs/desktops.md, and its pictures.

import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pngjs from 'pngjs';
import { heardTable, isReadOut, table } from './findings.mjs';

const { PNG } = pngjs;

/** Pictures are shrunk by a whole number until they are at most this wide, in pixels. */
const widest = 440;

/** @typedef {import('./findings.mjs').Finding} Finding */

/**
 * @param {string} folder
 * @param {string} file a PNG
 */
export function shrinkInto(folder, file) {
  const from = PNG.sync.read(readFileSync(file));
  const factor = Math.ceil(from.width / widest);
  const to = new PNG({
    width: Math.floor(from.width / factor),
    height: Math.floor(from.height / factor),
  });
  for (let y = 0; y < to.height; y += 1)
    for (let x = 0; x < to.width; x += 1) averageInto(to, from, { x, y, factor });
  writeFileSync(
    join(folder, basename(file)),
    PNG.sync.write(to, { colorType: 2, deflateLevel: 9 }),
  );
}

/**
 * @param {import('pngjs').PNG} to
 * @param {import('pngjs').PNG} from
 * @param {{ x: number, y: number, factor: number }} place
 */
function averageInto(to, from, { x, y, factor }) {
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    for (let row = y * factor; row < (y + 1) * factor; row += 1)
      for (let column = x * factor; column < (x + 1) * factor; column += 1)
        sum += from.data[(row * from.width + column) * 4 + channel] ?? 0;
    to.data[(y * to.width + x) * 4 + channel] = Math.round(sum / factor ** 2);
  }
  to.data[(y * to.width + x) * 4 + 3] = 255;
}

/**
 * @param {readonly Finding[]} findings
 * @param {string} runtime
 */
export function page(findings, runtime) {
  const played = findings.filter(({ work }) => work !== null);
  const readOut = findings.filter(isReadOut);
  const tried = findings.filter((one) => one.work === null && !isReadOut(one));
  return `# What was seen on each Linux desktop

\`npm run desktops\` wrote this page on Electron ${runtime}. Every desktop is a real one from Debian's packages,
without screen hardware. On each desktop the test sets up a clinic with a limit of one minute, using real keys. Then
somebody works in another program for longer than that, with a key every 0.4 seconds. Then nobody touches
anything. On Wayland desktops the app uses native windows (\`--ozone-platform=wayland\`), except where a
row says otherwise. Figures are single measurements on a machine that also does other work. Times count from the
last key; _late_ is what the app wrote into its audit trail.

${table(played)}
${played.map(section).join('\n')}
## The warning, read out by a screen reader

Orca runs beside the app on each of these desktops, as on a computer of somebody who cannot see the screen. A session with a limit of
one minute ends while nobody touches anything. The cells are what Orca said, word by word.

On sway, Orca takes another window for the active one, and says nothing of what changes in the warning afterwards (its log: “Live
region source is not in active tab”). The warning itself is read out there too.

${heardTable(readOut)}
## What else was tried

${tried.map(section).join('\n')}`.replace(/\n+$/, '\n');
}

/** @param {Finding} finding */
function section({ name, title, about, told, seen, trouble, pictures }) {
  const lines = [
    ...(about === '' ? [] : [about]),
    ...(told === null ? [] : [`Screen lock: ${told.screenLock}.`.replace('..', '.')]),
  ];
  const list = [...seen, ...trouble.map((text) => `**Broken**: ${text}`)];
  const images = pictures.map((file) => {
    const shown = basename(file, '.png')
      .slice(name.length + 1)
      .replaceAll('-', ' ');
    return `![${title}: ${shown}](images/desktops/${basename(file)})`;
  });
  return `### ${title}

${lines.map((line) => `${line}\n\n`).join('')}${list.map((line) => `- ${line}\n`).join('')}${list.length > 0 ? '\n' : ''}${images.join('\n')}
`;
}
