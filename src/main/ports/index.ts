import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { Instant } from './time.js';

/*
 * What the heart (session, identity, vault) needs from outside. Adapters live in host/, storage/,
 * vault/, windows/ and guarded/; tests give small typed fakes.
 */

export type * from './account.js';
export type * from './audit.js';
export * from './clinic.js';
export type * from './clinic-office.js';
export * from './clinic-server.js';
export type * from './clinic-store.js';
export type * from './clinic-wipe.js';
export type * from './decisions.js';
export type * from './diagnostics.js';
export type * from './guarded.js';
export type * from './log-store.js';
export type * from './lost-decisions.js';
export type * from './managed.js';
export type * from './network.js';
export type * from './pauses.js';
export * from './presence.js';
export type * from './protection.js';
export type * from './time.js';
export type * from './trail.js';
export type * from './updates.js';

/** How long nobody touched this computer. */
export interface IdleSource {
  /**
   * Whole milliseconds since the last input, rounded down to {@link resolutionMs}.
   * @throws when the source cannot be read
   */
  idleMs(): number;
  readonly resolutionMs: number;
  /** Whether the OS says that its own screen lock is on. */
  screenLocked(): boolean;
  /** Says that the readings cannot be believed; the adapter then looks for another source. */
  doubt(): void;
}

/**
 * The state of a keychain before use. `asks`: it may first ask a person for its password, on the
 * screen; `missing`: no keychain answers; `noWallet`: KWallet, in which nobody has made a wallet yet.
 */
export type KeychainDoor = 'open' | 'asks' | 'missing' | 'noWallet';

/**
 * Why the keychain could not be used: as {@link KeychainDoor}; it stayed `locked`; it was `silent` for
 * too long; it `refused`; or a person, or the computer's lock or sleep, `cancelled` the wait for it.
 */
export type KeychainTrouble =
  'missing' | 'noWallet' | 'locked' | 'silent' | 'refused' | 'cancelled';

/** The OS keychain; an entry is found by its account name. */
export interface SecretStore {
  set(account: string, secret: string): Promise<void>;
  get(account: string): Promise<string | null>;
  delete(account: string): Promise<void>;
  /** Gives up the calls under way: they fail, and are not tried again. */
  abandon?(): void;
}

/** Whose entries: those of a session, which are gone after it, or those of this computer. */
export type KeychainService = 'session' | 'computer';

export type KeychainOrder = { readonly of: KeychainService; readonly account: string } & (
  { readonly do: 'get' | 'delete' } | { readonly do: 'set'; readonly secret: string }
);
export type KeychainCall = KeychainOrder & { readonly id: number };

export type KeychainAnswer =
  | { readonly id: number; readonly ok: true; readonly value: string | null }
  | { readonly id: number; readonly ok: false; readonly why: string };

/** A process that answers calls to the keychain. */
export interface KeychainWorker {
  send(call: KeychainCall): void;
  stop(): void;
}

/** Starts a worker. `onGone` is called when its process has ended, by itself or by `stop`. */
export type StartKeychainWorker = (listener: {
  readonly onAnswer: (answer: KeychainAnswer) => void;
  readonly onGone: () => void;
}) => KeychainWorker;

/** Whose session a session key is for. */
export interface SessionOwner {
  readonly sessionId: string;
  readonly memberId: string;
  /** Version of the member's password: a new version makes older session keys void. */
  readonly credentialVersion: number;
}

/** What the database keeps of a session. */
export interface DatabaseShare {
  /** One half of the session key; the keychain has the other. */
  readonly keyHalf: Buffer;
  /** The member's seed, sealed under the session key. */
  readonly wrappedKey: Buffer;
}

/**
 * The credentials of this installation in the OS keychain. Every method except `probe` rejects when
 * the keychain refuses or does not answer in time.
 */
export interface CredentialVault {
  /**
   * Makes a session key, wraps the member's seed under it, and puts one half into the keychain.
   * @param patient whether to wait while the keychain asks a person a question
   */
  issue(owner: SessionOwner, keys: SeedKeys, patient?: boolean): Promise<DatabaseShare>;
  /**
   * Stores, reads and deletes a test entry. Waits while the keychain asks a person a question.
   * @returns why the keychain cannot keep an entry, or `null`. Never rejects.
   */
  probe(): Promise<KeychainTrouble | null>;
  /** The member's keys of a session, or `null` when the two halves do not belong together. */
  recover(owner: SessionOwner, share: DatabaseShare): Promise<SeedKeys | null>;
  /**
   * Deletes what this installation has in the keychain, and reads back.
   * @returns whether the read proves that nothing is left
   */
  wipe(): Promise<boolean>;
}

/** Holds one half of a session key while its session lives, in memory that is lost at log-out. */
export interface SessionHalves {
  keep(sessionId: string, half: Buffer): void;
  /** `null` when there is no half, or it belongs to another session. */
  read(sessionId: string): Buffer | null;
  /** Overwrites and deletes it. */
  remove(): void;
}

/** When a session began and when somebody was last there, sealed for the member alone. */
export interface SealedActivity {
  /** Counts the session's entries, from 1. */
  readonly counter: number;
  readonly box: Buffer;
}

/** A session as the database remembers it, with its half of the session key. */
export interface SessionRecord extends DatabaseShare {
  readonly id: string;
  readonly memberId: string;
  readonly activity: SealedActivity;
}

/** Keeps a member's keys while the member is signed in. */
export interface KeyHolder {
  /** `null` while nobody is signed in. */
  readonly held: SeedKeys | null;
  hold(memberId: string, keys: SeedKeys): void;
  /** Overwrites them in memory. */
  forget(): void;
}

/** The facts about the end of a session. Durations in milliseconds. */
export interface SessionEnd {
  readonly sessionId: string;
  readonly memberId: string;
  readonly cause: EndCause;
  readonly limitSeconds: number;
  /** Measured inactivity, or the session's age when its longest length was reached. */
  readonly measuredMs: number;
  /** How long after the limit the session ended; 0 unless `cause` is `idle` or `longestSession`. */
  readonly latenessMs: number;
  readonly at: Instant;
}

/** A wipe that was begun and not yet proved complete. */
export interface PendingWipe {
  readonly end: SessionEnd;
  /** Whether the end itself is in the audit trail already. */
  readonly audited: boolean;
}

/** This workstation's own session records. Synchronous: the end of a session waits for nothing. */
export interface SessionStore {
  /** `keyHalf` is empty when it was lost with the log-in in which the session began. */
  current(): SessionRecord | null;
  /** Whether the half of the session key still exists; true when the database cannot be read. */
  isThere(sessionId: string): boolean;
  begin(record: SessionRecord): void;
  /** Replaces the share of the old session key by that of a new one. */
  renew(sessionId: string, share: DatabaseShare): void;
  /** Replaces the entry by a later one; ignores an entry whose counter is not higher. */
  recordActivity(sessionId: string, activity: SealedActivity): void;
  /** Deletes the database's half of the session key beyond recovery from the database's files. */
  revoke(sessionId: string): void;
  pendingWipe(): PendingWipe | null;
  markWipePending(end: SessionEnd): void;
  markWipeAudited(sessionId: string): void;
  clearWipeMark(sessionId: string): void;
}

/** What a notification of the system says; it names no patient data, as other people may read it. */
export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  /** Not every system shows them. */
  readonly buttons: readonly { readonly label: string; readonly press: () => void }[];
}

/** A notification on the screen. */
export interface SystemNotification {
  close(): void;
}

/** The notifications of the system. */
export interface SystemNotifications {
  /** Shows nothing where the system has no notifications. */
  show(content: NotificationContent): SystemNotification;
}

/** What people see; implemented by the windows. */
export interface Screens {
  /**
   * Hides everything of the session at once: the lock screen replaces the main window's view, all
   * other windows are destroyed. Settles when this is done, within {@link HIDE_BOUND_MS}: a window
   * that does not answer in time is taken off the screen, and made again when it hangs.
   */
  hide(): Promise<void>;
  /** Makes the warning ready to appear without delay. May be called again. */
  prepareWarning(): void;
  showWarning(): void;
  dismissWarning(): void;
}

/** Dialogs that the system shows for this app: for a page's files or printing, and our own. */
export interface SystemDialogs {
  /** Closes the dialogs that can be reached. Never rejects, and has its own time limit. */
  close(): Promise<void>;
}

/** The content of a board; `unknown` when the program that owns it does not tell. */
export type BoardContent =
  | {
      /** Tells two contents apart without keeping them; empty for an empty board. */
      readonly digest: string;
      /** Whether another program owns it, as far as this can be known. */
      readonly isForeign: boolean;
    }
  | 'unknown';

/** One place that holds copied things, such as the clipboard. */
export interface ClipboardBoard {
  /** Whether selecting text already fills it; otherwise only copying does. */
  readonly isSelection: boolean;
  /** Does not wait long for another program. Rejects when the clipboard itself fails. */
  read(): Promise<BoardContent>;
  /** @throws when the clipboard itself fails */
  clear(): void;
}

/** The computer's clipboards. */
export interface Clipboards {
  readonly boards: readonly ClipboardBoard[];
  /** Puts a text onto the clipboard. Rejects when the clipboard itself fails. */
  copyText(text: string): Promise<void>;
}

/** Why the OS did not lock the computer. */
export type ComputerLockProblem = 'nothingToAsk' | 'refused' | 'noAnswer';

/**
 * The result of asking the OS for its own lock. `asked`: the OS accepted the request, but did not
 * confirm the lock. `dropped`: somebody signed in before a way to ask was found.
 */
export type ComputerLockAnswer =
  | { readonly outcome: 'locked' | 'asked' | 'dropped' }
  | { readonly outcome: 'failed'; readonly problem: ComputerLockProblem };

/** The lock of the whole computer, which is the OS's own. */
export interface ComputerLock {
  /**
   * Asks for the lock, and reads back where the system tells. Takes seconds when nothing answers.
   * @param wanted checked before each way of asking: a person who signed in again must not be locked out
   */
  lock(wanted: () => boolean): Promise<ComputerLockAnswer>;
}

/** A process that outlives the app and clears what a killed app leaves in the keychain. */
export interface Guard {
  /**
   * Says what the guard must do if the app dies now.
   * @param clearInMs milliseconds until the keychain must be cleared, or `null` when there is nothing to
   *   clear
   */
  expect(clearInMs: number | null): void;
}

/** The longest that {@link Screens.hide} may take, in milliseconds. */
export const HIDE_BOUND_MS = 150;
