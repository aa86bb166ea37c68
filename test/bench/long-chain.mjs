// @ts-check
// What a start has to do when nothing is remembered: a long chain of decisions is read, judged and
// its signatures are checked, from nothing.

import { Stop, say } from '../../scripts/lib/cli.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { bundle } from '../../scripts/lib/program.mjs';
import { median, milliseconds, verdict } from './figures.mjs';

/** @typedef {import('../support/long-chain.js').LongChainFigures} Figures */

const decisions = 10_000;
const wholeTarget = 5_000;
const turnTarget = 10;

/**
 * @param {import('./stage.mjs').Setup} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function longChain(_setup, { quick }) {
  const runs = quick ? 1 : 5;
  const program = await bundle('test/support/long-chain.ts');
  try {
    say(`Reading ${decisions} decisions ${runs} times, with 200 and with 2,000 members…`);
    const few = await measure(program.file, 200, runs);
    const many = await measure(program.file, 2_000, runs);
    return section(few, many);
  } finally {
    program.remove();
  }
}

/**
 * @param {string} file
 * @param {number} members
 * @param {number} runs
 */
async function measure(file, members, runs) {
  /** @type {Figures[]} */
  const all = [];
  for (let index = 0; index < runs; index += 1) {
    const { code, stdout, stderr } = await run(process.execPath, [
      file,
      String(decisions),
      String(members),
    ]);
    if (code !== 0) throw new Stop(`The chain could not be read:\n${stderr}`);
    all.push(JSON.parse(stdout));
  }
  return all;
}

/**
 * @param {readonly Figures[]} few
 * @param {readonly Figures[]} many
 * @returns {import('./report.mjs').Section}
 */
function section(few, many) {
  /**
   * @param {string} name
   * @param {readonly Figures[]} all
   * @param {(figures: Figures) => number} value
   * @param {number} [target]
   */
  const row = (name, all, value, target) => {
    const values = all.map(value);
    return [
      name,
      milliseconds(median(values)),
      milliseconds(Math.min(...values)),
      milliseconds(Math.max(...values)),
      target === undefined ? '' : milliseconds(target),
      target === undefined ? '' : verdict(median(values), target),
    ];
  };
  /** @param {string} whose @param {readonly Figures[]} all */
  const rows = (whose, all) => [
    row(`${whose}: at a start that remembers it`, all, ({ knownMs }) => knownMs),
    row(`${whose}: from nothing`, all, ({ fromNothingMs }) => fromNothingMs, wholeTarget),
    row(`${whose}: processor time of that`, all, ({ processorMs }) => processorMs),
    row(`${whose}: longest turn of the event loop`, all, (one) => one.longestTurnMs, turnTarget),
  ];
  return {
    name: 'long-chain',
    title: `${decisions} decisions`,
    columns: ['', 'median', 'best', 'worst', 'median at most', ''],
    rows: [...rows('200 members', few), ...rows('2,000 members', many)],
    notes: [
      'In plain Node.js, by the app’s own reader, from memory. A start reads everything and checks only',
      'the signatures that are new.',
    ],
    figures: { few, many },
  };
}
