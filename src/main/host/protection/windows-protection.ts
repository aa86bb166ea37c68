import { win32 } from 'node:path';
import type { SystemAnswer } from '../../../shared/workstation/check-up.js';
import type { RunProgram } from '../process/run-program.js';
import { powerShell, registryValue } from '../windows/system-programs.js';

const SYSTEM_POLICY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System';
/** What Group Policy says of the screen saver comes before what the person chose. */
const SCREEN_SAVERS = [
  'HKCU\\SOFTWARE\\Policies\\Microsoft\\Windows\\Control Panel\\Desktop',
  'HKCU\\Control Panel\\Desktop',
] as const;

/**
 * Windows locks a screen by itself after the limit on inactivity of the whole computer, or with a screen saver
 * that asks for the password.
 */
export async function windowsScreenLock(run: RunProgram): Promise<SystemAnswer> {
  const limit = await registryValue(run, SYSTEM_POLICY, 'InactivityTimeoutSecs');
  if (Number(limit ?? 0) > 0) return 'on';
  const chosen = async (name: string): Promise<string | null> => {
    for (const key of SCREEN_SAVERS) {
      const value = await registryValue(run, key, name);
      if (value !== null) return value;
    }
    return null;
  };
  const isActive = await chosen('ScreenSaveActive');
  // Every Windows has this value: without it the registry did not answer.
  if (isActive === null) return 'unknown';
  const isThere = (await chosen('SCRNSAVE.EXE')) !== null;
  return isActive === '1' && isThere && (await chosen('ScreenSaverIsSecure')) === '1'
    ? 'on'
    : 'off';
}

/**
 * What Explorer knows of BitLocker at a drive: unlike `manage-bde`, it tells that to everybody. 1, 3 and 6 are on,
 * being turned on, and on and locked; 2, 4 and 5 are off, being turned off, and suspended. Other numbers do not
 * say that the disk could be encrypted.
 */
const SAID: Readonly<Record<string, SystemAnswer>> = {
  ...{ '1': 'on', '3': 'on', '6': 'on' },
  ...{ '2': 'off', '4': 'off', '5': 'off' },
};

export async function windowsDisk(folder: string, run: RunProgram): Promise<SystemAnswer> {
  const drive = /^[A-Za-z]:/.exec(win32.resolve(folder))?.[0];
  // A folder on a server has no drive.
  if (drive === undefined) return 'unknown';
  const said = await powerShell(run)(
    `(New-Object -ComObject Shell.Application).NameSpace('${drive}').Self.ExtendedProperty('System.Volume.BitLockerProtection')`,
  );
  return SAID[said.trim()] ?? 'unknown';
}
