import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The limits of a program; beyond them it is ended. */
export interface ProgramBounds {
  /** In milliseconds. */
  readonly timeMs: number;
  /** The most that it may write, in bytes. */
  readonly output: number;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs one of the system's own programs, without a shell.
 * @param program its absolute path: nothing is looked up in folders that others may name
 * @returns what it wrote; rejects when it cannot run, fails, or goes beyond its bounds
 */
export type RunProgram = (
  program: string,
  args: readonly string[],
  bounds: ProgramBounds,
) => Promise<string>;

export const runProgram: RunProgram = async (program, args, { timeMs, output, env }) => {
  const { stdout } = await promisify(execFile)(program, args, {
    timeout: timeMs,
    maxBuffer: output,
    env: { ...process.env, ...env },
    // A program that hangs may ignore a polite signal.
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  return stdout;
};
