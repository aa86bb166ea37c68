import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { AccountKey } from '../keys/account-key.js';
import type { Instant } from './time.js';

/*
 * What the heart (session, identity, vault) needs from outside. Adapters live in host/, storage/,
 * vault/keychain.ts and windows/; tests give small typed fakes.
 */

export type * from './account.js';
export type * from './audit.js';
export type * from './decisions.js';
export type * from './diagnostics.js';
export type * from './guarded.js';
export type * from './managed.js';
export type * from './network.js';
export type * from './time.js';
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
  /** Its readings can't be believed: another source is wanted, where there is one. */
  doubt(): void;
}

/**
 * How a keychain stands before it is used: `asks`: it may ask a person for its password first, on the
 * screen; `missing`: nobody answers for it; `noWallet`: KWallet, in which nobody has made a wallet yet.
 */
export type KeychainDoor = 'open' | 'asks' | 'missing' | 'noWallet';

/**
 * Why the keychain could not be used: as {@link KeychainDoor}; it stayed `locked`; it was `silent` for
 * too long; it `refused`; or a person, or a lock, `cancelled` the wait for it.
 */
export type KeychainTrouble =
  'missing' | 'noWallet' | 'locked' | 'silent' | 'refused' | 'cancelled';

/** The OS keychain, by the account names of its entries. */
export interface SecretStore {
  set(account: string, secret: string): Promise<void>;
  get(account: string): Promise<string | null>;
  delete(account: string): Promise<void>;
  /** Gives up what is under way: it is neither waited for nor tried again. */
  abandon?(): void;
}

export type KeychainCall =
  | { readonly id: number; readonly do: 'get' | 'delete'; readonly account: string }
  | {
      readonly id: number;
      readonly do: 'set';
      readonly account: string;
      readonly secret: string;
    };

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
  /** Of the member's password: a session key from before a change is void after it. */
  readonly credentialVersion: number;
}

/** What the database keeps of a session. */
export interface DatabaseShare {
  /** One half of the session key; the keychain has the other. */
  readonly keyHalf: Buffer;
  /** The account key, sealed under the session key. */
  readonly wrappedKey: Buffer;
}

/**
 * The credentials of this installation in the OS keychain. Every method rejects when the keychain
 * refuses or does not answer in time.
 */
export interface CredentialVault {
  /**
   * Makes a session key, wraps the account key under it, and puts one half into the keychain.
   * @param patient whether a question that the keychain has for a person is waited for
   */
  issue(owner: SessionOwner, accountKey: AccountKey, patient?: boolean): Promise<DatabaseShare>;
  /**
   * Stores, reads and deletes an entry of no meaning. A question that the keychain has for a person is
   * waited for.
   * @returns why nothing can be kept there, or `null`. Never rejects.
   */
  probe(): Promise<KeychainTrouble | null>;
  /** The account key of a session, or `null` when the two halves do not belong together. */
  recover(owner: SessionOwner, share: DatabaseShare): Promise<AccountKey | null>;
  /**
   * Deletes what this installation has in the keychain, and reads back.
   * @returns whether it is proved that nothing is left
   */
  wipe(): Promise<boolean>;
}

/** Where one half of a session key is while its session lives: in memory that goes with the log-in. */
export interface SessionHalves {
  keep(sessionId: string, half: Buffer): void;
  /** `null` when it is gone, or another session's. */
  read(sessionId: string): Buffer | null;
  /** Overwrites and deletes it. */
  remove(): void;
}

/** When a session began and when somebody was last there, sealed under the account key. */
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

/** Keeps the account key while somebody is signed in. */
export interface KeyHolder {
  /** `null` while nobody is signed in. */
  readonly held: AccountKey | null;
  hold(key: AccountKey): void;
  /** Overwrites it in memory. */
  forget(): void;
}

/** What is known of an end of a session. Durations in milliseconds. */
export interface SessionEnd {
  readonly sessionId: string;
  readonly memberId: string;
  readonly cause: EndCause;
  readonly limitSeconds: number;
  /** Measured inactivity, or the session's age when its longest length was reached. */
  readonly measuredMs: number;
  /** How long after the limit the end was noticed; zero for ends that somebody asked for. */
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
  /** Its half is empty where the half went with the log-in that it began in. */
  current(): SessionRecord | null;
  /** Whether what a session needs to be taken up again is still there, as far as can be read. */
  isThere(sessionId: string): boolean;
  begin(record: SessionRecord): void;
  /** Puts another session key's share in the place of the first one. */
  renew(sessionId: string, share: DatabaseShare): void;
  /** Replaces the entry by a later one; one that does not count on is left out. */
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
  /** Where there are none, nothing is shown. */
  show(content: NotificationContent): SystemNotification;
}

/** What people see; implemented by the windows. */
export interface Screens {
  /**
   * Hides everything of the session at once: the lock screen replaces the main window's view, all
   * other windows are destroyed. Settles when that is so, within {@link HIDE_BOUND_MS}: a window
   * that does not answer in time is taken off the screen, and made again when it hangs.
   */
  hide(): Promise<void>;
  /** Makes the warning ready to appear without delay. May be called again. */
  prepareWarning(): void;
  showWarning(): void;
  dismissWarning(): void;
}

/** Dialogs that the system shows for this app: of a page for files or for printing, and our own. */
export interface SystemDialogs {
  /** Closes them, as far as they can be reached. Never rejects, and has a bound of its own. */
  close(): Promise<void>;
}

/** What a board holds; `unknown` when the program that has it does not say. */
export type BoardContent =
  | {
      /** Tells two contents apart without keeping them; empty for nothing. */
      readonly digest: string;
      /** Whether another program has it, as far as that can be told. */
      readonly isForeign: boolean;
    }
  | 'unknown';

/** One place that copied things are in. */
export interface ClipboardBoard {
  /** Whether only copying fills it, or selecting does so already. */
  readonly isSelection: boolean;
  /** Waits for no other program for long. Rejects when the clipboard itself fails. */
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
 * How asking the OS for its own lock went. `asked`: it took it, and did not say that it locked.
 * `dropped`: somebody signed in before anybody was found to ask.
 */
export type ComputerLockAnswer =
  | { readonly outcome: 'locked' | 'asked' | 'dropped' }
  | { readonly outcome: 'failed'; readonly problem: ComputerLockProblem };

/** The lock of the whole computer, which is the OS's own. */
export interface ComputerLock {
  /**
   * Asks for it, and reads back where the system tells. Takes seconds where nobody answers.
   * @param wanted asked before each further way of asking: who signed in again must not be locked out
   */
  lock(wanted: () => boolean): Promise<ComputerLockAnswer>;
}

/** Outlives the app, and clears what a killed one leaves in the keychain. */
export interface Guard {
  /**
   * Says what has to happen should the app die now.
   * @param clearInMs after how many milliseconds what is there has to go, or `null` when there is
   *   nothing
   */
  expect(clearInMs: number | null): void;
}

/** The longest that {@link Screens.hide} may take, in milliseconds. */
export const HIDE_BOUND_MS = 150;
