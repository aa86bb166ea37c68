// @ts-check
// `npm run reliability`: tests every fault that a test can cause, in real Electron, runs simulated
// histories of a computer and of a clinic, checks histories of a clinic's real server, and writes the
// results to docs/reliability.md (about half an hour).

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { checkHistories, figuresOf, nemeses, titleOf } from './lib/histories.mjs';
import { run } from './lib/processes.mjs';
import { readReliability } from './lib/reliability-report.mjs';
import { setup } from './lib/setup.mjs';
import { writeFormatted } from './lib/write-formatted.mjs';

const document = join(projectRoot, 'docs/reliability.md');

const usage = `npm run reliability [-- --histories N]

--histories  how many of a computer are simulated, 20000 by default; of a clinic a tenth as many`;

/** How long each nemesis of the clinic's server is at work. */
const NEMESIS_SECONDS = 60;

await runCommand(async () => {
  const histories = readHistories();
  const ready = await setup({ needs: { desktop: true } });
  say('Every fault, in real Electron…');
  const rows = await runFaults();
  say(`${histories} simulated histories…`);
  const simulated = await simulate(['--histories', String(histories)]);
  const clinics = String(Math.ceil(histories / 10));
  const clinic = await simulate(['--clinic', '--histories', clinics]);
  say(`Histories of a real server, ${nemeses.length * NEMESIS_SECONDS} seconds…`);
  const server = await checkHistories(nemeses, NEMESIS_SECONDS);
  const about = { runtime: ready.electronVersion, simulated, clinic, server };
  await writeFormatted(document, page(rows, about));
  const broken = rows.filter(({ kept }) => !kept);
  for (const { title } of broken) console.log(`Broken: ${title}`);
  console.log(`${rows.length - broken.length} of ${rows.length} kept; written to ${document}.`);
  const contradicted = server.some(({ contradictions }) => contradictions.length > 0);
  const isWhole = [simulated, clinic].every(({ isKept }) => isKept) && !contradicted;
  return broken.length === 0 && isWhole ? 0 : 1;
});

/**
 * @param {readonly string[]} options
 * @returns {Promise<Simulated>} what the simulator says at the end, or all of it when something broke
 */
async function simulate(options) {
  const program = join(projectRoot, 'scripts/simulate.mjs');
  const { code, stdout } = await run(process.execPath, [program, ...options, '--seed', '1']);
  const said = stdout.trim();
  const isKept = code === 0;
  const text = isKept ? (said.split('\n').at(-1) ?? '') : `**Broken.**\n\n\`\`\`\n${said}\n\`\`\``;
  return { isKept, text };
}

function readHistories() {
  try {
    const { values } = parseArgs({ options: { histories: { type: 'string', default: '20000' } } });
    const histories = Number(values.histories);
    if (Number.isSafeInteger(histories) && histories > 0) return histories;
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}

async function runFaults() {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-reliability-'));
  const report = join(folder, 'report.json');
  try {
    const playwright = join(projectRoot, 'node_modules/playwright/cli.js');
    // Not more than two at once: they measure time.
    const args = ['test', '--grep', '@reliability', '--workers', '2', '--reporter', 'json'];
    const { stderr } = await run(process.execPath, [playwright, ...args], {
      cwd: projectRoot,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    });
    if (!existsSync(report)) throw new Stop(`The tests did not run:\n${stderr}`);
    return readReliability(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ isKept: boolean, text: string }} Simulated */

/**
 * @param {readonly import('./lib/reliability-report.mjs').Row[]} rows
 * @param {{
 *   runtime: string,
 *   simulated: Simulated,
 *   clinic: Simulated,
 *   server: readonly import('./lib/histories.mjs').HistoryReport[],
 * }} facts
 */
function page(rows, { runtime, simulated, clinic, server }) {
  const groups = [...new Set(rows.map(({ group }) => group))];
  return `# How the app behaves when something fails

\`npm run reliability\` wrote this page on Electron ${runtime} and ${cpus().length} processors. Each row is
an end-to-end test: real Electron on a private desktop with a real keyring and a real bus. Figures are
single measurements; no test asserts them. The load average of the last five minutes was ${(loadavg()[1] ?? 0).toFixed(1)}. If it is higher than
the number of processors, other work on the machine makes the figures longer.
${groups
  .map(
    (group) => `
## ${group}

| what happens | promise | measured |
| --- | --- | --- |
${rows
  .filter((row) => row.group === group)
  .map(
    ({ title, kept, measured }) => `| ${title} | ${kept ? 'kept' : '**broken**'} | ${measured} |`,
  )
  .join('\n')}
`,
  )
  .join('')}
## Simulated histories

${simulated.text}

The simulator runs the real core of the app on a virtual computer: two
clocks, an idle source, sleep, restarts, kills at any call with a lasting effect, a keychain and a
disk that fail, windows that do not answer, several members, up to 30 days each. After every step it checks:
no session is past its limit, no credential is usable while locked, no ended session comes back, each
end is reported exactly once, and nobody who is there is signed out early. \`npm run simulate\` runs
more histories and prints the shortest one that breaks a promise.

## Simulated histories of a clinic

${clinic.text}

Up to eight virtual computers run the app's real parts for a shared account, on a virtual network and a
server that does what it should not: it delays, hangs, is cut off before or after it has written, goes back to a
backup, goes on twice, hides decisions, and passes on what somebody forged who has taken a workstation over. Apps
are killed at any write, computers sleep, and clocks jump. Each history lasts 30 days; for most of it the computers
sleep. After every step it checks the promises of each computer, and those of the clinic: nothing forged or
repeated is in force, an acknowledged decision stays or is listed as lost, whoever was sent away is gone within
a second where there is contact, nobody is signed in past the offline limit, and all agree when nothing is wrong any
more. Twelve deliberate bugs in \`test/support/clinic/bugs.ts\` show that it would notice.
\`npm run simulate -- --clinic\` runs more.

## Histories of a real server

Eight workstations append, spend and count on PostgreSQL through the app's own adapter, and behave as the app does:
they give a server back what it forgot. Afterwards every answer that they got is held against the log that is left:
what was acknowledged is there once, at its place, or is listed as lost; what was refused is not there; what ended
first comes first; no step of an authenticator app counts twice, except across a server that went back.

| what happens | promise | measured |
| --- | --- | --- |
${server
  .map(
    (report) =>
      `| ${titleOf(report)} | ${report.contradictions.length === 0 ? 'kept' : '**broken**'} | ${figuresOf(report)} |`,
  )
  .join('\n')}
`;
}
