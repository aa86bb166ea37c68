import type { SystemAnswer } from '../../../shared/workstation/check-up.js';
import type { RunProgram } from '../process/run-program.js';

/** Whether FileVault is on. `fdesetup` tells it to everybody; it needs more rights only to change it. */
export async function macDisk(run: RunProgram): Promise<SystemAnswer> {
  const text = await run('/usr/bin/fdesetup', ['status'], { timeMs: 5_000, output: 4_096 });
  if (/^FileVault is On\b/m.test(text)) return 'on';
  return /^FileVault is Off\b/m.test(text) ? 'off' : 'unknown';
}
