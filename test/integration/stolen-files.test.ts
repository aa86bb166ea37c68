import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { COMPUTER_SERVICE, credentials } from '../support/keychain.js';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';
import { openedByThief } from './opened-by-thief.js';
import { filesWith } from '../support/traces.js';

/* A thief has the database and the whole keychain of an installation, and unlimited time. */

let program: Program;
let desktop: Desktop;
let folder: string;
let child: ChildProcess;
let answers: AsyncIterator<string>;

beforeAll(async () => {
  program = await bundleProgram('clinic-life');
});
afterAll(() => program.remove());
beforeEach(async () => {
  desktop = await openDesktop({ windowManager: false });
  folder = mkdtempSync(join(tmpdir(), 'clinic-stolen-'));
  begin();
});
afterEach(async () => {
  const ended = gone(child);
  child.kill('SIGKILL');
  await ended;
  await desktop.close();
  rmSync(folder, { recursive: true, force: true });
});

function begin(...more: readonly string[]): void {
  child = program.start([folder, ...more], desktop.env);
  answers = linesOf(child)[Symbol.asyncIterator]();
}

async function order(line: string): Promise<unknown> {
  child.stdin?.write(`${line}\n`);
  const answer = await answers.next();
  if (answer.done === true) throw new Error('The program is gone.');
  return JSON.parse(answer.value);
}

/** The secrets of the installation's keychain entries, as any program of this OS user can read them. */
async function keychain(): Promise<readonly Buffer[]> {
  return (await credentials(desktop)).map(({ password }) => Buffer.from(password, 'base64'));
}

/** What the computer remembers of the account is no secret, and holds none. */
async function remembered(): Promise<readonly string[]> {
  return (await credentials(desktop, COMPUTER_SERVICE)).map(({ password }) => password);
}

function written(secret: string): readonly Buffer[] {
  const bare = secret.replaceAll('-', '');
  return [
    Buffer.from(secret, 'latin1'),
    Buffer.from(bare, 'latin1'),
    Buffer.from(Buffer.from(secret, 'latin1').toString('base64')),
    Buffer.from(Buffer.from(secret, 'latin1').toString('hex')),
  ];
}

test('the files and the keychain of an ended session open nothing and hold no secret', async () => {
  const secrets = (await order('begin')) as Readonly<Record<string, string>>;
  const whileItLived = await keychain();
  expect(whileItLived).toHaveLength(1);
  // Proves that the search works: while the session lives, the two halves are enough.
  expect([...openedByThief(folder, whileItLived)]).toEqual(['session']);
  for (const [what, secret] of Object.entries(secrets))
    expect(filesWith(folder, written(secret)), `${what} while it lived`).toEqual([]);

  expect(await order('end')).toBe('signedOut');
  expect(await keychain()).toEqual([]);
  const [memory = '', ...more] = await remembered();
  expect(new Set(Object.keys(JSON.parse(memory) as object))).toEqual(
    new Set(['seq', 'link', 'accepted']),
  );
  expect(more).toEqual([]);
  // After the sign-out, and also with the old entry that was copied in time.
  for (const stolen of [[], whileItLived]) expect([...openedByThief(folder, stolen)]).toEqual([]);
  for (const [what, secret] of Object.entries(secrets))
    expect(filesWith(folder, written(secret)), what).toEqual([]);
  for (const half of whileItLived) expect(filesWith(folder, [half])).toEqual([]);
}, 120_000);

test('after a power cut the files and the keychain of a live session open nothing', async () => {
  child.kill('SIGKILL');
  begin('inMemory');
  await order('begin');
  const whileItLived = await keychain();
  expect(whileItLived).toHaveLength(1);
  // Memory is lost with the power; this folder represents memory.
  const memory = join(desktop.env['XDG_RUNTIME_DIR'] ?? '', 'clinic-workstation');
  expect(readdirSync(memory)).toHaveLength(1);
  expect([...openedByThief(folder, whileItLived)]).toEqual([]);

  expect(await order('end')).toBe('signedOut');
  expect(readdirSync(memory)).toEqual([]);
}, 120_000);
