import type { SystemAnswer } from '../../../shared/workstation/check-up.js';
import type { SystemProtection } from '../../ports/index.js';
import { within } from '../../ports/within.js';
import type { RunProgram } from '../process/run-program.js';
import { linuxDisk, SYSTEM_FILES } from './linux-disk.js';
import { linuxScreenLock } from './linux-screen-lock.js';
import { macDisk } from './mac-disk.js';
import { windowsDisk, windowsScreenLock } from './windows-protection.js';

/** How long one question may take, in milliseconds. PowerShell on a slow disk takes seconds to start. */
const BOUND_MS = 10_000;

export interface ProtectionHost {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunProgram;
  /** The account's. */
  readonly folder: () => string;
}

export function systemProtection({ platform, env, run, folder }: ProtectionHost): SystemProtection {
  if (platform === 'win32')
    return {
      screenLock: () => answered(windowsScreenLock(run)),
      diskEncryption: () => answered(windowsDisk(folder(), run)),
    };
  if (platform === 'darwin')
    return {
      // No program that anybody may run tells it in a way that Apple documents.
      screenLock: () => Promise.resolve('unknown'),
      diskEncryption: () => answered(macDisk(run)),
    };
  return {
    screenLock: () => answered(linuxScreenLock(env, run)),
    diskEncryption: () => answered(linuxDisk(folder(), SYSTEM_FILES, run)),
  };
}

/** A system that fails to answer, or takes too long, does not say. */
function answered(asked: Promise<SystemAnswer>): Promise<SystemAnswer> {
  const unknown = (): SystemAnswer => 'unknown';
  return within(asked.catch(unknown), BOUND_MS, unknown);
}
