import type { AboutFacts, ManagedView } from '../../../src/shared/requests/views.js';
import { ViewBuilder, type ViewParts } from '../../../src/main/ipc/views.js';
import { type ClinicStanding, NO_ORDERS_HERE, SINGLE_DESK } from '../../../src/main/ports/index.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import { FakeOffice, NOBODY_ELSEWHERE } from '../../support/fakes/fake-office.js';
import { NO_QUICK_SIGN_IN } from '../../support/fakes/no-quick-sign-in.js';
import { NO_UPDATES, UNMANAGED } from '../../support/fakes/plain-views.js';
import type { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { DEFAULT_CLINIC_APP_RULES } from '../../../src/shared/clinic-apps/clinic-app.js';

/** A clinic without any clinic app. */
export const NO_CLINIC_APPS: ViewParts['desk'] = {
  tilesFor: () => [],
  reopenNames: () => [],
  rows: () => [],
  rules: () => DEFAULT_CLINIC_APP_RULES,
  unsaved: [],
};

export const ABOUT: AboutFacts = {
  version: '1.2.3',
  electron: '45.0.0',
  chrome: '150',
  node: '24',
  platform: 'Linux',
  keychain: 'Secret Service (libsecret)',
  installation: '11111111',
  pinnedRuntime: true,
};
export const WORKSTATION = { activitySource: 'X11', lockSignals: ['logind'], guarded: true };
export const ASKED = {
  tab: { tab: 'members', times: 3 },
  security: { page: 'emergencyKit', times: 2 },
} as const;

/** Who is at a computer whose app runs. */
export function whoIsAt({ account, running: app }: VirtualComputer): WhoIsHere {
  return new WhoIsHere({ ...app.identity, account, runner: app.runner });
}

/** What its windows show, with these parts of it otherwise. */
export function viewsOf(
  computer: VirtualComputer,
  changes: {
    readonly managed?: ManagedView;
    readonly keychainAsks?: boolean;
    readonly updates?: typeof NO_UPDATES;
    readonly standing?: ClinicStanding;
    readonly office?: FakeOffice;
    readonly quickSignIn?: ViewParts['quickSignIn'];
  } = {},
): ViewBuilder {
  const { account, running: app } = computer;
  const { managed = UNMANAGED, keychainAsks = false, updates = NO_UPDATES } = changes;
  const { standing = SINGLE_DESK.standing, office = new FakeOffice() } = changes;
  const { quickSignIn = NO_QUICK_SIGN_IN } = changes;
  return new ViewBuilder({
    ...app.identity,
    ...{ account, runner: app.runner, who: whoIsAt(computer) },
    vault: { isWaiting: keychainAsks },
    managed: () => managed,
    policy: () => computer.policy,
    asked: ASKED,
    about: ABOUT,
    updates: () => updates,
    revision: () => 7,
    workstation: () => WORKSTATION,
    desk: NO_CLINIC_APPS,
    quickSignIn,
    clinic: { desk: { standing }, office, orders: NO_ORDERS_HERE, presence: NOBODY_ELSEWHERE },
  });
}
