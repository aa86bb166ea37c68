import { join, resolve } from 'node:path';
import { storageTrouble } from '../../shared/workstation/storage-trouble.js';
import { say } from '../../shared/words/say.js';
import { ACCOUNT_FILE, whyUnopened } from '../app/open-account.js';
import { type AccountCopy, copyAccount, FileExistsError } from '../storage/account-copy.js';
import { NoAccountError } from '../storage/account-file.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/**
 * Saves a copy of the account without a window, also while the app runs, which notices nothing of it. All
 * of it is one turn of the event loop, before Chromium opens any file.
 * @param file made; never one that is there already
 * @param folder the account's folder; nothing in it is changed
 */
export function backUpAccount(file: string, folder: string): CommandOutcome {
  if (file === '') return failed(say('Say where to save the backup: --backup FILE'));
  let copy: AccountCopy;
  try {
    copy = copyAccount(join(folder, ACCOUNT_FILE));
  } catch (error) {
    return failed(whyNotRead(error, folder));
  }
  try {
    copy.saveAs(resolve(file));
    return { exitCode: 0, message: say('The account was saved in {file}.', { file }) };
  } catch (error) {
    return failed(whyNotSaved(error, file));
  } finally {
    copy.close();
  }
}

function whyNotRead(error: unknown, folder: string): string {
  return error instanceof NoAccountError && error.why === 'missing'
    ? say('There is no clinic in {folder}, so there is nothing to back up.', { folder })
    : whyUnopened(error, folder);
}

function whyNotSaved(error: unknown, file: string): string {
  if (error instanceof FileExistsError)
    return say('{file} is there already, and was not changed. Choose another name.', { file });
  return say(
    '{file} could not be written, and nothing of it is left. {why, select, full {The disk is full. Make room on it, or choose another disk.} device {The disk reported an error. Choose another disk.} other {Check that its folder exists and that you may write to it.}}',
    { file, why: storageTrouble(error) },
  );
}
