import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readManagedPolicy } from '../../src/shared/policy/managed-policy.js';
import { readProfilePolicy } from '../../src/main/host/macos/profile-policy.js';
import { runProgram, type RunProgram } from '../../src/main/host/process/run-program.js';
import { powerShell } from '../../src/main/host/windows/system-programs.js';
import { readRegistryPolicy } from '../../src/main/host/windows/registry-policy.js';

/*
 * The systems' own programs are not on this machine: shell scripts replace them, as real child processes.
 * The output of plutil is written by hand after its manual.
 */

const ROOMY = { timeMs: 5_000, output: 1_000_000 };

let root: string;
let plist: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clinic-native-'));
  const folder = join(root, 'Managed Preferences');
  mkdirSync(folder, { mode: 0o755 });
  plist = join(folder, 'org.clinicworkstation.desktop.plist');
  writeFileSync(plist, 'bplist00', { mode: 0o644 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Makes a program from a shell script. */
function program(body: string): string {
  const path = join(root, 'program');
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

/** Runs the script whichever program is requested, with a shorter time limit for scripts that hang. */
function standIn(body: string): RunProgram {
  const path = program(body);
  return (_program, args, bounds) =>
    runProgram(path, args, { ...bounds, timeMs: Math.min(bounds.timeMs, 700) });
}

const writing = (settings: unknown): RunProgram =>
  standIn(`cat <<'END'\n${JSON.stringify(settings)}\nEND`);

describe('a program of the system', () => {
  test('gets its arguments unchanged, and its output is the answer', async () => {
    const args = ['a b', '$HOME', "'"];
    expect(await runProgram(program('printf "%s|" "$@"'), args, ROOMY)).toBe("a b|$HOME|'|");
  });

  test.each<[string, string]>([
    ['fails', 'echo half an answer; exit 1'],
    ['writes too much', 'head -c 20000 /dev/zero'],
    ['writes without end', 'yes'],
    ['hangs, and does not listen to signals', 'trap "" TERM; sleep 30'],
    ['leaves a child that holds its output', 'sleep 30 & sleep 30'],
  ])('that %s is ended in time', async (_what, body) => {
    const began = performance.now();
    const bounds = { timeMs: 700, output: 10_000 };
    await expect(runProgram(program(body), [], bounds)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('that does not exist is reported', async () => {
    await expect(runProgram(join(root, 'none'), [], ROOMY)).rejects.toThrow();
  });
});

describe.skipIf(process.getuid?.() !== 0)('the forced settings of a Mac', () => {
  test('are a policy as in a file, without Apple’s own keys', async () => {
    const read = await readProfilePolicy(
      plist,
      writing({
        policy: { lockOnSleep: true, sessionTimeoutSeconds: { max: 900 } },
        PayloadUUID: 'B8D1C7E4-0F63-4E0B-8B0E-91C5A2D47E22',
        clinicName: 'Praxis Müller',
      }),
    );
    expect('text' in read && readManagedPolicy(read.text)).toMatchObject({
      ok: true,
      policy: {
        clinicName: 'Praxis Müller',
        rules: { lockOnSleep: true, sessionTimeoutSeconds: { max: 900 } },
      },
    });
  });

  test('are requested from plutil, as JSON', async () => {
    const asked: unknown[] = [];
    await readProfilePolicy(plist, (path, args) => {
      asked.push(path, ...args);
      return Promise.resolve('{}');
    });
    expect(asked).toEqual(['/usr/bin/plutil', '-convert', 'json', '-o', '-', plist]);
  });

  test('manage nothing without a file, and with an empty one', async () => {
    expect(await readProfilePolicy(plist, writing({}))).toEqual({ found: false });
    rmSync(plist);
    expect(await readProfilePolicy(plist, writing({ version: 1 }))).toEqual({ found: false });
  });

  test.each<[string, string, string]>([
    [
      'are no property list',
      'echo "$5: Property List error: Unexpected character b at line 1" >&2; exit 1',
      'unreadable',
    ],
    ['have a date, which JSON has not', 'echo "invalid object in plist" >&2; exit 1', 'unreadable'],
    ['cannot be had in time', 'sleep 30', 'unreadable'],
    ['have no end', 'yes', 'unreadable'],
    ['are a list', 'echo "[]"', 'invalid'],
  ])('that %s are refused', async (_what, body, code) => {
    expect(await readProfilePolicy(plist, standIn(body))).toMatchObject({
      found: true,
      problem: { code },
    });
  });

  test('that others may write to are not even converted', async () => {
    chmodSync(plist, 0o666);
    const never: RunProgram = () => Promise.reject(new Error('must not be asked'));
    expect(await readProfilePolicy(plist, never)).toMatchObject({ problem: { code: 'untrusted' } });
  });
});

describe('the registry of Windows', () => {
  test('is read through a real process', async () => {
    const codes = Buffer.from('{"values":[]}').join(',');
    expect(await readRegistryPolicy(powerShell(standIn(`echo ${codes}`)))).toEqual({
      found: false,
    });
  });

  test.each([['exit 1'], ['yes 1'], ['sleep 30']])(
    'is refused when PowerShell fails: %s',
    async (body) => {
      expect(await readRegistryPolicy(powerShell(standIn(body)))).toMatchObject({
        problem: { code: 'unreadable' },
      });
    },
  );
});
