import { win32 } from 'node:path';
import { LONGEST_MANAGED_POLICY } from '../../../shared/policy/managed-policy.js';
import { runProgram, type RunProgram } from '../process/run-program.js';

/** How long PowerShell may take, in milliseconds. Its first start on a slow disk takes seconds. */
const ANSWER_MS = 20_000;

/** The most that a script may write, in bytes: a policy in base64, or each character as a number. */
const USUAL_OUTPUT = 8 * LONGEST_MANAGED_POLICY;

/** Runs a script of Windows PowerShell, which every Windows has. @returns what it wrote; rejects when it failed */
export type RunPowerShell = (script: string) => Promise<string>;

/** Where it is, by an absolute path: nothing is looked up in folders that others may name. */
export function powerShellProgram(): string {
  const system = process.env['SystemRoot'] ?? 'C:\\Windows';
  return win32.join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
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
