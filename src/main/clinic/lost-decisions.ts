import { shownName } from '../../shared/people/name.js';
import type { Role } from '../../shared/people/role.js';
import { takenOver } from '../../shared/policy/merged.js';
import type { Policy } from '../../shared/policy/policy.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { SignedChangeOf } from '../account/changes.js';
import type { ClinicState } from '../account/clinic-state.js';
import { type LostDecision, readLost } from '../account/lost.js';
import type {
  AccountStore,
  AuditSink,
  Author,
  ClinicOffice,
  Clock,
  DecisionStore,
  LostDecisions,
  LostFact,
  LostProblem,
  Outcome,
  SignOutDesk,
  WhomToSignOut,
} from '../ports/index.js';
import {
  isToldOf,
  type LostContext,
  policyIn,
  policyOf,
  standingOf,
  within,
} from './lost-kinds.js';

/** The usual ways to decide: what is decided again goes no other. */
export interface UsualWays {
  setPolicy(change: (now: Policy) => Policy, author: Author): Promise<Outcome<'changedMeanwhile'>>;
  setRules(
    change: (now: SignInRules) => SignInRules,
    author: Author,
  ): Promise<Outcome<'changedMeanwhile'>>;
  setActive(memberId: string, active: boolean, author: Author): Promise<AboutMember>;
  changeRole(memberId: string, role: Role, author: Author): Promise<AboutMember>;
  resetTwoFactor(memberId: string, author: Author): Promise<void>;
  removeBadge(memberId: string, author: Author): Promise<void>;
  rotateKeys(author: Author): Promise<void>;
  keepTrail(years: number, author: Author): Promise<void>;
  /** Sealed records, whose boxes are here. */
  setApps(
    records: Readonly<Record<string, string | null>>,
    author: Author,
  ): Promise<Outcome<'cannotDecide'>>;
  order: SignOutDesk['order'];
  readonly office: Pick<ClinicOffice, 'rename' | 'withdraw' | 'remove' | 'move'>;
}

type AboutMember = Outcome<'lastAdministrator' | 'unknownMember'>;

export interface LostDecisionsParts {
  readonly account: Pick<AccountStore, 'state' | 'box'>;
  readonly store: Pick<DecisionStore, 'everyAside' | 'lost' | 'putAway' | 'together'>;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** This computer's id as a workstation; `null` while it is none. */
  readonly self: () => string | null;
  readonly usual: UsualWays;
}

const DONE = { ok: true } as const;

/** What only this computer had when the clinic's server went on differently, until somebody has dealt with it. */
export class LostDecisionsHere implements LostDecisions {
  readonly #parts: LostDecisionsParts;
  /** What was read, and for which rows: each signature is checked once. */
  #read: { readonly mark: string; readonly all: readonly LostDecision[] } = { mark: '', all: [] };

  constructor(parts: LostDecisionsParts) {
    this.#parts = parts;
  }

  async list(reader: string): Promise<readonly LostFact[]> {
    const all = await this.#all();
    const { state } = this.#parts.account;
    if (state === null) return [];
    const covered = new Set(all.flatMap((lost) => within(lost, all)));
    return all
      .filter((lost) => isToldOf(lost) && !covered.has(lost))
      .map((lost) => this.#factOf(lost, all, state, reader));
  }

  async decideAgain(id: number, author: Author): Promise<Outcome<LostProblem>> {
    const { account, audit, clock, store } = this.#parts;
    const all = await this.#all();
    const lost = all.find((one) => one.id === id);
    const { state } = account;
    if (lost === undefined || state === null) return { ok: false, code: 'unknownDecision' };
    const standing = standingOf(lost, this.#context(all, state, author.memberId));
    if (standing !== 'open') return { ok: false, code: 'cannotDecide' };
    const decided = await this.#decide(lost, author);
    if (!decided.ok) return decided;
    store.together(() => {
      for (const one of [lost, ...within(lost, all)]) store.putAway(one.id);
      audit.append({
        ...{ event: 'decision.madeAgain', at: clock.now(), memberId: author.memberId },
        detail: { what: lost.change.kind },
      });
    });
    return DONE;
  }

  async putAway(id: number): Promise<Outcome<'unknownDecision'>> {
    const { store } = this.#parts;
    const all = await this.#all();
    const lost = all.find((one) => one.id === id);
    if (lost === undefined) return { ok: false, code: 'unknownDecision' };
    store.together(() => {
      for (const one of [lost, ...within(lost, all)]) store.putAway(one.id);
    });
    return DONE;
  }

  async #all(): Promise<readonly LostDecision[]> {
    const { account, store } = this.#parts;
    const clinic = account.state?.clinic;
    if (clinic === undefined) return [];
    const mark = [clinic, ...store.lost().map(({ id }) => id)].join(' ');
    if (this.#read.mark !== mark) this.#read = { mark, all: await readLost(store, clinic) };
    return this.#read.all;
  }

  #context(all: readonly LostDecision[], state: ClinicState, reader: string): LostContext {
    const { account, self } = this.#parts;
    return { all, state, reader, self: self(), has: (hash) => account.box(hash) !== null };
  }

  #factOf(
    lost: LostDecision,
    all: readonly LostDecision[],
    state: ClinicState,
    reader: string,
  ): LostFact {
    const { id, change, at, by, before } = lost;
    return {
      ...{ id, change, atMs: at },
      by: nameOf(by.id, state, lost.last),
      about: aboutOf(lost, state),
      policy:
        'policy' in change && change.kind !== 'clinic.founded'
          ? { before: policyOf(before), after: policyIn(change.policy), now: policyOf(state) }
          : null,
      rules:
        change.kind === 'rules.set'
          ? { before: before.rules, after: change.rules, now: state.rules }
          : null,
      standing: standingOf(lost, this.#context(all, state, reader)),
    };
  }

  async #decide(lost: LostDecision, author: Author): Promise<Outcome<LostProblem>> {
    const { usual } = this.#parts;
    const { office } = usual;
    const { change, before } = lost;
    switch (change.kind) {
      case 'policy.set':
      case 'policy.imported': {
        const [was, wanted] = [policyOf(before), policyIn(change.policy)];
        return usual.setPolicy((now) => takenOver(was, wanted, now), author);
      }
      case 'rules.set':
        return usual.setRules((now) => takenOver(before.rules, change.rules, now), author);
      case 'trail.kept':
        await usual.keepTrail(change.years, author);
        return DONE;
      case 'keys.rotated':
        await usual.rotateKeys(author);
        return DONE;
      case 'member.access':
        return usual.setActive(change.memberId, change.active, author);
      case 'member.role':
        return usual.changeRole(change.memberId, change.role, author);
      case 'twoFactor.reset':
        await usual.resetTwoFactor(change.memberId, author);
        return DONE;
      case 'badge.removed':
        await usual.removeBadge(change.memberId, author);
        return DONE;
      case 'apps.changed':
        return usual.setApps(change.records, author);
      case 'session.ended':
        return usual.order(whomOf(change), change.reason, author);
      case 'workstation.named':
        return office.rename(change.workstation, change.name, author);
      case 'workstation.withdrawn':
        return office.withdraw(change.workstation, author);
      case 'workstation.removed':
        return office.remove(change.workstation, change.keys !== null, author);
      case 'server.set':
        return office.move({ place: change.server, owner: null }, author);
      case 'clinic.founded':
      case 'clinic.shared':
      case 'clinic.left':
      case 'account.accepted':
      case 'member.added':
      case 'member.keys':
      case 'member.invited':
      case 'emergencyKit.made':
      case 'twoFactor.set':
      case 'recoveryCode.used':
      case 'badge.set':
      case 'language.chosen':
      case 'guide.read':
      case 'workstation.invited':
      case 'workstation.enrolled':
        return { ok: false, code: 'cannotDecide' };
    }
  }
}

function whomOf({ memberId, workstation }: SignedChangeOf<'session.ended'>): WhomToSignOut {
  if (memberId !== null) return { kind: 'member', memberId };
  return workstation === null
    ? { kind: 'everybody' }
    : { kind: 'workstation', workstationId: workstation };
}

/** The name of whom or what a decision is about, as it is now, or as it was last. */
function aboutOf({ change, last }: LostDecision, state: ClinicState): string {
  if (change.kind === 'member.added') return shownName(change.member.name);
  if ('memberId' in change && change.memberId !== null) return nameOf(change.memberId, state, last);
  const id = 'workstation' in change ? change.workstation : null;
  if (typeof id !== 'string') return '';
  const name = [state, last].map(({ shared }) =>
    shared === null
      ? undefined
      : (shared.workstations[id] ?? shared.invited[id] ?? shared.removed[id])?.name,
  );
  return shownName(name.find((one) => one !== undefined) ?? '');
}

function nameOf(id: string, state: ClinicState, last: ClinicState): string {
  return shownName((state.members[id] ?? last.members[id])?.name ?? '');
}
