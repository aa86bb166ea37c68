import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, clipboard, type WebContents } from 'electron';
import { say } from '../../shared/words/say.js';
import { Acts } from './acts.js';
import { Acceptance } from '../account/acceptance.js';
import { USUAL_TRAIL_YEARS } from '../account/clinic-state.js';
import { TrailSigning } from '../audit/trail-signer.js';
import { composeAudit, resealTrail } from './compose-audit.js';
import { clinicServers, composeOffice } from './compose-clinic.js';
import { composeClinicApps } from './compose-clinic-apps.js';
import { composeLost } from './compose-lost.js';
import { diagnose } from './diagnostics.js';
import { composeIdentity } from './compose-identity.js';
import { composeQuickSignIn } from './compose-quick-sign-in.js';
import { composeSession } from './compose-session.js';
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
import { startGuard } from '../host/guard/guard-command.js';
import { leaveWhenHelpersAreGone } from '../host/process/helpers.js';
import { systemKeychainDoor } from '../host/keychain/keychain-door.js';
import { startKeychainProcess } from '../host/keychain/keychain-process.js';
import { systemNotifications } from '../host/desktop/notifications.js';
import { systemStartAtSignIn } from '../host/log-in/start-at-sign-in.js';
import { watchTrayHost } from '../host/desktop/tray-host.js';
import { isNativeWayland, xDisplayName } from '../host/log-in/x-session.js';
import { createHandlers } from '../ipc/handlers.js';
import { managedView } from '../ipc/managed-view.js';
import { serve } from '../ipc/serve.js';
import { ViewBuilder } from '../ipc/views.js';
import { WhoIsHere } from '../ipc/who-is-here.js';
import { startAgain } from './start-again.js';
import { followState, trayState } from './follow-state.js';
import { Lifecycle } from './lifecycle.js';
import { followOs, QUIT_BOUND_MS } from './os-events.js';
import { readBadges } from './read-badges.js';
import { openSaving } from './saving.js';
import { speaking } from './speaking.js';
import { ObservedState } from './state.js';
import { type Account } from './open-account.js';
import { openClinic } from './open-clinic.js';
import type { BeatSession, Documents, SaveOutcome, Screens } from '../ports/index.js';
import type { TakenUpIn } from '../session/elapsed.js';
import { INITIAL_STATE } from '../session/machine.js';
import { sessionFacts } from '../session/session-facts.js';
import { AccountMemory } from '../vault/account-memory.js';
import { IsolatedKeychain } from '../vault/isolated-keychain.js';
import { Vault } from '../vault/vault.js';
import { AppWindows } from '../windows/app-windows.js';
import { CaptureShield } from '../windows/capture-shield.js';
import { closeContextMenu } from '../windows/context-menu.js';
import { installMenu, tellUnsaved } from '../windows/menu.js';
import { StatusTray } from '../windows/tray.js';

/*
 * Builds and wires the parts of the running app; only this file and `compose-*.ts` do so.
 */

/** How long the rest of the start waits for the window's first picture, in milliseconds. */
const FIRST_PICTURE_MS = 3_000;

/** Builds the app's parts around an open account, and shows the main window. */
export async function startApp(
  opened: Account,
  takenUpIn: () => Promise<TakenUpIn>,
  errors: ErrorLog,
  followProxy: () => Promise<void>,
): Promise<void> {
  const { clock, account, policies, managed } = opened;
  const acts = new Acts();
  const onUnexpected = (error: unknown): void => {
    const what = error instanceof Error ? error.stack : String(error);
    process.stderr.write(
      `${say('Clinic Workstation met an error it did not expect. {what}', { what: what ?? '' })}\n`,
    );
    acts.failed();
  };
  const first = { session: INITIAL_STATE, policy: policies.load(), managed: managed.policy };
  const state = new ObservedState({ ...first, looks: 0, account: 0, others: 0 }, onUnexpected);
  const onChange = (): void => state.count('others');
  const { dialogs, documentsFor, documents } = openSaving();
  const keychain = new IsolatedKeychain(startKeychainProcess, clock);
  const vault = new Vault(keychain, clock, opened.installation, opened.place, {
    door: systemKeychainDoor(),
    onWaiting: onChange,
  });
  const { chain } = opened;
  const memory = new AccountMemory(keychain.computer, clock, opened.installation);
  chain.onDecided((position) => memory.note(position));
  const reseal = resealTrail(opened.audit);
  const acceptance = new Acceptance({ account, chain, memory, reseal });
  // The chain is read beside the first picture; whoever signs in waits for it.
  void chain
    .check()
    .then(() => carryOutRemoval())
    .then(() => clinic.follow())
    .catch(onUnexpected);
  const servers = clinicServers(clock);
  const clinic = openClinic({
    ...{ ...opened, ...servers, keychain: keychain.computer, onChange },
    ...{ onShut: acts.shut, onOrdered: acts.ordered },
    onRemoved: () => void carryOutRemoval().catch(onUnexpected),
    onContact: () => inContact(),
  });
  const identity = composeIdentity({ ...opened, reseal, onChange, desk: clinic.desk });
  const { keys, flow, proof } = identity;
  const quickSignIn = composeQuickSignIn({ ...opened, identity, clinic, state, acts });
  readBadges(quickSignIn, onUnexpected);
  const apps = composeClinicApps({
    ...opened,
    keys,
    dialogs: systemDialogs(),
    clipboards: systemClipboards(electronClipboard(clipboard, process.platform), askOtherProgram),
    folder: app.getPath('userData'),
    probeScript: readFileSync(join(app.getAppPath(), 'out', 'preload', 'page-probe.js'), 'utf8'),
    onInput: acts.active,
    onLockNow: acts.lockNow,
    onChange,
  });
  const { clearing, desk, guarded } = apps;
  const lifecycle = new Lifecycle();

  const computer = openComputer(clock, acts.look);
  const tray = new StatusTray({ open: acts.open, lockNow: acts.lockNow, quit: () => app.quit() });
  const windows = new AppWindows({
    onInput: acts.ownInput,
    onLockNow: acts.lockNow,
    onFocus: () => guarded.ownFocused(),
    onBlur: () => guarded.ownBlurred(),
    onStrayKey: acts.strayKey,
    onStay: acts.active,
    onSignOut: acts.signOut,
    keyboardRests: acts.keyboardRests,
    idleMs: () => computer.idle.idleMs(),
    canPlace: !isNativeWayland(),
    notifications: systemNotifications(),
    onMainClose: () => {
      // Without a tray icon a person could not bring the window back: minimise it.
      if (!lifecycle.isLeaving) return tray.isThere ? 'hide' : 'minimise';
      app.quit();
      return 'quit';
    },
  });
  const shield = new CaptureShield();
  shield.set(state.now.policy.hideFromCapture);
  const screens: Screens = {
    hide: async () => {
      closeContextMenu();
      desk.end();
      // On X, save dialogs close by themselves, and their windows stay.
      const endsMain = !closesDialogs() && dialogs.endWithWindows();
      await windows.hide();
      if (endsMain) windows.showMain();
    },
    prepareWarning: () => {
      windows.prepareWarning();
      keychain.warm();
      // The warning names what would be lost; pages that hang are not waited for.
      void guarded.readUnsaved().then(onChange);
    },
    showWarning: () => windows.showWarning(),
    dismissWarning: () => windows.dismissWarning(),
  };
  const guard = startGuard(join(app.getPath('userData'), 'guard'));
  const { runner, sessions, pauses } = composeSession({
    ...opened,
    ...{ screens, vault, keys, guard, orders: clinic.orders },
    computerLock: systemComputerLock(),
    idle: computer.idle,
    policy: () => state.now.policy,
    onChange: (session) => state.change({ session, looks: state.now.looks + 1 }),
    takenUpIn,
    signer: new TrailSigning({ trail: opened.audit, clock }),
    vouch: (memberId, seedKeys) => identity.admission.vouch(memberId, seedKeys),
    recall: () => acceptance.recall(),
  });
  const composed = composeOffice({
    ...{ opened, clinic, ...servers, reseal, memory, keys, runner, onChange, startAgain },
  });
  const session = (): BeatSession | null => sessionFacts(runner, clock);
  const { office, inContact, carryOutRemoval, onAnswer } = composed;
  clinic.speakFor({ keys, session, onAnswer, version: app.getVersion() });
  const who = new WhoIsHere({ ...identity, account, runner });
  const about = aboutFacts(app.getVersion(), opened.installation);
  const updates = composeUpdates({
    ...opened,
    // A restart must not lose a half-filled form of a sign-in or of the set-up.
    isFree: () =>
      runner.state.kind === 'signedOut' &&
      who.halfSignedIn() === null &&
      !vault.isWaiting &&
      account.clinicName() !== null,
    cleared: () => clearing.whenCleared(QUIT_BOUND_MS),
    onChange,
    onRestart: (ending) => lifecycle.enter(ending ? 'ending' : 'running'),
  });
  acts.connect({ runner, updates, windows });
  const views = new ViewBuilder({
    ...identity,
    ...{ account, runner, who, vault, quickSignIn },
    clinic: { ...clinic, office },
    policy: () => state.now.policy,
    managed: () => managedView(managed, policies),
    asked: windows.asked,
    about,
    updates: () => updates.facts,
    revision: () => state.now.account,
    workstation: () => ({ ...computer.facts(), guarded: guard.alive }),
    desk,
  });
  windows.begin((kind) => views.of(kind));
  const startAtSignIn = systemStartAtSignIn(app, process.platform);
  startAtSignIn.apply(managed.policy.startAtSignIn);
  followState(state, {
    ...{ opened, account, keys, who },
    ...{ runner, pauses, desk, windows, guarded, tray, shield, updates },
    ...{ clinic, startAtSignIn, followProxy },
    ...{ speaking: speaking(tray), ownChoices: identity.ownChoices },
  });
  const auditing = composeAudit({
    ...opened,
    decisions: opened.entries,
    years: () => account.state?.trailYears ?? USUAL_TRAIL_YEARS,
    ...{ keys, clinic },
  });
  const own = { runner, sessions, vault, windows, documents, updates, acceptance, ...auditing };
  const parts = { ...identity, ...apps, ...opened, ...own, pauses, quickSignIn };
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
  const lost = composeLost({ ...parts, ...composed, opened });
  const computers = { clinic: { ...clinic, ...composed, lost }, computer };
  serve(createHandlers({ ...parts, ...tests, ...computers, saveDiagnostics }), {
    kindOf: (contents, url) => windows.kindOf(contents, url) ?? guarded.kindOf(contents, url),
    signedIn: () => who.signedIn(),
    signingIn: () => who.halfSignedIn()?.stage ?? null,
    hasRecentPassword: (memberId) => proof.isRecent(memberId),
  });

  // Measure while the set-up form is filled in, so that the first password need not wait.
  if (account.clinicName() === null) void identity.cost.measure();
  await sessions.resume();
  const inFront = documentsFor(() => {
    if (BrowserWindow.getFocusedWindow() === null) windows.showMain();
    return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
  });
  const saveInFront = (): void => void save(inFront).then(tellUnsaved);
  installMenu({ lockNow: acts.lockNow, saveDiagnostics: saveInFront });
  windows.showMain();
  const cancelSignIn = (): void => {
    flow.cancel();
    vault.stopWaiting();
    windows.forgetTyped();
  };
  lifecycle.join((boundMs) => runner.whenEndSettled(boundMs));
  lifecycle.join(() => clinic.stop());
  lifecycle.join((boundMs) => clearing.whenCleared(boundMs));
  followOs({
    ...{ computer, runner, windows, lifecycle, cancelSignIn, onUnexpected },
    forgetBadges: () => quickSignIn.forgetAll(),
    onQuitting: () => {
      if (guard.alive) leaveWhenHelpersAreGone();
    },
    onQuit: () => tray.place(false),
  });
  lifecycle.enter('running');
  // The rest is not urgent, and would delay the first picture.
  await windows.drawn(FIRST_PICTURE_MS);
  if (lifecycle.phase === 'quitting') return;
  tray.show(trayState(runner.state));
  watchTrayHost(xDisplayName(), (there) => {
    tray.place(there);
    if (!there) windows.bringBackMinimised();
  });
  void takenUpIn();
  void sessions.sweep();
  void auditing.sweep();
  updates.look();
}
