// @ts-check
// Reads the JSON reports of the test runners into one format.

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { projectRoot } from './paths.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} skipped
 * @property {string[]} failures the name of each failed test
 */

/** @typedef {{ suites?: PlaywrightSuite[], specs?: PlaywrightSpec[], title: string }} PlaywrightSuite */
/** @typedef {{ title: string, file: string, tests: { status: string }[] }} PlaywrightSpec */

/**
 * @param {'vitest' | 'playwright'} runner
 * @param {string} file its JSON report
 * @returns {Tally} empty if the runner failed before it wrote the report
 */
export function readTally(runner, file) {
  /** @type {Tally} */
  const tally = { passed: 0, skipped: 0, failures: [] };
  if (!existsSync(file)) return tally;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (runner === 'vitest') addVitest(tally, report);
  else addPlaywright(tally, report);
  return tally;
}

/**
 * @param {Tally} tally
 * @param {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} report
 */
function addVitest(tally, report) {
  for (const { name, status, assertionResults } of report.testResults) {
    const file = relative(projectRoot, name);
    for (const test of assertionResults) count(tally, test.status, `${file} › ${test.fullName}`);
    const explained = assertionResults.some((test) => test.status === 'failed');
    // If a file cannot be loaded, or a hook fails, no failed test reports it.
    if (status === 'failed' && !explained) tally.failures.push(file);
  }
}

/**
 * @param {Tally} tally
 * @param {{ suites: PlaywrightSuite[], errors: { message?: string }[] }} report
 */
function addPlaywright(tally, report) {
  for (const suite of report.suites) addSuite(tally, suite, []);
  for (const { message = 'an error outside the tests' } of report.errors) {
    tally.failures.push(message.split('\n')[0] ?? message);
  }
}

/**
 * @param {Tally} tally
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} parents
 */
function addSuite(tally, suite, parents) {
  const path = [...parents, suite.title];
  for (const inner of suite.suites ?? []) addSuite(tally, inner, path);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) count(tally, test.status, [...path, spec.title].join(' › '));
  }
}

/**
 * @param {Tally} tally
 * @param {string} status of either runner; a pass at the second try counts as a failure
 * @param {string} name
 */
function count(tally, status, name) {
  if (status === 'passed' || status === 'expected') tally.passed += 1;
  else if (['pending', 'skipped', 'todo', 'disabled'].includes(status)) tally.skipped += 1;
  else tally.failures.push(name);
}
