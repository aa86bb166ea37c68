// @ts-check
// Runs the history checker of the clinic's server: workstations, a real PostgreSQL, and a nemesis.

import { Stop } from './cli.mjs';
import { run } from './processes.mjs';

/** @typedef {import('../../test/support/history/run.js').HistoryReport} HistoryReport */
/** @typedef {import('../../test/support/history/nemeses.js').Nemesis} Nemesis */

/** @type {readonly Nemesis[]} */
export const nemeses = ['kill', 'cut', 'promote', 'restore'];

/** @type {Readonly<Record<Nemesis, string>>} */
const titles = {
  kill: 'PostgreSQL killed (SIGKILL) and started again',
  cut: 'every line cut',
  promote: 'the server lost, and a standby that had fallen behind promoted',
  restore: 'a dump of before restored',
};

/**
 * @param {readonly Nemesis[]} chosen
 * @param {number} seconds each
 * @returns {Promise<readonly HistoryReport[]>}
 * @throws {Stop}
 */
export async function checkHistories(chosen, seconds) {
  // Imported only now: it uses project packages, which the set-up installs.
  const { bundle } = await import('./program.mjs');
  const program = await bundle('test/support/history-checker.ts');
  /** @type {HistoryReport[]} */
  const reports = [];
  try {
    for (const nemesis of chosen) {
      const args = [program.file, nemesis, String(seconds)];
      const { code, stdout, stderr } = await run(process.execPath, args);
      if (code !== 0) throw new Stop(`The history checker ended:\n${stderr}`);
      reports.push(JSON.parse(stdout));
    }
  } finally {
    program.remove();
  }
  return reports;
}

/** @param {HistoryReport} report @returns the nemesis, and how often it struck */
export function titleOf({ nemesis, strikes, seconds }) {
  const times = strikes === 1 ? 'once' : `${strikes} times`;
  return `${titles[nemesis]}, ${times} in ${seconds} s`;
}

/** @param {HistoryReport} report */
export function figuresOf(report) {
  const { calls, acknowledged, moved, unknown, rows, putBack, lost, contradictions } = report;
  const parts = [
    `${calls} calls, ${acknowledged} rows acknowledged and ${moved} refused, ${unknown} calls without an answer`,
    `${rows} rows at the end`,
    ...(putBack > 0 ? [`given back ${putBack} times`] : []),
    ...(lost > 0 ? [`${lost} rows listed as lost`] : []),
    `${contradictions.length} contradictions`,
  ];
  return parts.join('; ');
}

/** @param {HistoryReport} report */
export function describeHistory(report) {
  return `${titleOf(report)}: ${figuresOf(report)}.`;
}
