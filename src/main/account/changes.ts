import { z } from 'zod';
import { isEmail, LONGEST_EMAIL } from '../../shared/people/person.js';
import { ROLES } from '../../shared/people/role.js';
import { readPolicy } from '../../shared/policy/read-policy.js';
import { signInRulesSchema } from '../../shared/requests/policy.js';
import { isOpeningKey, isSigningKey } from '../keys/key-pairs.js';

/*
 * What a clinic can decide, as it is signed and kept. These forms are read again for as long as the
 * account lives: a field is never given another meaning, and a new one is optional.
 */

const SHORT = 200;

/** The last time that `Date` knows (ECMA-262, section 21.4.1.1). */
const LATEST = 8.64e15;

/** A hash or a key: 32 bytes in base 64, in the one way to write them. */
export const bytes32 = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);
export const id = z.uuid().lowercase();
/** Milliseconds since 1970. */
export const time = z.int().min(0).max(LATEST);
const fineTime = z.number().min(0).max(LATEST);
/** On both clocks, in milliseconds. */
export const instant = z.strictObject({ wallMs: fineTime, bootMs: fineTime });

const openingKey = bytes32.refine((key) => isOpeningKey(Buffer.from(key, 'base64')));
export const publicKeys = z.strictObject({
  signing: bytes32.refine((key) => isSigningKey(Buffer.from(key, 'base64'))),
  opening: openingKey,
});

export const cost = z.strictObject({
  memoryKib: z.int().positive().max(524_288),
  passes: z.int().positive().max(100),
  lanes: z.int().positive().max(16),
});

/** A member's keys. */
const memberKeys = publicKeys.extend({
  /** Counts the member's seeds and passwords, from 1. */
  version: z.int().positive(),
  /** The hash of the box in which the password opens the seed. */
  credential: bytes32,
});

const person = z.strictObject({
  id,
  name: z.string().min(1).max(SHORT),
  email: z.string().max(LONGEST_EMAIL).refine(isEmail),
  createdAt: time,
});

/** New keys of the clinic, and how they reach those who may have them. */
export const shares = z.strictObject({
  /** Counts the clinic's keys, from 1. */
  epoch: z.int().positive(),
  /** The public half of the administrators' key: seals what only administrators may read. */
  administrators: openingKey,
  /** The hash of the box with a share for each holder. */
  box: bytes32,
});

/**
 * The hash of the box with one holder's share of the clinic's keys as they are. Nobody can name the share of
 * somebody else with it: rubbish takes the keys from this holder alone.
 */
const share = bytes32;

const recordName = z.string().min(1).max(SHORT);

export const policy = z.unknown().refine((document) => readPolicy(document).ok);

/** Where the clinic's server answers. */
export const serverPlace = z.strictObject({
  addresses: z
    .array(z.strictObject({ host: z.string().min(1).max(253), port: z.int().min(1).max(65_535) }))
    .min(1)
    .max(8),
  database: z.string().min(1).max(63),
});

const workstationName = z.string().min(1).max(SHORT);

/** The key under which the rows of the log are sealed, and how it reaches the computers of the clinic. */
const logKeys = z.strictObject({
  /** Counts the log's keys, from 1. */
  epoch: z.int().positive(),
  /** The hash of the box with a share for each computer. */
  box: bytes32,
});

/** New keys of the clinic, after which the older ones open nothing of it. */
const rotation = z.strictObject({
  shares,
  /** Hashes of the records that were sealed anew, by their names. The others are lost. */
  records: z.record(recordName, bytes32),
});

function change<Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  shape: Shape,
): z.ZodObject<{ kind: z.ZodLiteral<Kind> } & Shape, z.core.$strict> {
  return z.strictObject({ kind: z.literal(kind), ...shape });
}

/** A version that does not know such a kind goes on without it. */
const passable = { mayPass: z.literal(true) };

export const changeSchema = z.discriminatedUnion('kind', [
  change('clinic.founded', {
    clinicName: z.string().min(1).max(SHORT),
    administrator: person,
    keys: memberKeys,
    ...{ policy, cost, shares, rules: signInRulesSchema },
  }),
  change('member.added', { member: person, role: z.enum(ROLES), keys: memberKeys, share }),
  /** Turning access off gives the clinic new keys; turning it on gives the member a share. */
  change('member.access', {
    memberId: id,
    active: z.boolean(),
    rotation: rotation.nullable(),
    share: share.nullable(),
  }),
  /** So do taking and giving the role of administrator, if the member has access. */
  change('member.role', {
    memberId: id,
    role: z.enum(ROLES),
    rotation: rotation.nullable(),
    share: share.nullable(),
  }),
  change('member.keys', {
    memberId: id,
    keys: memberKeys,
    /** `null` when the seed stays, and so the share. */
    share: share.nullable(),
    /** `cost`: the same seed and password, at a higher cost. */
    way: z.enum(['changed', 'cost', 'invitation', 'emergencyKit']),
    /** The second factor, sealed anew for the new seed; `null` when it is lost with the old one. */
    twoFactor: bytes32.nullable(),
    /**
     * The hash of the box in which the new seed opens the ones before: at another computer the member's own
     * records are still sealed under one of them. `null` when they are lost, or the seed stays.
     */
    former: bytes32.nullable(),
  }),
  change('member.invited', {
    memberId: id,
    code: publicKeys,
    madeAt: instant,
    share,
  }),
  change('emergencyKit.made', { code: publicKeys, share }),
  change('keys.rotated', { rotation }),
  /** About the author. `null` turns the second factor off. */
  change('twoFactor.set', {
    record: bytes32.nullable(),
    told: z.enum(['twoFactor.turnedOn', 'twoFactor.turnedOff', 'recoveryCodes.renewed']),
  }),
  /** About the author. */
  change('recoveryCode.used', { index: z.int().min(0).max(99) }),
  change('twoFactor.reset', { memberId: id }),
  /** About the author: the badge with which they come back within a shift. `null` takes it away. */
  change('badge.set', { record: bytes32.nullable(), ...passable }),
  change('badge.removed', { memberId: id, ...passable }),
  /** About the author: a tag of a language (BCP 47); `null` goes by the computer. */
  change('language.chosen', { language: z.string().min(2).max(35).nullable(), ...passable }),
  /** About the author: has read this edition of the guide. */
  change('guide.read', { edition: z.int().min(1).max(1_000_000), ...passable }),
  change('rules.set', {
    rules: signInRulesSchema,
    /** When this was decided, by the clinic's time. */
    at: time,
  }),
  change('policy.set', { policy }),
  change('policy.imported', { policy, changes: z.array(z.string().max(SHORT)) }),
  /** Hashes of records that are sealed under the clinic's key, by their names; `null` removes one. */
  change('apps.changed', { records: z.record(recordName, bytes32.nullable()) }),
  /** Goes on from here, although this computer remembers more, or other things, than the account says. */
  change('account.accepted', {
    /** How many decisions this computer remembers, if it does. */
    remembered: z.int().nonnegative().nullable(),
  }),
  /** How long the audit trail is kept, in years. */
  change('trail.kept', { years: z.int().min(1).max(100) }),
  /** From here on, a server puts the decisions of several computers in one order. */
  change('clinic.shared', {
    /** The name of the log on the server. */
    log: id,
    server: serverPlace,
    /** The computer that has had the account until now. */
    workstation: publicKeys.extend({ id, name: workstationName }),
    keys: logKeys,
  }),
  change('server.set', { server: serverPlace }),
  /** A code on paper for one more computer. */
  change('workstation.invited', {
    workstation: id,
    name: workstationName,
    code: publicKeys,
    /** When the server takes it for the last time. */
    until: time,
  }),
  change('workstation.withdrawn', { workstation: id }),
  /** By whoever has the code. */
  change('workstation.enrolled', { workstation: id, keys: publicKeys }),
  change('workstation.named', { workstation: id, name: workstationName }),
  change('workstation.removed', {
    workstation: id,
    /** New keys of the log, which it does not get. */
    keys: logKeys.nullable(),
  }),
  /** On the computer that leaves, and nowhere else: it goes on alone, with keys of its own. */
  change('clinic.left', { rotation }),
  /** Ends the sessions that began before: of a member, at a workstation, or of everybody. */
  change('session.ended', {
    memberId: id.nullable(),
    workstation: id.nullable(),
    /** Where they go on all the same. */
    except: id.nullable(),
    /** For whoever is signed out. */
    reason: z.string().min(1).max(SHORT).nullable(),
    /** The member has signed in elsewhere: what was typed and not sent gets a moment first. */
    way: z.literal('oneSession').optional(),
  }),
]);

/** Kinds of changes that this version knows. */
const KNOWN: ReadonlySet<string> = new Set(
  changeSchema.options.map(({ shape }) => shape.kind.value),
);

/**
 * A kind of change from a later version. `mayPass`: whoever does not know it goes on as if nothing had been
 * decided; without it, whoever does not know it stops there.
 */
export interface LaterChange {
  readonly kind: 'later';
  readonly mayPass: boolean;
}

const laterSchema = z.looseObject({
  kind: z.string().min(1).max(SHORT),
  mayPass: z.boolean().optional(),
});

/** @returns `null` for what cannot be a change */
export function readChange(value: unknown): SignedChange | LaterChange | null {
  const known = changeSchema.safeParse(value);
  if (known.success) return known.data;
  const later = laterSchema.safeParse(value);
  if (!later.success || KNOWN.has(later.data.kind)) return null;
  return { kind: 'later', mayPass: later.data.mayPass === true };
}

/** One thing that the clinic decides, as it is signed. */
export type SignedChange = z.infer<typeof changeSchema>;
export type SignedChangeOf<Kind extends SignedChange['kind']> = Extract<
  SignedChange,
  { readonly kind: Kind }
>;
export type KeptMemberKeys = z.infer<typeof memberKeys>;
export type KeptShares = z.infer<typeof shares>;
export type KeptRotation = z.infer<typeof rotation>;
export type KeptLogKeys = z.infer<typeof logKeys>;
export type KeptServer = z.infer<typeof serverPlace>;
