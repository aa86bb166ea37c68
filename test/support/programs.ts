import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { projectRoot } from '../../scripts/lib/paths.mjs';

/** A test's own program, made of the app's parts, for a process that can be killed. */
export interface Program {
  /** Starts it under plain Node.js, with `stdout` piped. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  remove(): void;
}

/**
 * Bundles `test/integration/programs/NAME.ts` as the app itself is bundled: SQL files come in as
 * text, and packages stay outside.
 */
export async function bundleProgram(name: string): Promise<Program> {
  // Inside the project, so that its packages are found from there.
  const parent = join(projectRoot, 'test-results/programs');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${name}-`));
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    build: {
      ssr: join(projectRoot, `test/integration/programs/${name}.ts`),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  return {
    start: (args, env = process.env) =>
      spawn(process.execPath, [join(folder, 'program.mjs'), ...args], {
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
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
