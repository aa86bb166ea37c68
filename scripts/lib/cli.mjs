// @ts-check
// How every command talks to its user: progress goes to stderr (stdout is for the result; `where`
// prints JSON there), and an expected problem is one plain message without a stack trace.

/** A problem that the user can solve. The message says what is missing and what to do. */
export class Stop extends Error {}

/** @param {string} text one line of progress, for people */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @param {number} startedAt from `performance.now()` */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * Runs a command's main function and turns its outcome into the exit code.
 *
 * @param {() => Promise<number | void>} main the number it returns, if any, is the exit code
 */
export async function runCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof Stop) say(`\n${error.message}`);
    else console.error(error);
    process.exitCode = 1;
  }
}
