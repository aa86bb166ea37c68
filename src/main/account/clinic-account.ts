import { isDeepStrictEqual } from 'node:util';
import { shownName } from '../../shared/people/name.js';
import { isRecord } from '../../shared/policy/read-policy.js';
import { readJson } from '../../shared/texts/json.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type {
  AccountStore,
  DecisionStore,
  LocalStore,
  Member,
  MemberCredentials,
  Notice,
  NoticeKind,
  Standing,
} from '../ports/index.js';
import { readCredential } from './credential-box.js';
import { boxesOf, type ClinicState, type MemberState } from './clinic-state.js';
import { asState, savedText } from './saved-state.js';
import { hashOf } from './shares.js';

export interface ClinicAccountParts {
  readonly decisions: Pick<
    DecisionStore,
    'box' | 'everyBox' | 'savedState' | 'saveState' | 'keepBoxes'
  >;
  readonly local: LocalStore;
}

/**
 * The clinic's account in memory: what the chain of decisions says. The database keeps a copy of the state,
 * so that the first picture need not wait until the chain is read.
 */
export class ClinicAccount implements AccountStore {
  readonly #parts: ClinicAccountParts;
  #state: ClinicState | null;
  #standing: Standing = { kind: 'sound' };
  #onChange: () => void = () => undefined;

  constructor(parts: ClinicAccountParts) {
    this.#parts = parts;
    const saved = parts.decisions.savedState();
    this.#state = saved === null ? null : readSaved(saved);
  }

  get state(): ClinicState | null {
    return this.#state;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Calls back after each change of state or standing. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
  }

  /**
   * Takes what the chain says.
   * @returns whether the saved copy said something else
   */
  adopt(state: ClinicState | null, standing: Standing): boolean {
    const { decisions } = this.#parts;
    const saved = decisions.savedState();
    const text = writeSaved(state);
    // Before there is a clinic there is no copy: with one, the next start would miss the clinic.
    if (saved !== text && (state ?? saved) !== null) decisions.saveState(text);
    this.become(state, standing);
    // Another version of the app may have written it in another form.
    return saved !== null && saved !== text && isOfThisForm(saved);
  }

  /** Takes what the chain says, of which a copy was just saved. */
  become(state: ClinicState | null, standing: Standing): void {
    const isNew =
      !isDeepStrictEqual(standing, this.#standing) || !isDeepStrictEqual(state, this.#state);
    this.#state = state;
    this.#standing = standing;
    if (isNew) this.#onChange();
  }

  together<T>(work: () => T): T {
    return this.#parts.local.together(work);
  }

  clinicName(): string | null {
    return this.#state === null ? null : shownName(this.#state.name);
  }

  members(): readonly Member[] {
    const signIns = this.#parts.local.signIns();
    return Object.values(this.#state?.members ?? {})
      .map((member) => toMember(member, signIns))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  memberCount(): number {
    return Object.keys(this.#state?.members ?? {}).length;
  }

  memberById(id: string): Member | null {
    const member = this.#member(id);
    return member === undefined ? null : toMember(member, this.#parts.local.signIns());
  }

  credentialsByEmail(email: string): MemberCredentials | null {
    const wanted = email.toLowerCase();
    const found = Object.values(this.#state?.members ?? {}).find(
      (member) => member.email.toLowerCase() === wanted,
    );
    return found === undefined ? null : this.credentialsById(found.id);
  }

  credentialsById(id: string): MemberCredentials | null {
    const state = this.#member(id);
    const member = this.memberById(id);
    if (state === undefined || member === null) return null;
    const { version, credential } = state.keys;
    // A server that was restored, or that lies, may still have it.
    const box = state.passwordGone ? null : this.box(credential);
    return { member, version, credential: box === null ? null : readCredential(box) };
  }

  passwordCosts(): readonly Argon2Cost[] {
    return Object.values(this.#state?.members ?? {}).flatMap(
      ({ id }) => this.credentialsById(id)?.credential?.cost ?? [],
    );
  }

  recentMembers(most: number): readonly Member[] {
    return this.members()
      .filter(({ active, lastSignedInAt }) => active && lastSignedInAt !== null)
      .sort((one, other) => (other.lastSignedInAt ?? 0) - (one.lastSignedInAt ?? 0))
      .slice(0, most);
  }

  box(hash: string): Buffer | null {
    const box = this.#parts.decisions.box(hash);
    return box !== null && hashOf(box) === hash ? box : null;
  }

  /** The hashes of all boxes that are here as they were saved. */
  boxesHere(): ReadonlySet<string> {
    const boxes = [...this.#parts.decisions.everyBox()];
    return new Set(boxes.flatMap(([hash, box]) => (hashOf(box) === hash ? hash : [])));
  }

  addNotice(kind: NoticeKind, atMs: number, memberId?: string, amount?: number): void {
    const everybody = this.members().filter(({ active }) => active);
    const recipients = memberId === undefined ? everybody.map(({ id }) => id) : [memberId];
    this.#parts.local.addNotice(kind, atMs, recipients, amount);
  }

  noticesFor(memberId: string): readonly Notice[] {
    return this.#parts.local.noticesFor(memberId);
  }

  acknowledgeNotice(noticeId: number, memberId: string, atMs: number): void {
    this.#parts.local.acknowledgeNotice(noticeId, memberId, atMs);
  }

  recordSignIn(id: string, atMs: number): void {
    this.#parts.local.recordSignIn(id, atMs);
  }

  /**
   * Deletes the credentials of a shared account that nobody used here for long: whoever steals this computer has
   * only those of who works at it.
   * @param signedInId who is signed in here, if anybody
   */
  forgetOldCredentials(nowMs: number, signedInId: string | null): void {
    const state = this.#state;
    if (state?.shared === undefined || state.shared === null) return;
    const signIns = this.#parts.local.signIns();
    const kept = boxesOf(state);
    for (const { id, keys } of Object.values(state.members)) {
      const at = signIns.get(id);
      const isInUse = id === signedInId || (at !== undefined && nowMs - at <= CREDENTIAL_MS);
      if (!isInUse) kept.delete(keys.credential);
    }
    this.#parts.decisions.keepBoxes(kept);
  }

  suggestedPolicy(): string | null {
    return this.#parts.local.suggestedPolicy();
  }

  suggestPolicy(document: string): void {
    this.#parts.local.suggestPolicy(document);
  }

  #member(id: string): MemberState | undefined {
    // Ids come from windows too: `__proto__` is no member.
    const members = this.#state?.members ?? {};
    return Object.hasOwn(members, id) ? members[id] : undefined;
  }
}

/** How long a credential of a shared account is kept after its member's last sign-in here: 30 days. */
const CREDENTIAL_MS = 30 * 86_400_000;

/** Counts the forms of the saved copy: another form is written anew, and nobody is alarmed. */
const FORM = 5;
const OF_THIS_FORM = `{"form":${FORM},`;

function isOfThisForm(saved: string): boolean {
  return saved.startsWith(OF_THIS_FORM);
}

/** The account's state as the database keeps a copy of it. */
export function writeSaved(state: ClinicState | null): string {
  return savedText(FORM, state);
}

function readSaved(saved: string): ClinicState | null {
  const json = readJson(saved);
  const isWhole = json.ok && isRecord(json.value) && json.value['form'] === FORM;
  return isWhole ? asState(json.value['state']) : null;
}

function toMember(member: MemberState, signIns: ReadonlyMap<string, number>): Member {
  const { id, name, email, role, active } = member;
  const lastSignedInAt = signIns.get(id) ?? null;
  return { id, name: shownName(name), email, role, active, lastSignedInAt };
}
