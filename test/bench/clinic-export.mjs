// @ts-check
// How fast the audit of a whole clinic becomes a file: opening, wording and writing each event. What
// the server needs for it has a bench of its own (clinic-audit).

import { Stop, say } from '../../scripts/lib/cli.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { bundle } from '../../scripts/lib/program.mjs';
import { median } from './figures.mjs';

/** @typedef {import('../support/clinic-export.js').ClinicExportFigures} Figures */

const rows = 100_000;
/** Rows in a second. */
const target = 10_000;

/**
 * @param {import('./stage.mjs').Setup} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicExport(_setup, { quick }) {
  const runs = quick ? 1 : 5;
  const program = await bundle('test/support/clinic-export.ts');
  try {
    say(`Exporting ${rows} events ${runs} times…`);
    /** @type {Figures[]} */
    const all = [];
    for (let index = 0; index < runs; index += 1) {
      const { code, stdout, stderr } = await run(process.execPath, [program.file, String(rows)]);
      if (code !== 0) throw new Stop(`The log could not be exported:\n${stderr}`);
      all.push(JSON.parse(stdout));
    }
    return section(all);
  } finally {
    program.remove();
  }
}

/**
 * @param {readonly Figures[]} all
 * @returns {import('./report.mjs').Section}
 */
function section(all) {
  /**
   * @param {string} name
   * @param {(figures: Figures) => Figures['table']} took
   * @param {'wallMs' | 'processorMs'} [by]
   */
  const row = (name, took, by = 'wallMs') => {
    const speeds = all.map((figures) => (figures.rows / took(figures)[by]) * 1_000);
    const middle = median(speeds);
    const words = [middle, Math.min(...speeds), Math.max(...speeds), target].map((speed) =>
      Math.round(speed).toLocaleString('en'),
    );
    return [name, ...words, middle >= target ? 'met' : 'MISSED'];
  };
  return {
    name: 'clinic-export',
    title: `The audit of a clinic as a file, ${rows.toLocaleString('en')} events`,
    columns: ['rows a second', 'median', 'worst', 'best', 'at least', ''],
    rows: [
      row('sealed for the server', ({ sealed }) => sealed),
      row('opened and written as a table', ({ table }) => table),
      row('by its processor time', ({ table }) => table, 'processorMs'),
      row('opened and written as FHIR', ({ fhir }) => fhir),
      row('by its processor time', ({ fhir }) => fhir, 'processorMs'),
    ],
    notes: ['In plain Node.js, by the app’s own reader, from a server that answers at once.'],
    figures: { all },
  };
}
