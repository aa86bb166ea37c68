import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { app, session } from 'electron';
import { say } from '../../shared/words/say.js';
import { clearLeftovers, LEFTOVERS_BOUND_MS } from './clear-leftovers.js';
import { clearDownloads } from '../app/compose-clinic-apps.js';
import { backUpAccount } from './backup-command.js';
import { saveDiagnostics } from './diagnostics-command.js';
import { namedFile } from './named-file.js';
import { composeIdentity } from '../app/compose-identity.js';
import { bootId } from '../host/log-in/boot-id.js';
import { systemClock } from '../host/clock.js';
import { ERRORS_FILE, ErrorLog } from '../host/process/error-log.js';
import { noteErrors } from '../host/process/note-errors.js';
import { CLEAR_LEFTOVERS } from '../host/guard/guard-command.js';
import { holdInstallation } from '../host/log-in/installation-lock.js';
import { startKeychainProcess } from '../host/keychain/keychain-process.js';
import { leaveNoCoreDumps } from '../host/linux/core-dumps.js';
import { loginId } from '../host/log-in/login-id.js';
import { machineAuthorities } from '../host/network/machine-authorities.js';
import { machineProxy, proxyInForce } from '../host/network/machine-proxy.js';
import { ownFetch } from '../host/network/own-fetch.js';
import { serverJudge } from '../host/network/server-judge.js';
import { makeFilesPrivate, refuseForeignFolder } from '../host/posix/private-folder.js';
import { type CommandOutcome, failed } from './command-outcome.js';
import { enrol } from './enrol-command.js';
import { enrolHere } from './enrol-here.js';
import { importSettings, secretsFromInput } from './import-command.js';
import { type Account, openAccount, whyUnopened } from '../app/open-account.js';
import type { TakenUpIn } from '../session/elapsed.js';
import { IsolatedKeychain } from '../vault/isolated-keychain.js';
import { keepWithinItsApp } from '../guarded/partition/site-rules.js';
import { registerAppScheme, serveAppPages } from '../windows/hardening/app-protocol.js';
import { NetworkGuard } from '../windows/hardening/network-guard.js';
import { hardenEveryWebContents, hardenSession } from '../windows/hardening/hardening.js';
import { makePolicyKey, signPolicyFile } from './sign-policy-command.js';
import { verifyAudit } from './verify-audit-command.js';
import { startApp } from '../app/start-app.js';
import { startBroken } from '../app/start-broken.js';

/*
 * Runs what the command line asks for: the app itself, or one of its commands.
 */

/** How long a start waits for the command that clears a killed run's leftovers, in milliseconds. */
const OTHER_HOLDER_MS = LEFTOVERS_BOUND_MS + 5_000;

const copyOfLiving = (): string =>
  say(
    'This folder is a copy of an account that is open on this computer already, so it was not opened. Close the other one first.',
  );

/** @param file the guard's file of the killed run */
async function clearFor(file: string): Promise<void> {
  const opened = await openAccount(dirname(dirname(file)), { mayMake: false });
  // While the app runs again there is nothing to clear: its own session owns what is stored.
  if ((await holdInstallation(opened.installation, 0)) === null) return;
  const secrets = new IsolatedKeychain(startKeychainProcess, opened.clock);
  const stillMine = (): boolean => existsSync(file);
  if (stillMine()) clearDownloads(dirname(dirname(file)));
  await clearLeftovers({ ...opened, takenUpIn, secrets, stillMine });
}

/** Asked once: boot and log-in stay the same while the app runs. */
let asked: Promise<TakenUpIn> | undefined;

function takenUpIn(): Promise<TakenUpIn> {
  return (asked ??= Promise.all([bootId(), loginId(process.env)]).then(([boot, login]) => ({
    bootId: boot,
    loginId: login,
  })));
}

/** @returns the account, or a text for people why there is none */
async function openOwnAccount(): Promise<Account | string> {
  const folder = app.getPath('userData');
  try {
    const opened = await openAccount(folder, { mayMake: true, fetch: ownFetch });
    const release = await holdInstallation(opened.installation, OTHER_HOLDER_MS);
    return release === null ? copyOfLiving() : opened;
  } catch (error) {
    return whyUnopened(error, folder);
  }
}

function leave({ exitCode, message }: CommandOutcome): void {
  process.stderr.write(`${message}\n`);
  app.exit(exitCode);
}

async function main(): Promise<void> {
  makeFilesPrivate();
  const protectedFromDumps = leaveNoCoreDumps();
  const network = new NetworkGuard(serverJudge(machineAuthorities(process.platform)));
  network.begin(process.platform);

  const userData = app.commandLine.getSwitchValue('user-data-dir');
  if (userData !== '') app.setPath('userData', resolve(userData));
  const settingsFile = app.commandLine.getSwitchValue('import-settings');
  const enrols = app.commandLine.hasSwitch('enrol');

  const leftBy = app.commandLine.getSwitchValue(CLEAR_LEFTOVERS);
  if (leftBy !== '') {
    await app.whenReady();
    await clearFor(leftBy);
    app.exit(0);
    return;
  }

  const diagnostics = namedFile(process.argv, '--diagnostics');
  if (diagnostics !== null) {
    leave(await saveDiagnostics(diagnostics, app.getPath('userData')));
    return;
  }

  const log = namedFile(process.argv, '--verify-audit');
  if (log !== null) {
    leave(await verifyAudit(log));
    return;
  }

  const newKey = namedFile(process.argv, '--make-policy-key');
  if (newKey !== null) {
    leave(makePolicyKey(newKey));
    return;
  }

  const toSign = namedFile(process.argv, '--sign-policy');
  if (toSign !== null) {
    const key = app.commandLine.getSwitchValue('policy-key');
    const address = app.commandLine.getSwitchValue('policy-address');
    leave(signPolicyFile({ file: toSign, key, address }));
    return;
  }

  const foreign = whyForeign(app.getPath('userData'));
  const backup = namedFile(process.argv, '--backup');
  if (foreign !== null) {
    if (settingsFile !== '' || enrols || backup !== null) {
      leave(failed(foreign));
      return;
    }
    process.stderr.write(`${foreign}\n`);
    await showForeign(foreign, protectedFromDumps);
    return;
  }

  if (backup !== null) {
    leave(backUpAccount(backup, app.getPath('userData')));
    return;
  }

  if (!app.requestSingleInstanceLock()) {
    const message = enrols
      ? say('Clinic Workstation is running. Close it first.')
      : say('Clinic Workstation is running. Close it first, or bring the file in under Settings.');
    if (settingsFile === '' && !enrols) app.exit(0);
    else leave(failed(message));
    return;
  }
  if (enrols) {
    const order = {
      server: app.commandLine.getSwitchValue('server'),
      setAside: app.commandLine.hasSwitch('set-aside'),
    };
    // The keychain's process needs it.
    await app.whenReady();
    const parts = enrolHere(app.getPath('userData'), openOwnAccount);
    leave(await enrol(order, parts, secretsFromInput()));
    return;
  }
  if (settingsFile !== '') {
    const order = {
      file: resolve(settingsFile),
      administrator: app.commandLine.getSwitchValue('administrator'),
    };
    const opened = await openOwnAccount();
    if (typeof opened === 'string') {
      leave(failed(opened));
      return;
    }
    const nothing = (): undefined => undefined;
    const { flow } = composeIdentity({ ...opened, reseal: nothing, onChange: nothing });
    leave(await importSettings(order, { ...opened, flow }, secretsFromInput()));
    return;
  }

  const errors = new ErrorLog(join(app.getPath('userData'), ERRORS_FILE), systemClock());
  noteErrors(errors);
  await readyForWindows(protectedFromDumps);
  const opened = await openOwnAccount();
  if (typeof opened === 'string') {
    startBroken(opened);
    return;
  }
  clearDownloads(app.getPath('userData'));
  const machine = await machineProxy(process.platform);
  const followProxy = (): Promise<void> =>
    network.setProxy(proxyInForce(opened.managed.policy.proxy, machine));
  await followProxy();
  await startApp(opened, takenUpIn, errors, followProxy);
}

/** Why the folder is refused: another user owns it. `null` when it may be used. */
function whyForeign(folder: string): string | null {
  try {
    refuseForeignFolder(folder);
    return null;
  } catch (error) {
    return whyUnopened(error, folder);
  }
}

/** Shows the problem in a window. Chromium's own files go into a temporary folder, not the refused one. */
async function showForeign(problem: string, first: Promise<void>): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'clinic-workstation-'));
  app.setPath('userData', scratch);
  app.once('quit', () => rmSync(scratch, { recursive: true, force: true }));
  await readyForWindows(first);
  startBroken(problem);
}

/** @param first must settle before any page is shown */
async function readyForWindows(first: Promise<void>): Promise<void> {
  registerAppScheme();
  hardenEveryWebContents(keepWithinItsApp);
  await Promise.all([app.whenReady(), first]);
  hardenSession(session.defaultSession);
  serveAppPages(session.defaultSession, join(app.getAppPath(), 'out', 'renderer'));
}

main().catch((error: unknown) => {
  const message = say('Clinic Workstation could not start. {error}', { error: String(error) });
  leave(failed(message));
});
