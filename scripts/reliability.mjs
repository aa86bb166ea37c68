// @ts-check
// `npm run reliability`: tests every fault that a test can cause, in real Electron, runs simulated
// histories, and writes the results to docs/reliability.md (about ten minutes).

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { readReliability } from './lib/reliability-report.mjs';
import { setup } from './lib/setup.mjs';
import { writeFormatted } from './lib/write-formatted.mjs';

const document = join(projectRoot, 'docs/reliability.md');

const usage = `npm run reliability [-- --histories N]

--histories  how many are simulated, 20000 by default`;

await runCommand(async () => {
  const histories = readHistories();
  const ready = await setup({ needs: { desktop: true } });
  say('Every fault, in real Electron…');
  const rows = await runFaults();
  say(`${histories} simulated histories…`);
  const simulated = await run(process.execPath, [
    join(projectRoot, 'scripts/simulate.mjs'),
    ...['--histories', String(histories), '--seed', '1'],
  ]);
  const about = { runtime: ready.electronVersion, broken: simulated.code };
  await writeFormatted(document, page(rows, simulated.stdout.trim(), about));
  const broken = rows.filter(({ kept }) => !kept);
  for (const { title } of broken) console.log(`Broken: ${title}`);
  console.log(`${rows.length - broken.length} of ${rows.length} kept; written to ${document}.`);
  return broken.length === 0 && simulated.code === 0 ? 0 : 1;
});

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

/**
 * @param {readonly import('./lib/reliability-report.mjs').Row[]} rows
 * @param {string} simulated the simulator's output
 * @param {{ runtime: string, broken: number | null }} facts
 */
function page(rows, simulated, { runtime, broken }) {
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

${broken === 0 ? simulated.split('\n').at(-1) : `**Broken.**\n\n\`\`\`\n${simulated}\n\`\`\``}

The simulator runs the real core of the app on a virtual computer: two
clocks, an idle source, sleep, restarts, kills at any call with a lasting effect, a keychain and a
disk that fail, windows that do not answer, several members, up to 30 days each. After every step it checks:
no session is past its limit, no credential is usable while locked, no ended session comes back, each
end is reported exactly once, and nobody who is there is signed out early. \`npm run simulate\` runs
more histories and prints the shortest one that breaks a promise.
`;
}
