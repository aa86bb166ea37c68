import { type EndCause, leavesComputer } from '../../../src/shared/workstation/end-cause.js';
import { sessionTimeoutFor } from '../../../src/shared/policy/policy.js';
import type { LiveSession } from '../../../src/main/session/machine.js';
import type { SessionRecord } from '../../../src/main/ports/index.js';
import { CLOSE_LOOK_MS, WATCHDOG_MS } from '../../../src/main/session/schedule.js';
import { open } from '../../../src/main/keys/sealing.js';
import { joinHalves } from '../../../src/main/vault/session-key.js';
import { BLURRING, type Deed, HARMLESS, SEEN_BY_OS } from './deeds.js';
import { KEYCHAIN_ENTRY } from './virtual-app.js';
import { type VirtualComputer } from './virtual-computer.js';

/** One end of a session, as it really was. Durations in milliseconds of time that really passed. */
export interface TrueEnd {
  readonly sessionId: string;
  readonly cause: EndCause;
  readonly limitMs: number;
  readonly inactiveMs: number;
  readonly ageMs: number;
  /** Whether clocks, sleep, faults or a restart could have made this session's end an early one. */
  readonly disturbed: boolean;
}

interface Watched {
  readonly session: LiveSession;
  readonly startedMs: number;
  lastActivityMs: number;
  disturbed: boolean;
  /** Whether the idle source's rounding can't be looked through any more. */
  imprecise: boolean;
  /** Whether the first look after a restart is still to come. */
  restarting: boolean;
  jumped: boolean;
  /** Whether the idle source got stuck: what it said last may be taken for news once. */
  frozen: boolean;
  /** Until when the app's own timer may not have run since a sleep that nothing told of. */
  unawareUntilMs: number;
  rebooted: boolean;
  /** When it must have given way. */
  deadlineMs: number;
}

/**
 * Watches a {@link VirtualComputer} and holds it to what the app promises, at every moment at which
 * something happened. It knows the true time and the true activity, which the app has to infer.
 */
export class PromiseKeeper {
  readonly ends: TrueEnd[] = [];
  readonly #computer: VirtualComputer;
  readonly #ended = new Set<string>();
  readonly #memberOf = new Map<string, string>();
  /** Sessions in whose end both the disk and the keychain failed: then nothing can be promised. */
  readonly #unkeepable = new Set<string>();
  readonly #diskFailed = new Set<string>();
  readonly #keychainFailed = new Set<string>();
  /** Sessions after whose end the computer may be locked once. */
  readonly #lockable = new Set<string>();
  /** The first promise that locking the computer broke. */
  #wrongLock: string | null = null;
  #watched: Watched | null = null;

  constructor(computer: VirtualComputer) {
    this.#computer = computer;
    computer.onEnd = () => this.#noteEnd();
    computer.onComputerLock = () => this.#noteLock();
    computer.onSettled = () => this.check();
  }

  /** Must hear of each deed before it is done. */
  before(deed: Deed): void {
    const watched = this.#watched;
    const { clock, idle, policy, live, app } = this.#computer;
    if (watched === null) return;
    const seen = SEEN_BY_OS.has(deed.do) && policy.activitySource === 'computer';
    const used = deed.do === 'useApp' || deed.do === 'useAppUnseen';
    if (live && (seen || used) && !this.#isOver(watched)) {
      // Between two looks, the app can't tell on which side of the limit it was.
      if (this.#isNearlyOver(watched)) watched.disturbed = true;
      watched.lastActivityMs = clock.passedMs;
    }
    // Input that a policy did not count so far counts when the next policy does.
    if (live && deed.do === 'setPolicy' && deed.policy.activitySource === 'computer')
      watched.lastActivityMs = Math.max(watched.lastActivityMs, idle.lastInputMs);
    if (BLURRING.has(deed.do)) watched.imprecise = true;
    if (deed.do === 'jumpWall') watched.jumped = true;
    if (deed.do === 'frozenIdle') watched.frozen = true;
    if (deed.do === 'sleepUntold')
      watched.unawareUntilMs = clock.passedMs + deed.ms + WATCHDOG_MS + CLOSE_LOOK_MS;
    if (deed.do === 'reboot') watched.rebooted = true;
    if (live && deed.do === 'giveWay')
      watched.deadlineMs = Math.min(watched.deadlineMs, clock.passedMs + deed.ms);
    if (deed.do === 'reboot' || (deed.do === 'start' && app === null)) {
      watched.restarting = true;
      // An app that starts looks at once; the moment that was given has gone with the one before.
      watched.unawareUntilMs = 0;
      watched.deadlineMs = Infinity;
    }
    if (!HARMLESS.has(deed.do)) watched.disturbed = true;
  }

  /** What must be true at every moment. */
  check(): void {
    const { state, store, clock, policy } = this.#computer;
    if (this.#wrongLock !== null) throw new Error(this.#wrongLock);
    if (state === null) return;
    if (state.kind === 'active' || state.kind === 'warning') {
      const { session } = state;
      if (this.#watched?.session.sessionId !== session.sessionId) this.#watch(session);
      else this.#watched = { ...this.#watched, session };
      if (this.#ended.has(session.sessionId) && !this.#unkeepable.has(session.sessionId))
        throw new Error('an ended session came back');
      this.#checkLimits(sessionTimeoutFor(policy, session.role), policy.longestSessionSeconds);
      return;
    }
    if (state.kind === 'ending') {
      this.#ended.add(state.session.sessionId);
      this.#noteFaults(state.session.sessionId);
    }
    if (this.#computer.app?.identity.keys.held !== null)
      throw new Error(`the account key is in memory while ${state.kind} at ${clock.passedMs}`);
    const row = store.current();
    const usable = row !== null && this.#entryIsOf(row) ? row.id : null;
    if (usable !== null && !this.#unkeepable.has(usable))
      throw new Error(`a usable credential is left while ${state.kind} at ${clock.passedMs}`);
    if (state.kind === 'signedOut' && store.begun.some((record) => this.#entryIsOf(record)))
      throw new Error('the entry of a session is left in the keychain');
  }

  /** Whether what is in the keychain opens the account key of this session. */
  #entryIsOf({ id, memberId, keyHalf, wrappedKey }: SessionRecord): boolean {
    const secret = this.#computer.keychain.entries.get(KEYCHAIN_ENTRY);
    if (secret === undefined) return false;
    const half = Buffer.from(secret, 'base64');
    if (half.length !== keyHalf.length) return false;
    const context = ['account key', 'session', id, memberId, '0'];
    return open(joinHalves(half, keyHalf), wrappedKey, context) !== null;
  }

  /** Everything works again, and time enough passes for what was begun to be finished. */
  async heal(): Promise<void> {
    const computer = this.#computer;
    computer.killAfter(Number.POSITIVE_INFINITY);
    computer.keychain.mood = 'works';
    computer.disk = true;
    computer.idle.readable = true;
    computer.idle.stuckAtMs = null;
    computer.windowsAnswer = true;
    computer.idle.locked = false;
    this.before({ do: 'start' });
    await computer.start();
    await computer.run(45_000);
    if (computer.live) await computer.requestEnd('signOut');
    if (computer.state?.kind !== 'signedOut') throw new Error('the app did not come to rest');
    if (computer.store.current() !== null) throw new Error('a session is left in the database');
    if (computer.store.pendingWipe() !== null) throw new Error('a wipe is left unfinished');
    computer.kill();
    await computer.start();
    if (computer.keychain.entries.size > 0) throw new Error('a start left entries in the keychain');
    this.#checkAudit();
  }

  #checkAudit(): void {
    const of = (memberId: string, all: readonly (string | null)[]): number =>
      all.filter((other) => other === memberId).length;
    const sessionsOf = [...this.#memberOf.values()];
    const ends = this.#computer.audit.named('session.ended').map(({ memberId }) => memberId);
    for (const [sessionId, memberId] of this.#memberOf) {
      const told = of(memberId, ends) - of(memberId, sessionsOf) + 1;
      if (told !== 1) throw new Error(`the end of ${sessionId} was told ${told} times`);
    }
    const { audit } = this.#computer;
    const [began, ended] = [audit.named('session.started'), audit.named('session.ended')];
    if (began.length !== ended.length)
      throw new Error(`${began.length} sessions began and ${ended.length} ended`);
  }

  #watch(session: LiveSession): void {
    const nowMs = this.#computer.clock.passedMs;
    this.#memberOf.set(session.sessionId, session.memberId);
    this.#watched = {
      session,
      startedMs: nowMs,
      lastActivityMs: nowMs,
      ...{ disturbed: false, imprecise: false, restarting: false, jumped: false, rebooted: false },
      frozen: (this.#computer.idle.stuckAtMs ?? 0) > 0,
      ...{ unawareUntilMs: 0, deadlineMs: Infinity },
    };
  }

  #checkLimits(limitSeconds: number, longestSeconds: number): void {
    const watched = this.#watched;
    // Timers that are overdue at this very moment fire before anybody can do or see anything.
    if (this.#computer.clock.nextDueMs === 0) return;
    const { clock, idle, policy } = this.#computer;
    // A computer that was off while its clock was set back, and that does not tell one boot from
    // another, has nothing left to measure with.
    if (watched === null || (watched.jumped && watched.rebooted && !clock.namesBoots)) return;
    const nowMs = clock.passedMs;
    if (nowMs <= watched.unawareUntilMs) return;
    const slackMs = this.#slackMs(watched);
    const lateMs = nowMs - watched.lastActivityMs - limitSeconds * 1_000;
    if (lateMs > slackMs) throw new Error(`active ${lateMs} ms past the inactivity limit`);
    const overageMs = nowMs - watched.startedMs - longestSeconds * 1_000;
    if (overageMs > slackMs) throw new Error(`active ${overageMs} ms past the longest session`);
    if (nowMs - watched.deadlineMs > slackMs) throw new Error('it does not give way');
    // A session that outlived the restart may count the input that the OS saw before it.
    if (watched.restarting && policy.activitySource === 'computer')
      watched.lastActivityMs = Math.max(watched.lastActivityMs, idle.lastInputMs);
    watched.restarting = false;
  }

  /** How late an end may be noticed, with what this session's idle source went through. */
  #slackMs({ imprecise, frozen }: Watched): number {
    const { resolutionMs } = this.#computer.idle;
    return SLACK_MS + (imprecise ? resolutionMs : 0) + (frozen ? WATCHDOG_MS : 0);
  }

  /** Whether nobody was there for the whole limit: who comes then comes too late. */
  #isOver(watched: Watched): boolean {
    return this.#leftMs(watched) < -this.#slackMs(watched);
  }

  /** Whether the limit may be reached at the next look already. */
  #isNearlyOver(watched: Watched): boolean {
    const { idle, policy } = this.#computer;
    const roundedMs = policy.activitySource === 'computer' ? idle.resolutionMs : 0;
    return this.#leftMs(watched) <= CLOSE_LOOK_MS + roundedMs;
  }

  /** Of the inactivity limit, had nobody come just now. */
  #leftMs({ lastActivityMs, session }: Watched): number {
    const { clock, policy } = this.#computer;
    const limitMs = sessionTimeoutFor(policy, session.role) * 1_000;
    return lastActivityMs + limitMs - clock.passedMs;
  }

  #noteEnd(): void {
    const { clock, policy, app } = this.#computer;
    const state = app?.runner.state;
    if (state?.kind !== 'ending') return;
    const { sessionId } = state.session;
    // A session may begin and end in one moment: an order was on its way to this computer.
    if (this.#watched?.session.sessionId !== sessionId) this.#watch(state.session);
    const watched = this.#watched;
    if (watched === null) return;
    this.ends.push({
      sessionId,
      cause: state.ended.cause,
      limitMs: sessionTimeoutFor(policy, watched.session.role) * 1_000,
      inactiveMs: clock.passedMs - watched.lastActivityMs,
      ageMs: clock.passedMs - watched.startedMs,
      disturbed: watched.disturbed,
    });
    this.#noteFaults(sessionId);
    this.#lockable.clear();
    if (policy.lockComputer && leavesComputer(state.ended.cause)) this.#lockable.add(sessionId);
  }

  /** The app would swallow what is thrown here. */
  #noteLock(): void {
    const { live, store, app } = this.#computer;
    const ended = this.ends.at(-1)?.sessionId ?? '';
    if (live) this.#wrongLock ??= 'the computer was locked while somebody is signed in';
    if (!this.#lockable.delete(ended))
      this.#wrongLock ??= 'the computer was locked without a reason, or twice';
    if (app?.runner.state.kind === 'signedOut' && store.pendingWipe() !== null)
      this.#wrongLock ??= 'the computer was locked before the wipe was through';
  }

  #noteFaults(sessionId: string): void {
    const { store, keychain } = this.#computer;
    if (!store.writable || store.failing.size > 0) this.#diskFailed.add(sessionId);
    if (keychain.mood !== 'works') this.#keychainFailed.add(sessionId);
    if (this.#diskFailed.has(sessionId) && this.#keychainFailed.has(sessionId))
      this.#unkeepable.add(sessionId);
  }
}

/** How late an end may be noticed when all goes well, in milliseconds. */
const SLACK_MS = 2 * CLOSE_LOOK_MS;
