// @ts-check
// `npm test`: sets up, builds, then runs every check and test, through to the end even when one
// fails. The last line is `N passed, M failed` (and `, K skipped`); the exit code is 0 only when
// nothing failed and every phase had something to run.

import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say, secondsSince } from './lib/cli.mjs';
import { projectCommand, projectRoot } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { setup } from './lib/setup.mjs';
import { linuxOnly, phases } from './lib/test-phases.mjs';
import { readTally } from './lib/test-results.mjs';

/** @typedef {import('./lib/test-phases.mjs').Check} Check */
/** @typedef {import('./lib/test-phases.mjs').Phase} Phase */
/** @typedef {import('./lib/test-results.mjs').Tally} Tally */

const byName = phases.filter(({ onlyNamed }) => onlyNamed).map(({ name }) => name);

const usage = `npm test [-- PHASE… [FILTER…]]

Without arguments all phases run but ${byName.join(', ')}. PHASE is one of ${phases.map(({ name }) => name).join(', ')}.
FILTER goes to the test runner of the chosen phases, for example:
  npm test -- unit
  npm test -- e2e timeout.spec`;

await runCommand(async () => {
  const { chosen, filters } = readArguments(process.argv.slice(2));
  const needs = chosen.map((phase) => phase.needs).filter((some) => some !== undefined);
  await setup({ needs: Object.assign({}, ...needs) });
  /** @type {Tally} */
  const total = { passed: 0, skipped: 0, failures: [] };
  if (needs.length > 0) add(total, await buildTally());
  add(total, await runChecks(chosen.flatMap(({ checks = [] }) => checks)));
  for (const phase of chosen) {
    if (phase.runner === undefined) continue;
    const startedAt = performance.now();
    console.log(`\n── ${phase.title} ──`);
    const tally = await runPhase(phase, phase.runner, filters);
    add(total, tally);
    console.log(`── ${phase.title}: ${describe(tally)} in ${secondsSince(startedAt)}`);
  }
  if (total.failures.length > 0) console.log('\nFailed:');
  for (const name of total.failures) console.log(`  ${name}`);
  console.log(`\n${describe(total)}`);
  return total.failures.length > 0 ? 1 : 0;
});

/** @param {readonly string[]} args */
function readArguments(args) {
  const firstFilter = args.findIndex((arg) => !phases.some(({ name }) => name === arg));
  const names = firstFilter === -1 ? args : args.slice(0, firstFilter);
  const filters = args.slice(names.length);
  const chosen = phases.filter(({ name, onlyNamed }) =>
    args.length === 0 ? !onlyNamed : names.includes(name),
  );
  if (chosen.length === 0) throw new Stop(usage);
  if (filters.length > 0 && chosen.some(({ runner }) => !runner)) throw new Stop(usage);
  return { chosen, filters };
}

/** The build counts as a test: without it the end-to-end tests would test an older app. */
async function buildTally() {
  try {
    await build();
    return tallyOf(true, 'build');
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    return tallyOf(false, 'build');
  }
}

/**
 * Runs them side by side, as many at once as there are processors. What one says is shown when it ends.
 *
 * @param {readonly Check[]} checks
 * @returns {Promise<Tally>}
 */
async function runChecks(checks) {
  const waiting = [...checks];
  /** @type {Tally} */
  const tally = { passed: 0, skipped: 0, failures: [] };
  const runSome = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { title, command, args } = check;
      const startedAt = performance.now();
      const { code, stdout, stderr } = await run(projectCommand(command), args, {
        cwd: projectRoot,
      });
      const own = tallyOf(code === 0, `${title} (npx ${[command, ...args].join(' ')})`);
      console.log(`\n── ${title} ──\n${(stdout + stderr).trim()}`);
      console.log(`── ${title}: ${describe(own)} in ${secondsSince(startedAt)}`);
      add(tally, own);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runSome));
  return tally;
}

/**
 * @param {Phase} phase
 * @param {'vitest' | 'playwright'} runner
 * @param {readonly string[]} filters
 * @returns {Promise<Tally>}
 */
async function runPhase(phase, runner, filters) {
  const skipped = await phase.skipped?.();
  if (skipped === undefined) return runTests(phase, runner, possible(phase, filters));
  say(`Skipped: ${skipped}.`);
  return { passed: 0, skipped: 1, failures: [] };
}

/**
 * @param {Phase} phase
 * @param {readonly string[]} filters from the command line
 */
function possible({ beyondLinux }, filters) {
  if (beyondLinux === undefined || process.platform === 'linux' || filters.length > 0) {
    return filters;
  }
  say(`Only these run on this system: ${beyondLinux.join(', ')}; ${linuxOnly}.`);
  return beyondLinux;
}

/**
 * @param {Pick<Phase, 'name' | 'args'>} phase names of Vitest's projects begin with its name
 * @param {'vitest' | 'playwright'} runner
 * @param {readonly string[]} filters
 */
async function runTests({ name, args = [] }, runner, filters) {
  const report = join(projectRoot, 'test-results', `${name}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const code =
    runner === 'vitest'
      ? await show(runner, [
          ...['run', '--project', `${name}*`, ...filters],
          ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        ])
      : await show(
          runner,
          ['test', ...(filters.length > 0 ? filters : args), '--reporter=list,json'],
          {
            PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          },
        );
  const tally = readTally(runner, report);
  if (tally.failures.length > 0) return tally;
  if (code !== 0) tally.failures.push(`${name}: ${runner} ended with exit code ${code}`);
  else if (tally.passed === 0) tally.failures.push(`${name}: no test ran`);
  return tally;
}

/**
 * Runs a project command and shows its output as it comes.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [variables] to add to the environment
 * @returns {Promise<number>} its exit code
 */
function show(command, args, variables = {}) {
  return new Promise((settle) => {
    const child = spawn(projectCommand(command), args, {
      cwd: projectRoot,
      env: { ...process.env, ...variables },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      say(error.message);
      settle(127);
    });
    child.on('exit', (code) => settle(code ?? 128));
  });
}

/**
 * @param {boolean} passed
 * @param {string} name
 * @returns {Tally}
 */
function tallyOf(passed, name) {
  return { passed: passed ? 1 : 0, skipped: 0, failures: passed ? [] : [name] };
}

/**
 * @param {Tally} total
 * @param {Tally} tally
 */
function add(total, tally) {
  total.passed += tally.passed;
  total.skipped += tally.skipped;
  total.failures.push(...tally.failures);
}

/** @param {Tally} tally */
function describe({ passed, failures, skipped }) {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
