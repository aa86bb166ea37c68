import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgramBounds } from '../../../src/main/host/process/run-program.js';
import {
  LAUNCH_SCRIPT,
  WAIT_SCRIPT,
  windowsArgument,
  windowsGuard,
} from '../../../src/main/host/windows/guard.js';

/* The guard on Windows: what it starts, and what it is told. It was never run on Windows. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-windows-guard-'));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder's name with all characters that need quoting on Windows. */
const AWKWARD = `C:\\Users\\O'Brien & Söhne; $(calc) %TEMP% \`x\` ’\\`;

/** A fake PowerShell, as the guard sees it: it answers with the id of the process that it started. */
class FakePowerShell {
  readonly calls: {
    readonly program: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  }[] = [];
  answer = '4711\r\n';
  readonly running = new Set([4711]);

  readonly run = (
    program: string,
    args: readonly string[],
    { env = {} }: ProgramBounds,
  ): Promise<string> => {
    this.calls.push({ program, args, env });
    return this.answer === '' ? Promise.reject(new Error('blocked')) : Promise.resolve(this.answer);
  };

  readonly isRunning = (pid: number): boolean => this.running.has(pid);
}

function start(shell = new FakePowerShell()) {
  const guard = windowsGuard(
    {
      folder: join(folder, 'guard'),
      run: 'run-1',
      scratch: `${AWKWARD}scratch`,
      pid: 1234,
      command: (file) => [`${AWKWARD}app.exe`, `--user-data-dir=${AWKWARD}`, `--clear=${file}`],
    },
    shell.run,
    shell.isRunning,
  );
  return { shell, guard, order: () => readFileSync(join(folder, 'guard', 'run-1'), 'utf8') };
}

describe('the guard of Windows', () => {
  it('starts a hidden PowerShell that waits for the app, through an intermediate process', async () => {
    const { shell, guard } = start();
    await vi.waitUntil(() => guard.alive);
    const [{ program, args, env } = { program: '', args: [], env: {} }] = shell.calls;
    expect(program).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(args).toEqual(['-NoProfile', '-NonInteractive', '-Command', LAUNCH_SCRIPT]);
    expect(env).toEqual({
      CLINIC_GUARD_SHELL: program,
      CLINIC_GUARD_WAIT: `-NoProfile -NonInteractive -WindowStyle Hidden -Command "${WAIT_SCRIPT}"`,
      CLINIC_GUARD_APP: '1234',
      CLINIC_GUARD_FILE: join(folder, 'guard', 'run-1'),
      CLINIC_GUARD_SCRATCH: `${AWKWARD}scratch`,
      CLINIC_GUARD_PROGRAM: `${AWKWARD}app.exe`,
      CLINIC_GUARD_ARGUMENTS: [
        `"--user-data-dir=${AWKWARD}\\"`,
        `"--clear=${join(folder, 'guard', 'run-1')}"`,
      ].join(' '),
    });
  });

  it('gets its orders through its file, which is never written in part', () => {
    vi.setSystemTime(1_000_000);
    const { guard, order } = start();
    expect(order()).toBe('nothing');
    guard.expect(60_000);
    expect(order()).toBe('1060 60');
    guard.expect(62_000);
    expect(order()).toBe('1060 60');
    guard.expect(0);
    expect(order()).toBe('0 0');
    guard.expect(null);
    expect(order()).toBe('nothing');
    expect(readdirSync(join(folder, 'guard'))).toEqual(['run-1']);
  });

  it('replaces the guards of earlier runs', () => {
    start();
    writeFileSync(join(folder, 'guard', 'run-0'), '0 0');
    start();
    expect(readdirSync(join(folder, 'guard'))).toEqual(['run-1']);
  });

  it('is restarted when it is gone, but not again and again', async () => {
    const { shell, guard } = start();
    await vi.waitUntil(() => guard.alive);
    shell.running.clear();
    expect(guard.alive).toBe(false);
    guard.expect(60_000);
    expect(shell.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(11_000);
    shell.answer = '4712';
    shell.running.add(4712);
    guard.expect(120_000);
    await vi.waitUntil(() => guard.alive);
    expect(shell.calls).toHaveLength(2);
  });

  it.each(['', 'Access denied'])('reports no guard when PowerShell says "%s"', async (answer) => {
    const warnings = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const shell = new FakePowerShell();
    shell.answer = answer;
    const { guard } = start(shell);
    await vi.waitUntil(() => warnings.mock.calls.length > 0);
    expect(guard.alive).toBe(false);
    expect(String(warnings.mock.calls[0]?.[0])).toContain('The guard did not start.');
    warnings.mockRestore();
  });
});

describe('its scripts', () => {
  const names = (script: string): string[] =>
    [...script.matchAll(/\$env:(\w+)/g)].map(([, name = '']) => name);

  it('fit between two quotes on one line', () => {
    expect(WAIT_SCRIPT).not.toMatch(/["\n\r]/);
    expect(LAUNCH_SCRIPT).not.toMatch(/["\n\r]/);
  });

  it('use cmdlets only, so that the Constrained Language lets them run', () => {
    for (const script of [WAIT_SCRIPT, LAUNCH_SCRIPT]) {
      expect(script).not.toMatch(/::|Add-Type|New-Object|Invoke-Expression|\biex\b|&/);
    }
    // The only method belongs to a type that the Constrained Language allows: DateTime.
    expect(new Set(WAIT_SCRIPT.match(/\.\w+\(/g))).toEqual(new Set(['.ToUniversalTime(']));
  });

  it('read their input from the environment only', async () => {
    const { shell, guard } = start();
    await vi.waitUntil(() => guard.alive);
    expect(new Set([...names(WAIT_SCRIPT), ...names(LAUNCH_SCRIPT)])).toEqual(
      new Set(Object.keys(shell.calls[0]?.env ?? {})),
    );
  });

  it('take every path literally: no wildcard and no expansion', () => {
    expect(WAIT_SCRIPT).not.toMatch(/(Test-Path|Get-Content|Remove-Item) (?!-LiteralPath)/);
  });
});

describe('an argument on a command line of Windows', () => {
  /** Splits a command line as Microsoft documents it for `CommandLineToArgvW`. */
  function takenApart(line: string): readonly string[] {
    const args: string[] = [];
    let current: string | null = null;
    let quoted = false;
    for (let i = 0; i < line.length; i += 1) {
      const slashes = /^\\*/.exec(line.slice(i))?.[0].length ?? 0;
      if (slashes > 0) {
        const beforeQuote = line[i + slashes] === '"';
        current = (current ?? '') + '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
        i += slashes - 1;
        if (beforeQuote && slashes % 2 === 1) {
          current += '"';
          i += 1;
        }
      } else if (line[i] === '"') {
        quoted = !quoted;
        current ??= '';
      } else if (line[i] === ' ' && !quoted) {
        if (current !== null) args.push(current);
        current = null;
      } else current = (current ?? '') + (line[i] ?? '');
    }
    return current === null ? args : [...args, current];
  }

  it('arrives unchanged, whatever it contains', () => {
    const awkward = fc.stringMatching(/^[\\" a$%'`&]{0,12}$/);
    fc.assert(
      fc.property(fc.array(fc.oneof(awkward, fc.string()), { maxLength: 4 }), (args) => {
        expect(takenApart(args.map(windowsArgument).join(' '))).toEqual(args);
      }),
    );
  });
});
