// @ts-check
// Asks whether serious flaws of the shipped packages are publicly known. This runs when packages
// for users are built, not in every test run: the answer changes without any change of ours.

import { projectRoot } from '../paths.mjs';
import { run } from '../processes.mjs';

/** The severities that must not be shipped. */
const serious = ['high', 'critical'];

/** @typedef {{ found: string[] } | { unknown: string }} Audit */

/** @returns {Promise<Audit>} the packages with a serious flaw, or why that is not known */
export async function auditShipped() {
  const { stdout } = await run('npm', ['audit', '--omit=dev', '--json'], {
    cwd: projectRoot,
    timeoutMilliseconds: 60_000,
  });
  return readAudit(stdout);
}

/**
 * @param {string} text what `npm audit --json` printed
 * @returns {Audit}
 */
export function readAudit(text) {
  /** @type {{ vulnerabilities?: Record<string, { severity: string }>, message?: string }} */
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { unknown: 'npm audit gave no answer' };
  }
  const { vulnerabilities, message } = report;
  if (vulnerabilities === undefined) return { unknown: message ?? 'npm audit could not tell' };
  const names = Object.keys(vulnerabilities);
  return {
    found: names.filter((name) => serious.includes(vulnerabilities[name]?.severity ?? '')),
  };
}
