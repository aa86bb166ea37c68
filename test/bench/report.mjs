// @ts-check
// The benches' results as a table on the terminal, as Markdown and as JSON.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { megabytes } from './figures.mjs';

/**
 * @typedef {object} Section
 * @property {string} name for `--only` and the JSON
 * @property {string} title
 * @property {readonly string[]} columns
 * @property {readonly (readonly string[])[]} rows one cell for each column
 * @property {readonly string[]} notes how it was measured
 * @property {Readonly<Record<string, unknown>>} figures the raw numbers, in the units that their
 *   names say
 */

/** @typedef {Section & { load: { before: number, after: number } }} LoadedSection */

/** The load average of the last minute: other work on the machine distorts the measurements. */
export function currentLoad() {
  return loadavg()[0] ?? 0;
}

/** @param {Section} section */
export function printSection({ title, columns, rows, notes }) {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  /** @param {readonly string[]} cells */
  const line = (cells) =>
    `  ${cells.map((cell, index) => pad(cell, widths[index] ?? 0, index)).join('   ')}`.trimEnd();
  console.log(`\n${title}\n`);
  console.log(line(columns));
  console.log(line(widths.map((width) => '─'.repeat(width))));
  for (const row of rows) console.log(line(row));
  console.log('');
  for (const note of notes) console.log(`  ${note}`);
}

/**
 * @param {readonly LoadedSection[]} sections
 * @param {string} electronVersion
 * @returns {string} where they were written to
 */
export function writeResults(sections, electronVersion) {
  const folder = join(projectRoot, 'bench-results');
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const setting = {
    at: new Date().toISOString(),
    app: version,
    electron: electronVersion,
    system: `${type()} ${release()} (${arch()})`,
    processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memory: megabytes(totalmem()),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench.json'), `${JSON.stringify({ setting, sections }, null, 2)}\n`);
  writeFileSync(join(folder, 'bench.md'), markdown(setting, sections));
  return folder;
}

/**
 * @param {Readonly<Record<string, string>>} setting
 * @param {readonly LoadedSection[]} sections
 */
function markdown(setting, sections) {
  const facts = Object.entries(setting).map(([name, value]) => `- ${name}: ${value}`);
  const parts = sections.map(({ title, columns, rows, notes, load }) =>
    [
      `## ${title}`,
      [columns, columns.map((_column, index) => (index === 0 ? '---' : '---:')), ...rows]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n'),
      notes.join('\n'),
      `Load average before and after: ${load.before.toFixed(2)} and ${load.after.toFixed(2)}.`,
    ].join('\n\n'),
  );
  return `${['# Bench', facts.join('\n'), ...parts].join('\n\n')}\n`;
}

/**
 * Aligns names to the left, numbers to the right.
 *
 * @param {string} cell
 * @param {number} width
 * @param {number} index
 */
function pad(cell, width, index) {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}
