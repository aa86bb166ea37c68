import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChildProcess } from 'node:child_process';
import { run } from '../../scripts/lib/processes.mjs';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';

/* The real guard: a shell that outlives the program that started it. The tests kill that program. */

let program: Program;
let folder: string;
let child: ChildProcess | null = null;
const path = process.env['PATH'];

/** logind's state of the OS session; `null`: logind does not answer. */
function logindSays(state: string | null): void {
  const answer = state === null ? 'exit 1' : `[ "$1" = list-seats ] || echo '${state}'`;
  const program = join(folder, 'loginctl');
  writeFileSync(program, `#!/bin/sh\n${answer}\n`, { mode: 0o700 });
  process.env['PATH'] = `${folder}:${path ?? ''}`;
}

beforeAll(async () => {
  program = await bundleProgram('guarded');
});
afterAll(() => program.remove());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-guard-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const cleared = (): boolean => existsSync(join(folder, 'cleared'));
const guardFiles = (): readonly string[] => readdirSync(join(folder, 'guard'));

/** Starts a guarded program that gives its guard these orders. */
async function start(...orders: readonly (number | null)[]): Promise<ChildProcess> {
  child = program.start([folder, JSON.stringify(orders)]);
  for await (const line of linesOf(child)) if (line === 'said') break;
  return child;
}

async function kill(): Promise<void> {
  if (child === null) throw new Error('not started');
  const ended = gone(child);
  child.kill('SIGKILL');
  await ended;
}

test('clears what a killed app leaves, and deletes its own files', async () => {
  await start(null, 0);
  await sleep(500);
  expect(cleared()).toBe(false);
  await kill();
  await expect.poll(cleared).toBe(true);
  await expect.poll(guardFiles).toEqual([]);
  expect(existsSync(join(folder, 'scratch'))).toBe(false);
});

test('clears also if somebody put a folder among its files', async () => {
  mkdirSync(join(folder, 'guard', 'stray', 'more'), { recursive: true });
  await start(0);
  await kill();
  await expect.poll(cleared).toBe(true);
  await expect.poll(guardFiles).toEqual([]);
});

test('does nothing if the app left nothing', async () => {
  await start(0, null);
  await kill();
  await expect.poll(guardFiles).toEqual([]);
  expect(cleared()).toBe(false);
});

test('waits for as long as the session may still be resumed, and no longer', async () => {
  await start(0, 5_000);
  await kill();
  await sleep(1_500);
  expect(cleared()).toBe(false);
  await expect.poll(cleared).toBe(true);
});

test('gives up when the app has started again', async () => {
  await start(5_000);
  await kill();
  await start(null);
  await sleep(7_000);
  expect(cleared()).toBe(false);
});

test('is restarted when it is killed itself', async () => {
  const { pid = 0 } = await start(0);
  const guards = async (): Promise<readonly string[]> => {
    const { stdout } = await run('pgrep', ['-P', String(pid)]);
    return stdout.split('\n').filter((line) => line !== '');
  };
  const [first] = await guards();
  process.kill(Number(first), 'SIGKILL');
  await expect.poll(guards, { interval: 200 }).toHaveLength(1);
  await kill();
  await expect.poll(cleared).toBe(true);
});

test('is one shell, which does not wake while nothing changes', async () => {
  const { pid = 0 } = await start(60_000);
  const { stdout } = await run('pgrep', ['-P', String(pid)]);
  const status = (): string => readFileSync(`/proc/${stdout.trim()}/status`, 'utf8');
  const switches = (): string => /voluntary_ctxt_switches:\s+(\d+)/.exec(status())?.[1] ?? '';
  await sleep(500);
  const before = switches();
  await sleep(2_000);
  expect(switches()).toBe(before);
  expect(status()).toMatch(/Name:\s+(sh|dash|bash)/);
});

test('stays at a log-out, which signals it too, and clears as soon as the app is gone', async () => {
  const { pid = 0 } = await start(60_000);
  const { stdout } = await run('pgrep', ['-P', String(pid)]);
  const guard = Number(stdout.trim());
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.kill(guard, signal);
  await sleep(500);
  expect(cleared()).toBe(false);
  await kill();
  await expect.poll(cleared).toBe(true);
});

test('a log-out after the app was killed ends its wait', async () => {
  const { pid = 0 } = await start(60_000);
  const { stdout } = await run('pgrep', ['-P', String(pid)]);
  await kill();
  await sleep(500);
  expect(cleared()).toBe(false);
  // systemd also signals the `sleep` that the guard waits for.
  const waiting = await run('pgrep', ['-P', stdout.trim()]);
  for (const part of [stdout, waiting.stdout]) process.kill(Number(part.trim()), 'SIGTERM');
  await expect.poll(cleared).toBe(true);
});

test.each(['closing', ''])(
  'an OS session that is “%s” ends its wait, without a signal',
  async (afterwards) => {
    logindSays('active');
    await start(60_000);
    await kill();
    await sleep(1_000);
    expect(cleared()).toBe(false);
    logindSays(afterwards);
    await expect.poll(cleared, { timeout: 10_000 }).toBe(true);
  },
);

test('the time of a slow logind counts as waited', async () => {
  logindSays('active');
  await start(8_000);
  const asked = join(folder, 'asked');
  const slow = `#!/bin/sh\necho >>'${asked}'; sleep 1.5; echo active\n`;
  writeFileSync(join(folder, 'loginctl'), slow, { mode: 0o700 });
  await kill();
  await expect.poll(cleared, { timeout: 20_000 }).toBe(true);
  // Two questions and a pause of three seconds: after that too little time is left for another round.
  expect(readFileSync(asked, 'utf8').length).toBe(2);
});

test.each([
  ['that does not answer any more', 'active', null],
  ['that never knew the session', '', ''],
])('a logind %s does not end its wait', async (_words, before, afterwards) => {
  logindSays(before);
  await start(60_000);
  logindSays(afterwards);
  await kill();
  await sleep(4_500);
  expect(cleared()).toBe(false);
});
