import { win32 } from 'node:path';
import { LONGEST_MANAGED_POLICY } from '../../../shared/policy/managed-policy.js';
import { runProgram, type RunProgram } from '../process/run-program.js';

/*
 * Programs that every Windows has, by their absolute paths: nothing is looked up in folders that others may
 * name.
 */

const REG_BOUNDS = { timeMs: 5_000, output: 65_536 } as const;

/** How long PowerShell may take, in milliseconds. Its first start on a slow disk takes seconds. */
const ANSWER_MS = 20_000;

/** The most that a script may write, in bytes: a policy in base64, or each character as a number. */
const USUAL_OUTPUT = 8 * LONGEST_MANAGED_POLICY;

/** Runs a script of Windows PowerShell, which every Windows has. @returns what it wrote; rejects when it failed */
export type RunPowerShell = (script: string) => Promise<string>;

export function powerShellProgram(): string {
  return system32('WindowsPowerShell', 'v1.0', 'powershell.exe');
}

export function powerShell(
  run: RunProgram = runProgram,
  env: Readonly<Record<string, string>> = {},
  output = USUAL_OUTPUT,
): RunPowerShell {
  return (script) =>
    run(powerShellProgram(), ['-NoProfile', '-NonInteractive', '-Command', script], {
      timeMs: ANSWER_MS,
      output,
      env,
    });
}

export function system32(...path: readonly string[]): string {
  return win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', ...path);
}

/** Runs the program for the registry. @returns what it wrote; rejects when it failed */
export function reg(run: RunProgram, ...args: readonly string[]): Promise<string> {
  return run(system32('reg.exe'), args, REG_BOUNDS);
}

/** @returns a value of the registry as `reg` writes it, such as `0x0`; `null` when there is none */
export async function registryValue(
  run: RunProgram,
  key: string,
  name: string,
): Promise<string | null> {
  const text = await reg(run, 'query', key, '/v', name).catch(() => '');
  return /\sREG_[A-Z]+\s+(\S+)/.exec(text)?.[1] ?? null;
}
