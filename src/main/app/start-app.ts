import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, clipboard, dialog, type WebContents } from 'electron';
import { AuditLog } from '../audit/audit-log.js';
import { composeClinicApps } from './compose-clinic-apps.js';
import { diagnose } from './diagnostics.js';
import { composeIdentity } from './compose-identity.js';
import { composeSession, type Sessions } from './compose-session.js';
import { composeUpdates } from './compose-updates.js';
import { aboutFacts } from '../host/process/about.js';
import { testActivity } from '../host/idle/activity-test.js';
import { systemClipboards } from '../host/desktop/clipboards.js';
import { openComputer } from '../host/computer.js';
import { systemComputerLock } from '../host/lock/computer-lock.js';
import { displayFacts } from '../host/desktop/display.js';
import { electronClipboard } from '../host/process/electron-differences.js';
import { ErrorLog } from '../host/process/error-log.js';
import { askOtherProgram } from '../host/desktop/other-clipboards.js';
import { closesDialogs, systemDialogs } from '../host/desktop/system-dialogs.js';
import { type ParentWindow, SaveDialogs, systemDocuments } from '../host/desktop/documents.js';
import { startGuard } from '../host/guard/guard-command.js';
import { leaveWhenHelpersAreGone } from '../host/process/helpers.js';
import { systemKeychainDoor } from '../host/keychain/keychain-door.js';
import { startKeychainProcess } from '../host/keychain/keychain-process.js';
import { systemNotifications } from '../host/desktop/notifications.js';
import { systemStartAtSignIn } from '../host/log-in/start-at-sign-in.js';
import { watchTrayHost } from '../host/desktop/tray-host.js';
import { isNativeWayland, xDisplayName } from '../host/log-in/x-session.js';
import type { DocumentsOf } from '../ipc/gate.js';
import { createHandlers } from '../ipc/handlers.js';
import { managedView } from '../ipc/managed-view.js';
import { serve } from '../ipc/serve.js';
import { ViewBuilder } from '../ipc/views.js';
import { type Account } from './open-account.js';
import type { Documents, SaveOutcome, Screens } from '../ports/index.js';
import type { TakenUpIn } from '../session/elapsed.js';
import type { SessionState } from '../session/machine.js';
import { IsolatedKeychain } from '../vault/isolated-keychain.js';
import { Vault } from '../vault/vault.js';
import { AppWindows } from '../windows/app-windows.js';
import { CaptureShield } from '../windows/capture-shield.js';
import { closeContextMenu } from '../windows/context-menu.js';
import { installMenu } from '../windows/menu.js';
import { tellUnsaved } from '../windows/tell-unsaved.js';
import { StatusTray, type TrayState } from '../windows/tray.js';

/*
 * The parts of the running app, built and wired here and in `compose-*.ts` alone.
 */

/** How long quitting waits for the wipe, in milliseconds. The next start finishes what is left. */
const QUIT_BOUND_MS = 6_000;

/** Builds the app's parts around an account that was opened, and shows its window. */
export async function startApp(
  opened: Account,
  takenUpIn: TakenUpIn,
  errors: ErrorLog,
  followProxy: () => Promise<void>,
): Promise<void> {
  const { clock, account, policies, managed, managedPlaces } = opened;
  // Asked here: guarded windows take this path over for what Chromium writes.
  const downloads = app.getPath('downloads');
  const saving = new SaveDialogs(dialog);
  const documentsFor = (window: () => ParentWindow | null): Documents =>
    systemDocuments({ dialogs: saving, window, folder: () => app.getPath('documents'), downloads });
  const documents: DocumentsOf = (asking) =>
    documentsFor(() => (asking.isDestroyed() ? null : BrowserWindow.fromWebContents(asking)));
  const keychain = new IsolatedKeychain(startKeychainProcess, clock);
  const vault = new Vault(keychain, clock, opened.installation, opened.place, {
    door: systemKeychainDoor(),
    onWaiting: () => windows.refresh(),
  });
  const identity = composeIdentity({ ...opened, onExpired: () => windows.refresh() });
  const { keys, flow, proof } = identity;
  const apps = composeClinicApps({
    ...opened,
    keys,
    dialogs: systemDialogs(),
    clipboards: systemClipboards(electronClipboard(clipboard, process.platform), askOtherProgram),
    folder: app.getPath('userData'),
    probeScript: readFileSync(join(app.getAppPath(), 'out', 'preload', 'page-probe.js'), 'utf8'),
    onInput: () => runner.noteActivity(),
    onLockNow: () => runner.requestEnd('lockNow'),
    onChange: () => windows.refresh(),
  });
  const { desk, guarded } = apps;
  let quitting = false;
  let updating = false;

  const windows: AppWindows = new AppWindows({
    viewOf: (kind) => views.of(kind),
    onInput: () => {
      runner.noteActivity();
      updates.noteInput();
    },
    onLockNow: () => runner.requestEnd('lockNow'),
    onFocus: () => guarded.ownFocused(),
    onBlur: () => guarded.ownBlurred(),
    // Somebody is at this computer, and not in this app.
    onStrayKey: () => {
      if (runner.policy.activitySource === 'computer') runner.noteActivity();
    },
    onStay: () => runner.noteActivity(),
    onSignOut: () => runner.requestEnd('signOut'),
    keyboardRests: () => runner.nobodyTypes,
    idleMs: () => computer.idle.idleMs(),
    canPlace: !isNativeWayland(),
    notifications: systemNotifications(),
    onMainClose: () => {
      // Without a tray there would be nothing to click.
      if (!quitting && !updating) return tray.isThere ? 'hide' : 'minimise';
      app.quit();
      return 'quit';
    },
  });
  const tray = new StatusTray({
    open: () => windows.showMain(),
    lockNow: () => runner.requestEnd('lockNow'),
    quit: () => app.quit(),
  });
  const shield = new CaptureShield(app, BrowserWindow);
  const policy = policies.load();
  shield.set(policy.hideFromCapture);
  const screens: Screens = {
    hide: async () => {
      closeContextMenu();
      desk.end();
      // On X they are closed by themselves, and their windows stay.
      const endsMain = !closesDialogs() && saving.endWithWindows();
      await windows.hide();
      if (endsMain) windows.showMain();
    },
    prepareWarning: () => {
      windows.prepareWarning();
      keychain.warm();
      // The warning names what would be lost; pages that hang are not waited for.
      void guarded.readUnsaved().then(() => windows.refresh());
    },
    showWarning: () => windows.showWarning(),
    dismissWarning: () => windows.dismissWarning(),
    refresh: () => {
      shield.set(runner.policy.hideFromCapture);
      const { state } = runner;
      if (state.kind === 'active' || state.kind === 'warning') desk.follow(state.session);
      windows.refresh();
      guarded.refresh();
      tray.show(trayState(runner.state));
      // Goes along with the looks of a session, so that it wakes the computer for nothing.
      for (const place of managedPlaces) place.look();
      updates.look();
    },
  };
  const computer = openComputer(clock, () => runner.look());
  const guard = startGuard(join(app.getPath('userData'), 'guard'));
  const { runner, sessions }: Sessions = composeSession({
    ...opened,
    screens,
    vault,
    keys,
    guard,
    computerLock: systemComputerLock(),
    idle: computer.idle,
    policy,
    ...takenUpIn,
  });
  const about = aboutFacts(app.getVersion(), opened.installation);
  const updates = composeUpdates({
    ...opened,
    // Nobody loses a form that is half filled in: not that of a sign-in, nor that of the set-up.
    isFree: () =>
      runner.state.kind === 'signedOut' &&
      views.halfSignedIn() === null &&
      !vault.isWaiting &&
      account.clinicName() !== null,
    cleared: () => desk.whenCleared(QUIT_BOUND_MS),
    onChange: () => windows.refresh(),
    onRestart: (ending) => (updating = ending),
  });
  const views = new ViewBuilder({
    ...identity,
    account,
    runner,
    vault,
    managed: () => managedView(managed, policies),
    askedTab: () => windows.askedTab,
    about,
    updates: () => updates.facts,
    workstation: () => ({ ...computer.facts(), guarded: guard.alive }),
    desk,
  });

  const auditLog = new AuditLog(opened);
  const own = { runner, sessions, vault, windows, documents, updates, auditLog };
  const parts = { ...identity, ...apps, ...opened, ...own };
  const save = async (to: Documents): Promise<SaveOutcome> => {
    const { activitySource } = runner.policy;
    const health = activitySource === 'app' ? activitySource : runner.idleHealth;
    const report = await diagnose({
      ...{ clock, about, errors, account: opened, secrets: keychain, updates: updates.report },
      packaged: app.isPackaged,
      display: displayFacts(),
      activity: { ...computer.facts(), guarded: guard.alive, health },
    });
    return to.save(report, () => true);
  };
  const tests = { testActivity: () => testActivity(computer.idle, clock) };
  const saveDiagnostics = (asking: WebContents): Promise<SaveOutcome> => save(documents(asking));
  serve(createHandlers({ ...parts, ...tests, saveDiagnostics }), {
    kindOf: (contents, url) => windows.kindOf(contents, url) ?? guarded.kindOf(contents, url),
    signedIn: () => views.signedIn(),
    signingIn: () => views.halfSignedIn()?.stage ?? null,
    hasRecentPassword: (memberId) => proof.isRecent(memberId),
  });

  // Begun before the form is filled in: the first password then waits for nothing.
  if (account.clinicName() === null) void identity.cost.measure();
  await sessions.resume();
  const lockNow = (): void => runner.requestEnd('lockNow');
  const inFront = documentsFor(() => {
    if (BrowserWindow.getFocusedWindow() === null) windows.showMain();
    return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
  });
  installMenu({ lockNow, saveDiagnostics: () => void save(inFront).then(tellUnsaved) });
  windows.showMain();
  tray.show(trayState(runner.state));
  watchTrayHost(xDisplayName(), (there) => {
    tray.place(there);
    if (!there) windows.bringBackMinimised();
  });
  const cancelSignIn = (): void => {
    flow.cancel();
    vault.stopWaiting();
    windows.forgetTyped();
  };
  computer.listen({
    onSleep: () => {
      // Whatever the policy says of sessions: who comes back must begin a sign-in anew.
      cancelSignIn();
      if (runner.policy.lockOnSleep) runner.requestEnd('sleep');
      else runner.look();
    },
    onWake: () => {
      // First of all: what is over must not be painted once more.
      runner.look();
      windows.refresh();
    },
    onScreenLock: () => {
      cancelSignIn();
      windows.refresh();
      if (runner.policy.lockOnScreenLock) runner.requestEnd('screenLock');
    },
    onScreenUnlock: () => runner.look(),
    onShutdown: () => {
      runner.requestEnd('shutdown');
      // The system waits until the app is gone, some seconds at the most.
      app.quit();
    },
  });

  // Electron would ask the person what to do about it, and hold everything up until they answer: a
  // session would stay open behind that question.
  process.on('uncaughtException', (error) => {
    process.stderr.write(
      `Clinic Workstation met an error it did not expect. ${error.stack ?? ''}\n`,
    );
    runner.requestEnd('appClosed');
  });
  app.on('second-instance', () => windows.showMain());
  app.on('activate', () => windows.showMain());
  // A window that does not answer is destroyed and made again: that must not end the app.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    runner.requestEnd('quit');
    // At once: at a log-out Chromium's helpers are gone already, and a window that they can't draw any
    // more would take the whole app down before its session's wipe is through.
    windows.closeAll();
    if (guard.alive) leaveWhenHelpersAreGone();
    const ended = [runner.whenEndSettled(QUIT_BOUND_MS), desk.whenCleared(QUIT_BOUND_MS)];
    void Promise.all(ended).then(() => {
      tray.place(false);
      app.exit(0);
    });
  });
  void sessions.sweep();
  updates.look();

  const startAtSignIn = systemStartAtSignIn(app, process.platform);
  startAtSignIn.apply(managed.policy.startAtSignIn);
  const follow = (changed: boolean): void => {
    if (!changed) return;
    startAtSignIn.apply(managed.policy.startAtSignIn);
    void followProxy();
    runner.setPolicy(policies.inForce());
    windows.refresh();
  };
  for (const place of managedPlaces) place.watch(() => void managed.refresh(place).then(follow));
}

function trayState(state: SessionState): TrayState {
  if (state.kind === 'warning') return 'warning';
  return state.kind === 'active' ? 'active' : 'locked';
}
