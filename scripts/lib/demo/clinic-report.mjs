// @ts-check
// The report of `npm run demo:clinic`.

import { clock } from './narrator.mjs';
import { figureTile, stepList, writePage } from './report.mjs';

/**
 * @typedef {object} ClinicFigures in milliseconds
 * @property {number} joined from the code to the sign-in view of a new computer
 * @property {number} felt from _Save changes_ at one computer to the change at another
 * @property {number} alone from the pulled plug to the line that says so
 * @property {number} back from the plug put back until the line is gone
 * @property {number} signedOut from the order at one computer to the sign-in view at another
 */

/**
 * @param {string} folder where the pictures are and the report goes
 * @param {{ figures: ClinicFigures, steps: readonly import('./narrator.mjs').Step[], electronVersion: string }} story
 * @returns {string} the report's path
 */
export function writeClinicReport(folder, { figures, steps, electronVersion }) {
  return writePage(folder, {
    title: 'Clinic Workstation: one account, three computers',
    heading: 'One timeout for every computer of the clinic',
    lead: `Three computers and one PostgreSQL server, played by themselves in ${clock(steps.at(-1)?.seconds ?? 0)} minutes, with real input and a plug that is pulled.`,
    body: `<section aria-label="Figures" class="figures">
  ${figureTile('A new computer has the account', seconds(figures.joined), 'from the typed code to its sign-in view')}
  ${figureTile('A change is felt', seconds(figures.felt), 'from Save changes to the other computer’s Home')}
  ${figureTile('The server is missed', seconds(figures.alone), 'from the pulled plug to the line that says so')}
  ${figureTile('The server is back', seconds(figures.back), 'from the plug put back until the line is gone')}
  ${figureTile('Signed out from afar', seconds(figures.signedOut), 'from the order to the other computer’s sign-in view')}
</section>
${stepList(folder, steps)}`,
    note: 'Each figure is taken when the thing was seen in a window, so it errs on the late side. <code>npm run bench</code> measures the same with sixty computers.',
    electronVersion,
  });
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}
