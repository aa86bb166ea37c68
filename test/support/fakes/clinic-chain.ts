import { createHash } from 'node:crypto';
import type {
  KeptRotation,
  LaterChange,
  SignedChange,
  SignedChangeOf,
} from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { type Entry, type EntryAuthor, NO_LINK } from '../../../src/main/account/entry.js';
import { judge } from '../../../src/main/account/judge.js';
import type { ComputerChange } from '../../../src/main/account/judge-computers.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';

/* What a clinic decides, with as little to write as possible. Keys come from names, always the same. */

const seeds = new Map<string, SeedKeys>();
const hashes = new Map<string, string>();

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The hash of something that nobody looks at. */
export function hashNamed(name: string): string {
  const hash = hashes.get(name) ?? digest(name).toString('base64');
  hashes.set(name, hash);
  return hash;
}

export function seedNamed(name: string): SeedKeys {
  const keys = seeds.get(name) ?? new SeedKeys(digest(name));
  seeds.set(name, keys);
  return keys;
}

/** @param person 0 to 9 */
export function idOf(person: number): string {
  return `00000000-0000-4000-8000-00000000000${person}`;
}

export const FOUNDER = idOf(0);
/** An administrator as well. */
export const SECOND = idOf(1);
export const PRACTITIONER = idOf(2);
export const DISABLED = idOf(3);
export const NOBODY = idOf(9);

export function keysNamed(name: string, version = 1): SignedChangeOf<'member.keys'>['keys'] {
  return { ...seedNamed(name).publicKeys, version, credential: hashNamed(`password of ${name}`) };
}

export function personOf(person: number): SignedChangeOf<'member.added'>['member'] {
  const name = `Member ${person}`;
  return { id: idOf(person), name, email: `member${person}@clinic.example`, createdAt: 1_000 };
}

/** New keys of the clinic, with all records sealed anew. */
export function rotationAfter(
  { shares, records, seq }: Pick<ClinicState, 'shares' | 'records' | 'seq'>,
  box = `shares ${seq}`,
): KeptRotation {
  const epoch = shares.epoch + 1;
  const administrators = seedNamed(`administrators ${epoch}`).publicKeys.opening;
  const renewed = Object.keys(records).map((name) => [name, hashNamed(`${name} ${seq}`)]);
  return {
    shares: { epoch, administrators, box: hashNamed(box) },
    records: Object.fromEntries(renewed) as Record<string, string>,
  };
}

export const FOUNDED: SignedChangeOf<'clinic.founded'> = {
  kind: 'clinic.founded',
  clinicName: 'Northside Clinic',
  administrator: personOf(0),
  keys: keysNamed(FOUNDER),
  policy: DEFAULT_POLICY,
  cost: { memoryKib: 19_456, passes: 2, lanes: 1 },
  shares: {
    epoch: 1,
    administrators: seedNamed('administrators 1').publicKeys.opening,
    box: hashNamed('box 1'),
  },
  rules: DEFAULT_SIGN_IN_RULES,
};

export function memberBy(id: string, key = seedNamed(id).publicKeys.signing): EntryAuthor {
  return { as: 'member', id, key };
}

/** An entry that was not signed, for {@link judge} alone, which looks at no signature. */
export function unsigned(
  state: ClinicState | null,
  by: EntryAuthor,
  change: SignedChange | LaterChange,
  other: Partial<Pick<Entry, 'clinic' | 'after'>> = {},
): Entry {
  const seq = (state?.seq ?? 0) + 1;
  const before = state?.link ?? NO_LINK.toString('base64');
  return {
    seq,
    body: Buffer.alloc(0),
    signature: Buffer.alloc(0),
    link: digest(`${before} ${by.id} ${change.kind}`),
    clinic: state?.clinic ?? by.key,
    after: [seq - 1, before],
    at: 1_000,
    by,
    trail: null,
    change,
    ...other,
  };
}

/** @throws when the judge refuses one */
export function decided(
  before: ClinicState | null,
  ...decisions: readonly (readonly [EntryAuthor, (state: ClinicState) => SignedChange])[]
): ClinicState {
  let state = before ?? after(null, memberBy(FOUNDER), FOUNDED);
  for (const [by, change] of decisions) state = after(state, by, change(state));
  return state;
}

function after(state: ClinicState | null, by: EntryAuthor, change: SignedChange): ClinicState {
  const judged = judge(state, unsigned(state, by, change));
  if (!judged.ok) throw new Error(`${change.kind} was refused: ${judged.why}.`);
  return judged.state;
}

export function added(
  person: number,
  role: SignedChangeOf<'member.added'>['role'],
): () => SignedChangeOf<'member.added'> {
  return () => ({
    kind: 'member.added',
    member: personOf(person),
    role,
    keys: keysNamed(idOf(person)),
    share: hashNamed(`share of ${person}`),
  });
}

export function access(
  memberId: string,
  active: boolean,
): (state: ClinicState) => SignedChangeOf<'member.access'> {
  return (state) => ({
    kind: 'member.access',
    memberId,
    active,
    rotation: active ? null : rotationAfter(state),
    share: active ? hashNamed(`access ${state.seq}`) : null,
  });
}

/** With what it must bring. */
export function role(
  memberId: string,
  to: SignedChangeOf<'member.role'>['role'],
): (state: ClinicState) => SignedChangeOf<'member.role'> {
  return (state) => {
    const { active, role: was } = { ...state.members[memberId] };
    const is = to === 'administrator';
    const takes = active === true && was === 'administrator' && !is;
    const gives = active === true && was !== 'administrator' && is;
    return {
      ...{ kind: 'member.role', memberId, role: to },
      rotation: takes ? rotationAfter(state) : null,
      share: gives ? hashNamed(`role ${state.seq}`) : null,
    };
  };
}

/** Two administrators, a practitioner with an invitation, somebody without access, a kit, a record. */
export function sampleClinic(): ClinicState {
  const founder = memberBy(FOUNDER);
  return decided(
    null,
    [founder, added(1, 'administrator')],
    [founder, added(2, 'practitioner')],
    [founder, added(3, 'administrator')],
    [founder, access(DISABLED, false)],
    [founder, invited(PRACTITIONER)],
    [founder, kitMade()],
    [founder, () => ({ kind: 'apps.changed', records: { apps: hashNamed('apps') } })],
  );
}

export function invited(
  memberId: string,
): (state: ClinicState) => SignedChangeOf<'member.invited'> {
  return (state) => ({
    kind: 'member.invited',
    memberId,
    code: seedNamed(`invitation of ${memberId}`).publicKeys,
    madeAt: { wallMs: 2_000, bootMs: 10.5 },
    share: hashNamed(`share of an invitation ${state.seq}`),
  });
}

export function kitMade(): (state: ClinicState) => SignedChangeOf<'emergencyKit.made'> {
  return (state) => ({
    kind: 'emergencyKit.made',
    code: seedNamed('kit').publicKeys,
    share: hashNamed(`share of a kit ${state.seq}`),
  });
}

/** One decision of each kind that may follow the {@link sampleClinic}, if its author may decide it. */
export function oneOfEach(
  state: ClinicState,
  author: EntryAuthor,
): {
  readonly [
    Kind in Exclude<SignedChange['kind'], 'clinic.founded' | ComputerChange['kind']>
  ]: SignedChangeOf<Kind>;
} {
  const version = (state.members[author.id]?.keys.version ?? 0) + 1;
  return {
    'member.added': added(4, 'receptionist')(),
    'member.access': access(PRACTITIONER, false)(state),
    'member.role': role(PRACTITIONER, 'bookkeeper')(state),
    'member.keys': {
      kind: 'member.keys',
      memberId: author.id,
      keys: keysNamed(`${author.id} ${version}`, version),
      share: hashNamed(`own share ${state.seq}`),
      way: author.as === 'member' || author.as === 'enrolment' ? 'changed' : author.as,
      twoFactor: null,
      former: null,
    },
    'member.invited': invited(SECOND)(state),
    'emergencyKit.made': kitMade()(state),
    'keys.rotated': { kind: 'keys.rotated', rotation: rotationAfter(state) },
    'twoFactor.set': {
      kind: 'twoFactor.set',
      record: hashNamed('second factor'),
      told: 'twoFactor.turnedOn',
    },
    'recoveryCode.used': { kind: 'recoveryCode.used', index: 0 },
    'twoFactor.reset': { kind: 'twoFactor.reset', memberId: PRACTITIONER },
    'badge.set': { kind: 'badge.set', record: hashNamed('badge'), mayPass: true },
    'badge.removed': { kind: 'badge.removed', memberId: PRACTITIONER, mayPass: true },
    'language.chosen': { kind: 'language.chosen', language: 'de-CH', mayPass: true },
    'guide.read': { kind: 'guide.read', edition: 2, mayPass: true },
    'rules.set': {
      kind: 'rules.set',
      rules: { ...DEFAULT_SIGN_IN_RULES, graceDays: 3 },
      at: 3_000,
    },
    'policy.set': { kind: 'policy.set', policy: { ...DEFAULT_POLICY, lockOnSleep: false } },
    'policy.imported': {
      kind: 'policy.imported',
      policy: DEFAULT_POLICY,
      changes: ['neverReplaced'],
    },
    'apps.changed': { kind: 'apps.changed', records: { apps: hashNamed('other apps') } },
    'account.accepted': { kind: 'account.accepted', remembered: 40 },
    'trail.kept': { kind: 'trail.kept', years: 10 },
  };
}
