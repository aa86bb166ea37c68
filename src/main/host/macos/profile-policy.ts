import { say } from '../../../shared/words/say.js';
import type { ManagedReading } from '../../ports/index.js';
import { broken, isTree, jsonFrom, nativeReading } from '../managed/native-document.js';
import { readOfRoot } from '../posix/root-file.js';
import { runProgram, type RunProgram } from '../process/run-program.js';

/*
 * What a configuration profile for the whole computer decides. macOS writes the forced settings into
 * this folder of root's; what people set with `defaults` never gets there.
 */

/** `org.clinicworkstation.desktop` is the app's bundle identifier (electron-builder.yml). */
export const PROFILE_PATH = '/Library/Managed Preferences/org.clinicworkstation.desktop.plist';

const BOUNDS = { timeMs: 5_000, output: 262_144 };

/** Reads the forced settings of a Mac. Never rejects. */
export function readProfilePolicy(
  path: string,
  run: RunProgram = runProgram,
): Promise<ManagedReading> {
  return readOfRoot(path, async () => {
    // Opened by its name again: in root's folder nobody else can have replaced the file.
    const args = ['-convert', 'json', '-o', '-', path];
    const settings = await jsonFrom(run('/usr/bin/plutil', args, BOUNDS));
    if (settings === undefined)
      return broken('unreadable', say('macOS could not tell what it has. Check the profile.'));
    if (!isTree(settings)) return broken('invalid', say('It is not a list of settings.'));
    // Apple's own keys of a payload, which some ways of rolling out leave among the settings.
    const names = Object.entries(settings).filter(([name]) => !name.startsWith('Payload'));
    return nativeReading(Object.fromEntries(names));
  });
}
