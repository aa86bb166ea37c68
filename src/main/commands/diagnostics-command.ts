import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { say } from '../../shared/words/say.js';
import { reportUpdates } from '../app/compose-updates.js';
import { diagnose } from '../app/diagnostics.js';
import { aboutFacts } from '../host/process/about.js';
import { systemClock } from '../host/clock.js';
import { openComputer } from '../host/computer.js';
import { displayFacts } from '../host/desktop/display.js';
import { ERRORS_FILE, ErrorLog } from '../host/process/error-log.js';
import { startKeychainProcess } from '../host/keychain/keychain-process.js';
import { type Account, ACCOUNT_FILE, openAccount } from '../app/open-account.js';
import { orElse } from '../ports/or-else.js';
import { IsolatedKeychain } from '../vault/isolated-keychain.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/**
 * Saves diagnostics without a window, also while the app runs. Chromium gets a temporary folder, because
 * the running app uses the account's. Call it before Electron is ready.
 * @param file made, or overwritten
 * @param folder the account's folder; nothing is made in it
 */
export async function saveDiagnostics(file: string, folder: string): Promise<CommandOutcome> {
  if (file === '') return failed(say('Say where to save them: --diagnostics FILE'));
  const scratch = mkdtempSync(join(tmpdir(), 'clinic-workstation-diagnostics-'));
  app.setPath('userData', scratch);
  try {
    await app.whenReady();
    const clock = systemClock();
    const errors = new ErrorLog(join(folder, ERRORS_FILE), clock);
    const account = await openIfThere(folder, errors);
    account?.policies.load();
    const computer = openComputer(clock, () => undefined);
    await computer.settled;
    const idleMs = orElse(() => computer.idle.idleMs(), null);
    const health = idleMs === null ? 'unreadable' : 'notWatched';
    const { text } = await diagnose({
      clock,
      errors,
      account,
      updates: account === null ? null : reportUpdates(account),
      about: aboutFacts(app.getVersion(), account?.installation ?? ''),
      packaged: app.isPackaged,
      display: displayFacts(),
      activity: { ...computer.facts(), guarded: null, health },
      secrets: new IsolatedKeychain(startKeychainProcess, clock),
    });
    await writeFile(file, text, { mode: 0o600 });
    return { exitCode: 0, message: say('Diagnostics were saved in {file}.', { file }) };
  } catch {
    return failed(say('{file} could not be written. Choose another place.', { file }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function openIfThere(folder: string, errors: ErrorLog): Promise<Account | null> {
  if (!existsSync(join(folder, ACCOUNT_FILE))) return null;
  try {
    return await openAccount(folder, { mayMake: false });
  } catch (error) {
    errors.note('warning', error);
    return null;
  }
}
