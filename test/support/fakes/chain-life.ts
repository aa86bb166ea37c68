import type { SignedChange } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import {
  type Entry,
  type EntryAuthor,
  isSigned,
  readEntry,
  START,
  writeEntry,
} from '../../../src/main/account/entry.js';
import { judge } from '../../../src/main/account/judge.js';
import type { Role } from '../../../src/shared/people/role.js';
import { computerStep, deskOf, later, writtenLater } from './chain-computers.js';
import { lied, type LIES } from './chain-lies.js';
import { keepChainPromises } from './chain-promises.js';
import {
  access,
  added,
  FOUNDED,
  hashNamed,
  idOf,
  oneOfEach,
  personOf,
  role,
  seedNamed,
  unsigned,
} from './clinic-chain.js';
import { Power } from './power.js';

/** One try to decide something. People are named by 0 to 5. */
export interface Step {
  readonly author: number;
  /** Whether the author is one of those who are administrators by then, if there is one. */
  readonly asAdministrator: boolean;
  readonly as: EntryAuthor['as'];
  /** Whose key the author names. */
  readonly key: 'own' | 'earlier' | 'somebody';
  /** `later` and `laterPassed`: a kind of a later version, which this one may not pass over, or may. */
  readonly kind: SignedChange['kind'] | 'later' | 'laterPassed';
  readonly about: number;
  readonly role: Role;
  readonly flag: boolean;
  readonly index: number;
  /** What is wrong with it on purpose. */
  readonly lie: (typeof LIES)[number];
}

export interface Chain {
  /** Whether entries are written, signed, read and checked, or only judged. */
  readonly signed: boolean;
  readonly steps: readonly Step[];
}

/** What became of the tries. */
export interface ChainTally {
  decided: number;
  refused: number;
  forged: number;
}

/** Tries to decide each step, and keeps the promises. @throws when one is broken */
export async function liveChain({ signed, steps }: Chain): Promise<ChainTally> {
  const life = new ChainLife(signed);
  await life.tries(FOUNDING);
  for (const [index, role] of CROWD.entries())
    await life.tries({ ...FOUNDING, kind: 'member.added', about: index + 1, role });
  for (const step of steps) await life.tries(step);
  life.endsWell();
  return life.tally;
}

/** Who is there from the beginning, besides the founder. */
const CROWD = ['administrator', 'practitioner', 'receptionist'] as const;

const FOUNDING: Step = {
  author: 0,
  asAdministrator: false,
  as: 'member',
  key: 'own',
  kind: 'clinic.founded',
  about: 0,
  role: 'administrator',
  flag: false,
  index: 0,
  lie: 'none',
};

class ChainLife {
  readonly tally: ChainTally = { decided: 0, refused: 0, forged: 0 };
  readonly #signed: boolean;
  readonly #power = new Power();
  readonly #decided: { readonly entry: Entry; readonly text: string }[] = [];
  readonly #tried: Entry[] = [];
  /** The names of all keys that there were. */
  readonly #keys: string[] = [];
  #state: ClinicState | null = null;

  constructor(signed: boolean) {
    this.#signed = signed;
  }

  async tries(step: Step): Promise<void> {
    const entry = await this.#entryOf(step);
    if (entry === null) {
      this.tally.forged += 1;
      return;
    }
    const before = this.#state;
    const mayDecide = this.#power.allows(entry.by, entry.change);
    const judged = judge(before, entry);
    const isReplay = this.#tried.includes(entry);
    this.#tried.push(entry);
    if (!judged.ok) {
      this.tally.refused += 1;
      return;
    }
    const { kind } = entry.change;
    if (step.kind === 'later') throw new Error('what nobody understands was decided');
    if (!mayDecide) throw new Error(`${kind} was decided by somebody who may not`);
    if (isReplay) throw new Error(`${kind} was decided twice`);
    if (judge(judged.state, entry).ok) throw new Error(`${kind} can be decided twice`);
    if (['clinic', 'place', 'replay'].includes(step.lie))
      throw new Error(`${kind} was decided in another ${step.lie}`);
    this.#power.follow(entry.by, entry.change);
    keepChainPromises(before, judged.state, entry.change, this.#power);
    this.#decided.push({ entry, text: JSON.stringify(judged.state) });
    this.#state = judged.state;
    this.tally.decided += 1;
  }

  /** The state is what the decisions say from nothing, after each of them. */
  endsWell(): void {
    let state: ClinicState | null = null;
    for (const { entry, text } of this.#decided) {
      const judged = judge(state, entry);
      if (!judged.ok || JSON.stringify(judged.state) !== text)
        throw new Error(`the state is another one when it is made from nothing`);
      state = judged.state;
    }
  }

  /** @returns `null` when it was noticed before anybody judged it */
  async #entryOf(step: Step): Promise<Entry | null> {
    const replayed = this.#tried[(step.index * 7 + step.about) % (this.#tried.length || 1)];
    if (step.lie === 'replay' && replayed !== undefined) return replayed;
    const state = this.#state;
    const { by, name } = this.#authorOf(step);
    const isLater = step.kind === 'later' || step.kind === 'laterPassed';
    const change = this.#changeOf(step, by);
    const clinic = step.lie === 'clinic' ? hashNamed('another clinic') : (state?.clinic ?? by.key);
    const at = { seq: state?.seq ?? 0, link: state === null ? START.link : linkOf(state) };
    const place =
      step.lie === 'place' ? { ...at, link: Buffer.from(hashNamed('elsewhere'), 'base64') } : at;
    if (!this.#signed) {
      const link = place.link.toString('base64');
      const judged = isLater ? later(step.kind === 'laterPassed') : change;
      return unsigned(state, by, judged, { clinic, after: [place.seq, link] });
    }
    // Who names somebody else's key can still sign with their own alone.
    const isForged = step.key === 'somebody' && step.flag;
    const signer = isForged ? seedNamed('nobody') : seedNamed(name);
    const after = step.lie === 'place' ? { ...at, link: START.link } : at;
    const entry = writeEntry({ clinic, at: 1_000, by, trail: null, change }, after, signer);
    const read = readEntry(entry, at);
    if ((read === null) !== !after.link.equals(at.link))
      throw new Error(`${change.kind} was read in another place, or not in its own`);
    if (read !== null && (await isSigned(read)) === isForged)
      throw new Error(`the signature of ${change.kind} was judged wrongly`);
    return isForged ? null : read;
  }

  /** @returns with the name of the seed whose key it is */
  #authorOf(step: Step): { readonly by: EntryAuthor; readonly name: string } {
    const { author, as, key, index } = step;
    const administrators = step.asAdministrator ? this.#power.administrators() : [];
    const member = administrators[author % (administrators.length || 1)] ?? idOf(author);
    const id = as === 'enrolment' ? deskOf(author) : member;
    const own = this.#power.keyOf(as, id) ?? `${id} v1`;
    const earlier = this.#keys[(index * 5 + author) % (this.#keys.length || 1)] ?? own;
    const somebody = this.#power.keyOf('member', idOf((author + 1 + index) % 6)) ?? own;
    const name = { own, earlier, somebody }[key];
    return { by: { as, id, key: seedNamed(name).publicKeys.signing }, name };
  }

  #changeOf(step: Step, by: EntryAuthor): SignedChange {
    const state = this.#state;
    const change = state === null ? this.#founding(step) : this.#next(step, by, state);
    return state === null ? change : lied(change, step.lie, state);
  }

  #founding({ kind }: Step): SignedChange {
    const name = `${idOf(0)} v1`;
    const keys = { ...FOUNDED.keys, ...this.#fresh(name) };
    return kind === 'trail.kept' ? { kind, years: 6 } : { ...FOUNDED, keys };
  }

  #next(step: Step, by: EntryAuthor, state: ClinicState): SignedChange {
    const { kind, flag, index, lie } = step;
    const memberId = idOf(step.about);
    const more = lie === 'version' ? 1 + index : 0;
    const code = `code ${state.seq}`;
    switch (kind) {
      case 'clinic.founded':
        return { ...FOUNDED, keys: { ...FOUNDED.keys, signing: by.key } };
      case 'member.added': {
        const made = added(step.about, step.role)();
        const keys = { ...made.keys, ...this.#fresh(`${memberId} v1`), version: 1 + more };
        // Sometimes with the email of somebody who may be there.
        const { email } = personOf(flag && index === 3 ? 1 : step.about);
        return { ...made, member: { ...made.member, email }, keys };
      }
      case 'member.access':
        return access(memberId, flag)(state);
      case 'member.role':
        return role(memberId, step.role)(state);
      case 'member.keys': {
        const own = state.members[by.id];
        const version = (own?.keys.version ?? 0) + 1 + more;
        const twoFactor =
          (own?.twoFactor ?? null) === null ? null : hashNamed(`sealed anew ${state.seq}`);
        const made = { ...oneOfEach(state, by)[kind], twoFactor };
        if (by.as === 'member' && index === 0 && own !== undefined)
          return { ...made, way: 'cost', keys: own.keys, share: null };
        const keys = { ...made.keys, ...this.#fresh(`${by.id} v${version}`), version };
        return { ...made, memberId: flag || index > 0 ? by.id : memberId, keys };
      }
      case 'member.invited': {
        const made = oneOfEach(state, by)[kind];
        return { ...made, memberId, code: this.#fresh(code) };
      }
      case 'emergencyKit.made':
        return { ...oneOfEach(state, by)[kind], code: this.#fresh(code) };
      case 'twoFactor.set': {
        const record = hashNamed(`second factor ${flag ? index : state.seq}`);
        if (index === 3) return { kind, record: null, told: 'twoFactor.turnedOff' };
        return { kind, record, told: index === 2 ? 'recoveryCodes.renewed' : 'twoFactor.turnedOn' };
      }
      case 'recoveryCode.used':
        return { kind, index: index % 2 };
      case 'twoFactor.reset':
        return { kind, memberId };
      case 'badge.removed':
        return { ...oneOfEach(state, by)[kind], memberId };
      case 'badge.set':
        return { ...oneOfEach(state, by)[kind], record: flag ? hashNamed(`badge ${index}`) : null };
      case 'guide.read':
        return { ...oneOfEach(state, by)[kind], edition: index + 1 };
      case 'apps.changed':
        return { kind, records: { [`app ${index}`]: flag ? hashNamed(`app ${state.seq}`) : null } };
      case 'keys.rotated':
      case 'language.chosen':
      case 'rules.set':
      case 'policy.set':
      case 'policy.imported':
      case 'account.accepted':
      case 'trail.kept':
        return oneOfEach(state, by)[kind];
      case 'later':
      case 'laterPassed':
        return writtenLater(kind === 'laterPassed');
      case 'clinic.shared':
      case 'server.set':
      case 'workstation.invited':
      case 'workstation.withdrawn':
      case 'workstation.enrolled':
      case 'workstation.named':
      case 'workstation.removed':
      case 'clinic.left':
      case 'session.ended':
        return computerStep({ ...step, kind }, state, (name) => this.#fresh(name));
    }
  }

  #fresh(name: string): { readonly signing: string; readonly opening: string } {
    this.#keys.push(name);
    return this.#power.named(name);
  }
}

function linkOf({ link }: ClinicState): Buffer {
  return Buffer.from(link, 'base64');
}
