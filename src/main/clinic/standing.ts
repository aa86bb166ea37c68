import type { ClinicStanding, Clock, Removal } from '../ports/index.js';
import type { Contact } from './contact.js';
import type { AloneReason, LinkState } from './link-machine.js';
import { SHUT_WARNING_MS } from './offline-limit.js';

export interface StandingParts {
  readonly clock: Clock;
  readonly link: () => LinkState;
  readonly contact: Pick<Contact, 'withoutServerMs' | 'lastWallMs'>;
  /** How long this workstation may be without the server, as the policy in force says. */
  readonly limitSeconds: () => number;
  readonly removal: () => Removal | null;
  /** Called when the standing is another one, and when it will soon be. */
  readonly onChange: () => void;
  /** This workstation was without the server for too long: nobody may stay signed in. */
  readonly onShut: () => void;
}

type Without = Extract<ClinicStanding, { kind: 'alone' | 'shut' }>;

/** How this workstation stands to its clinic. */
export class Standing {
  readonly #parts: StandingParts;
  readonly #startedWallMs: number;
  #told = '';
  #kind: ClinicStanding['kind'] | null = null;
  #cancel: () => void = () => undefined;

  constructor(parts: StandingParts) {
    this.#parts = parts;
    this.#startedWallMs = parts.clock.now().wallMs;
  }

  get now(): ClinicStanding {
    const { removal, link } = this.#parts;
    const removed = removal();
    if (removed !== null) return { kind: 'removed', ...removed };
    const state = link();
    if (state.kind === 'connected') return { kind: 'connected' };
    const why = whyOf(state);
    const left = this.#leftMs;
    // Before the first answer too: a start of the app must not open what is shut.
    if (left <= 0) return { kind: 'shut', ...this.#times(left), why: why ?? 'unreachable' };
    return why === null ? { kind: 'connecting' } : { kind: 'alone', ...this.#times(left), why };
  }

  /** Must be called whenever link, contact, policy or removal may have changed, and with each look. */
  review(): void {
    this.#cancel();
    const { now } = this;
    const told = this.#wordOf(now);
    const begins = now.kind === 'shut' && this.#kind !== 'shut';
    this.#kind = now.kind;
    if (told !== this.#told) {
      this.#told = told;
      this.#parts.onChange();
    }
    if (begins) this.#parts.onShut();
    this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  /** Until the offline limit, in milliseconds. */
  get #leftMs(): number {
    const { limitSeconds, contact } = this.#parts;
    return limitSeconds() * 1_000 - contact.withoutServerMs;
  }

  #times(leftMs: number): Pick<Without, 'sinceMs' | 'untilMs' | 'isSoon'> {
    const { clock, contact, limitSeconds } = this.#parts;
    const { wallMs } = clock.now();
    // Where nobody knows of a contact, all that can be said is when this was noticed.
    const sinceMs = contact.lastWallMs ?? this.#startedWallMs;
    const reachedMs = Math.min(sinceMs + limitSeconds() * 1_000, wallMs);
    return {
      ...{ sinceMs, untilMs: Math.round(leftMs <= 0 ? reachedMs : wallMs + leftMs) },
      isSoon: leftMs > 0 && leftMs <= SHUT_WARNING_MS,
    };
  }

  /** What is told about a standing: nobody needs to hear of it twice. */
  #wordOf(standing: ClinicStanding): string {
    if (standing.kind !== 'alone' && standing.kind !== 'shut') return standing.kind;
    return `${standing.kind} ${standing.why} ${standing.isSoon ? 'soon' : ''}`;
  }

  /** Wakes when the limit is reached, and when it is time to warn of it. */
  #arm(): void {
    const left = this.#leftMs;
    if (this.#kind !== 'alone' && this.#kind !== 'connecting') return;
    const dueMs = left > SHUT_WARNING_MS ? left - SHUT_WARNING_MS : left;
    this.#cancel = this.#parts.clock.after(Math.max(0, dueMs), () => this.review());
  }
}

function whyOf(state: LinkState): AloneReason | null {
  // What the removal says comes with the signed decision, in the same turn or soon after.
  if (state.kind === 'removed') return 'refused';
  return 'why' in state ? state.why : null;
}
