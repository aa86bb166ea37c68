import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Clearing } from '../clinic-apps/clearing.js';
import { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import { SessionPages } from '../clinic-apps/session-pages.js';
import { ClinicAppKeeper } from '../clinic-apps/clinic-app-keeper.js';
import { DraftKeeper } from '../clinic-apps/draft-keeper.js';
import { ClinicAppJournal } from '../clinic-apps/journal.js';
import { PlaceKeeper } from '../clinic-apps/place-keeper.js';
import { SignOutCalls } from '../clinic-apps/sign-out-calls.js';
import { SiteSignInKeeper } from '../clinic-apps/site-sign-in-keeper.js';
import type { KeyRing } from '../identity/key-ring.js';
import type {
  AccountStore,
  AuditSink,
  Clipboards,
  Clock,
  Decisions,
  IdentityStore,
  SystemDialogs,
} from '../ports/index.js';
import { GuardedWindows } from '../guarded/guarded-windows.js';

/*
 * The part of the composition root that builds clinic apps: their list, the data kept of them, and
 * their windows.
 */

export interface ClinicAppParts {
  readonly account: AccountStore;
  readonly chain: Decisions;
  readonly identityStore: IdentityStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly dialogs: SystemDialogs;
  readonly clipboards: Clipboards;
  /** The account's folder. */
  readonly folder: string;
  /** The built probe. */
  readonly probeScript: string;
  readonly onInput: () => void;
  readonly onLockNow: () => void;
  readonly onChange: () => void;
}

export interface ClinicApps {
  readonly clinicApps: ClinicAppKeeper;
  readonly drafts: DraftKeeper;
  readonly siteSignIns: SiteSignInKeeper;
  readonly clinicAppJournal: ClinicAppJournal;
  readonly guarded: GuardedWindows;
  readonly clearing: Clearing;
  readonly desk: ClinicAppDesk;
}

/** The folder, within the account's, for downloads from pages until the session ends. */
function downloadsIn(folder: string): string {
  return join(folder, 'session-downloads');
}

/** Deletes the downloads of an interrupted session. */
export function clearDownloads(folder: string): void {
  try {
    rmSync(downloadsIn(folder), { recursive: true, force: true });
  } catch (error) {
    // The next end of a session, or the next start, tries again.
    process.emitWarning(String(error));
  }
}

export function composeClinicApps(parts: ClinicAppParts): ClinicApps {
  const { account, audit, clock, keys, dialogs, folder, probeScript } = parts;
  const { onInput, onLockNow, onChange } = parts;
  const clinicAppJournal = new ClinicAppJournal(audit, clock);
  const base = { store: parts.identityStore, account, keys, clock, journal: clinicAppJournal };
  const clinicApps = new ClinicAppKeeper({
    ...base,
    decisions: parts.chain,
    author: () => keys.author,
  });
  const places = new PlaceKeeper({ ...base, apps: clinicApps });
  const drafts = new DraftKeeper({ ...base, apps: clinicApps });
  const siteSignIns = new SiteSignInKeeper(base);
  const pages = new SessionPages({ places, drafts, siteSignIns });
  const signOutCalls = new SignOutCalls({ clock, journal: clinicAppJournal });
  const clearing = new Clearing({ signOutCalls, clock });
  const guarded = new GuardedWindows({
    records: pages,
    dialogs,
    clipboards: parts.clipboards,
    probeScript,
    onInput,
    onLockNow,
    onLeft: (left) => clearing.keep(clearing.clear([left], pages.session?.memberId ?? null)),
    downloadsFolder: downloadsIn(folder),
  });
  const desk = new ClinicAppDesk({
    ...{ clinicApps, places, pages, clearing, guarded, dialogs, clock, onChange },
  });
  return { clinicApps, drafts, siteSignIns, clinicAppJournal, guarded, clearing, desk };
}
