import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundle } from '../../scripts/lib/program.mjs';

/** A test's own program, made of the app's parts, for a process that can be killed. */
export interface Program {
  /** Starts it under plain Node.js, with `stdout` piped. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  remove(): void;
}

/** Bundles `test/integration/programs/NAME.ts`. */
export async function bundleProgram(name: string): Promise<Program> {
  const { file, remove } = await bundle(`test/integration/programs/${name}.ts`);
  return {
    start: (args, env = process.env) =>
      spawn(process.execPath, [file, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] }),
    remove,
  };
}

/** The lines that a program writes, as they come. */
export function linesOf(child: ChildProcess): AsyncIterable<string> {
  if (child.stdout === null) throw new Error('The output is not piped.');
  return createInterface({ input: child.stdout });
}

/** Settles when a program is gone, with the signal that ended it, if one did. */
export function gone(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => {
    child.once('close', (_code, signal) => resolve(signal));
  });
}
