// @ts-check
// The phases of `npm test`, in this order.

import { whyNotInstallable } from './packaging/installation.mjs';

/**
 * @typedef {object} Check a command that passes or fails as a whole and counts as one test
 * @property {string} title
 * @property {string} command of a project package
 * @property {string[]} args
 */

/**
 * @typedef {object} Phase
 * @property {string} name for the command line
 * @property {Check[]} [checks]
 * @property {Partial<import('./system-packages.mjs').Needs>} [needs] of the computer; the app is built
 *   only for phases with needs
 * @property {string} [title] with a runner
 * @property {'vitest' | 'playwright'} [runner] instead of checks; each test counts
 * @property {readonly string[]} [beyondLinux] the files of its tests that other systems than Linux
 *   can run; without it, all files
 * @property {string[]} [args] for the runner, when no filter is given
 * @property {boolean} [onlyNamed] runs only when it is named
 * @property {() => Promise<string | undefined>} [skipped] why it can't run on this computer, if so
 */

/** Why the other tests of such a phase are skipped. */
export const linuxOnly =
  'the others need a private desktop, with its keychain and input, which is made on Linux only';

/** @param {string} project @returns {Check} */
const typeCheck = (project) => ({
  title: `Types of ${project}`,
  command: 'tsc',
  args: ['-p', project],
});

/** @type {readonly Phase[]} */
export const phases = [
  {
    name: 'format',
    checks: [{ title: 'Formatting', command: 'prettier', args: ['--check', '.'] }],
  },
  {
    name: 'lint',
    checks: [{ title: 'Lint', command: 'eslint', args: ['.', '--max-warnings', '0'] }],
  },
  {
    name: 'types',
    checks: ['tsconfig.json', 'tsconfig.renderer.json', 'tsconfig.tools.json'].map(typeCheck),
  },
  {
    name: 'rooms',
    checks: [
      {
        title: 'Import rules',
        command: 'depcruise',
        args: ['src', 'test', 'scripts', '--config', '.dependency-cruiser.cjs'],
      },
    ],
  },
  {
    name: 'unused',
    checks: [{ title: 'Unused code', command: 'knip', args: [] }],
  },
  { name: 'unit', title: 'Unit tests', runner: 'vitest' },
  {
    name: 'integration',
    title: 'Integration tests',
    needs: { desktop: true, database: true },
    runner: 'vitest',
    beyondLinux: [
      ...['audit-trail', 'database', 'sealed-records', 'sign-in-timing'],
      ...['signed-log', 'trail-cut', 'trail-forgery', 'trail-proofs'],
    ],
  },
  {
    name: 'e2e',
    title: 'End-to-end tests',
    needs: { desktop: true, database: true },
    runner: 'playwright',
    args: ['--grep-invert', '@long|@alone'],
    beyondLinux: ['any-computer'],
  },
  {
    name: 'alone',
    title: 'End-to-end tests that run one by one',
    needs: { desktop: true, database: true },
    runner: 'playwright',
    args: ['--grep', '@alone', '--grep-invert', '@long', '--workers', '1'],
    skipped: () => Promise.resolve(process.platform === 'linux' ? undefined : linuxOnly),
  },
  {
    name: 'long',
    title: 'Long end-to-end tests',
    needs: { desktop: true, database: true },
    runner: 'playwright',
    args: ['--grep', '@long', '--grep-invert', '@alone'],
    onlyNamed: true,
  },
  {
    name: 'long-alone',
    title: 'Long end-to-end tests that run one by one',
    needs: { desktop: true, database: true },
    runner: 'playwright',
    args: ['--grep', '(?=.*@long)(?=.*@alone)', '--workers', '1'],
    onlyNamed: true,
  },
  {
    name: 'package',
    title: 'The installed package',
    needs: { desktop: true, packaging: true },
    runner: 'vitest',
    skipped: whyNotInstallable,
  },
];
