import { expect, type Page } from 'playwright/test';
import { run } from '../../scripts/lib/processes.mjs';
import { plantCredential } from './keychain.js';
import type { Workstation } from './workstation.js';

/*
 * The question of a locked keyring: GNOME's own, answered by real keys.
 */

const QUESTION = 'Unlock Login Keyring';

/** The windows that ask. */
export async function questions(workstation: Workstation): Promise<string> {
  const find = `xdotool search --onlyvisible --name '^${QUESTION}$' || true`;
  return (await run('sh', ['-c', find], { env: workstation.desktop.env })).stdout.trim();
}

/** Waits for the keyring's question, and that the app says so. */
export async function questionIsUp(workstation: Workstation, page: Page): Promise<void> {
  await expect.poll(() => questions(workstation)).not.toBe('');
  await expect(
    page.getByRole('status').filter({ hasText: 'asking for its password' }),
  ).toBeVisible();
}

export async function answerQuestion(workstation: Workstation): Promise<void> {
  const { keyring, input } = workstation.desktop;
  await input.type(keyring.password);
  await input.key('Return');
}

/** Makes the keyring and locks it, as on a computer whose owner signed in with a fingerprint. */
export async function lockKeyring({ desktop }: Workstation): Promise<void> {
  await plantCredential(desktop, { account: 'somebody', password: 'x' }, 'Another program');
  await desktop.keyring.startLocked();
}
