// @ts-check
// The demo's report: one HTML file with all its pictures inside, so that it can be sent to
// somebody.

import { readFileSync, writeFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { fontFile, projectRoot } from '../paths.mjs';
import { drawIdleChart } from './chart.mjs';
import { clock, entriesInWords } from './narrator.mjs';

/** @typedef {import('../desktop/keyring.mjs').SecretEntry} SecretEntry */

/**
 * @typedef {import('./play.mjs').Performance & {
 *   steps: readonly import('./narrator.mjs').Step[],
 *   samples: readonly import('./narrator.mjs').IdleSample[],
 *   electronVersion: string,
 * }} Story
 */

/**
 * @param {string} folder where the pictures are and the report goes
 * @param {Story} story
 * @returns {string} the report's path
 */
export function writeReport(folder, story) {
  const { figures, steps } = story;
  return writePage(folder, {
    title: 'Clinic Workstation: the main job, played by itself',
    heading: 'Nobody is there, so the computer locks',
    lead: `The main job, played by itself in ${clock(steps.at(-1)?.seconds ?? 0)} minutes: real time, a real keychain, and real keyboard and mouse input to the X server.`,
    body: `<section aria-label="Figures" class="figures">
  ${figureTile('Warning on the screen', figures.warningAt.map(seconds).join(' and '), 'of idleness; due at 30 s, on both walks away')}
  ${figureTile('Everything hidden', seconds(figures.hiddenAt), 'of idleness; due at 60 s, no later than 60.25 s')}
  ${figureTile('Keychain empty', seconds(figures.emptyAt), 'of idleness; due at 60 s, no later than 60.75 s')}
</section>
<section class="card" aria-labelledby="chart">
  <h2 id="chart">How long nobody was there</h2>
  <p class="soft">What the X server counted as idle, over the time of the demo. Any input takes it back to nothing.</p>
  ${drawIdleChart(story.samples, { warningSeconds: 30, limitSeconds: 60 })}
</section>
${stepList(folder, steps)}
<section class="card" aria-labelledby="keychain">
  <h2 id="keychain">The keychain, as another program sees it</h2>
  <p class="soft">What <code>secret-tool search --all service "Clinic Workstation"</code> found; the secrets themselves are left out.</p>
  <div class="pair">
    ${entryList('While signed in', story.entriesBefore)}
    ${entryList('After the lock', story.entriesAfter)}
  </div>
</section>`,
    note: 'Each figure is the X server’s idle time read <em>after</em> the thing was seen from outside, so it errs on the late side by the few milliseconds that looking takes. <code>npm run bench</code> measures the same more finely.',
    electronVersion: story.electronVersion,
  });
}

/**
 * Writes one page with everything in it. `body` and `note` are HTML.
 *
 * @param {string} folder
 * @param {{ title: string, heading: string, lead: string, body: string, note: string, electronVersion: string }} page
 * @returns {string} its path
 */
export function writePage(folder, { title, heading, lead, body, note, electronVersion }) {
  const { version, devDependencies } = JSON.parse(readProjectFile('package.json').toString());
  const style = readFileSync(join(import.meta.dirname, 'report.css'), 'utf8');
  const icon = readProjectFile('assets/icon.svg');
  const font = readFileSync(fontFile);
  const isPinned = devDependencies.electron === electronVersion;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>@font-face { font-family: 'Inter Variable'; font-weight: 100 900; src: url(data:font/woff2;base64,${font.toString('base64')}) format('woff2'); }
${style}</style>
</head>
<body>
<header>
  <img class="icon" alt="" src="data:image/svg+xml;base64,${icon.toString('base64')}">
  <div>
    <p class="product">Clinic Workstation ${version}</p>
    <h1>${heading}</h1>
    <p class="lead">${lead}</p>
  </div>
</header>
<main>
${body}
</main>
<footer>
  <p>Played on ${formatDate(new Date())} with Electron ${electronVersion} on ${type()} ${release()} (${arch()}).${
    isPinned
      ? ''
      : ` That is the runtime for development where the pinned one can’t be downloaded; releases ship Electron ${devDependencies.electron}.`
  }</p>
  <p>${note}</p>
</footer>
</body>
</html>
`;
  const file = join(folder, 'index.html');
  writeFileSync(file, html);
  return file;
}

/** @param {string} folder @param {readonly import('./narrator.mjs').Step[]} steps */
export function stepList(folder, steps) {
  const items = steps.map((step, index) => stepItem(folder, step, index + 1));
  return `<section aria-labelledby="steps">
  <h2 id="steps">Step by step</h2>
  <ol class="steps">${items.join('')}</ol>
</section>`;
}

/** @param {string} name */
function readProjectFile(name) {
  return readFileSync(join(projectRoot, name));
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} note
 */
export function figureTile(name, value, note) {
  return `<div class="figure"><p class="name">${name}</p><p class="value">${value}</p><p class="soft">${note}</p></div>`;
}

/**
 * @param {string} folder
 * @param {import('./narrator.mjs').Step} step
 * @param {number} number
 */
function stepItem(folder, step, number) {
  const picture = readFileSync(join(folder, step.picture)).toString('base64');
  return `<li class="step">
  <div class="words">
    <span class="number" aria-hidden="true">${number}</span>
    <h3>${escapeHtml(step.title)}</h3>
    <p>${escapeHtml(step.caption)}</p>
    <dl>
      <div><dt>Time</dt><dd>${clock(step.seconds)}</dd></div>
      <div><dt>Idle</dt><dd>${Math.floor(step.idleSeconds)} s</dd></div>
      <div><dt>Keychain</dt><dd>${step.entries === 0 ? 'empty' : entriesInWords(step.entries)}</dd></div>
    </dl>
  </div>
  <img alt="The whole screen: ${escapeHtml(step.title)}" loading="lazy" src="data:image/png;base64,${picture}">
</li>`;
}

/**
 * @param {string} title
 * @param {readonly SecretEntry[]} entries
 */
function entryList(title, entries) {
  const rows = entries.map(({ attributes }) => {
    const { service = '', account = '' } = attributes;
    return `<li><b>${escapeHtml(service)}</b><code>${escapeHtml(account)}</code></li>`;
  });
  const list = rows.length === 0 ? '<p class="none">Nothing.</p>' : `<ul>${rows.join('')}</ul>`;
  return `<div class="entries"><h3>${title}</h3>${list}</div>`;
}

/** @param {number} value */
function seconds(value) {
  return `${value.toFixed(2)} s`;
}

/** @param {Date} date */
function formatDate(date) {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(date);
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
