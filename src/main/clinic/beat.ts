import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { bytes32, id, time } from '../account/changes.js';
import type { ClinicState, SharedState } from '../account/clinic-state.js';
import type { LogKeys } from '../account/log-keys.js';
import { sealFor } from '../keys/hpke.js';
import { isSignedBy } from '../keys/key-pairs.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { BeatSession, Position, WorkstationBeat } from '../ports/index.js';

/*
 * What a workstation says of itself, as the server passes it on:
 *
 *   beat   the signed text, sealed under the log's key: each workstation of the clinic opens it
 *   text   JSON, signed by the workstation; who is signed in is sealed once more in it, for administrators and
 *          for that member: at a workstation where nobody is signed in, nobody reads who is where
 */

/** What a signature is for begins it, so that none can be taken for another. */
const SIGNED_AS = Buffer.from('clinic-workstation beat 1\0');

const count = z.int().nonnegative();
/** A number and a link, in base 64. */
const place = z.tuple([count, bytes32]);

const schema = z.strictObject({
  v: z.literal(1),
  log: id,
  workstation: id,
  order: z.tuple([count, count]),
  at: time,
  version: z.string().max(100),
  decisions: count,
  head: place.nullable(),
  trail: place.nullable(),
  freeSince: time.nullable(),
  personal: z.strictObject({ administrators: z.base64(), member: z.base64() }).nullable(),
});

const personalSchema = z.strictObject({
  memberId: id,
  signedInSeq: count,
  sinceMs: time,
  lastActivityMs: time,
  idleEndMs: time,
  longestEndMs: time,
}) satisfies z.ZodType<BeatSession>;

/** What a beat says to each workstation of the clinic. */
export interface Beat extends Omit<WorkstationBeat, 'workstation' | 'heardMs' | 'session'> {
  /** How often the app had started there, and how often it had said something since: later beats have greater ones. */
  readonly order: readonly [starts: number, beats: number];
  /** Where the log of the clinic ends there, as far as the server has it too; `null` before they were compared. */
  readonly head: Position | null;
}

/** The same, as it was heard. */
export interface SealedBeat extends Beat {
  /** Who is signed in; `null` for nobody. */
  readonly personal: { readonly administrators: Buffer; readonly member: Buffer } | null;
}

/** The workstation that speaks. */
export interface Speaker {
  readonly workstation: string;
  readonly keys: Pick<SeedKeys, 'sign'>;
  readonly logKeys: LogKeys;
}

/** Of the clinic, whatever a beat is about. */
type About = Pick<ClinicState, 'members' | 'shares'> & { readonly shared: SharedState };

/** @returns what the server passes on */
export function writeBeat(
  beat: Beat & { readonly session: BeatSession | null },
  { workstation, keys, logKeys }: Speaker,
  { shared, ...clinic }: About,
): Buffer {
  const { session, order, atMs, version, seq, head, trail, freeSinceMs } = beat;
  const { log } = shared;
  const text = {
    v: 1,
    ...{ log, workstation, version },
    order: [...order],
    at: Math.round(atMs),
    decisions: seq,
    head: head === null ? null : [head.seq, head.link.toString('base64')],
    trail: trail === null ? null : [trail.events, trail.link.toString('base64')],
    freeSince: freeSinceMs === null ? null : Math.round(freeSinceMs),
    personal: session === null ? null : sealSession(session, { log, workstation }, clinic),
  } satisfies z.infer<typeof schema>;
  const body = Buffer.from(JSON.stringify(text), 'utf8');
  const signature = keys.sign(Buffer.concat([SIGNED_AS, body]));
  return logKeys.sealBeat({ body, signature }, shared.keys.epoch);
}

function sealSession(
  session: BeatSession,
  of: Holding,
  { members, shares }: Pick<ClinicState, 'members' | 'shares'>,
): z.infer<typeof schema>['personal'] {
  const member = members[session.memberId]?.keys.opening;
  if (member === undefined) return null;
  const { memberId, signedInSeq, sinceMs, lastActivityMs, idleEndMs, longestEndMs } = session;
  const rounded = {
    ...{ memberId, signedInSeq },
    sinceMs: Math.round(sinceMs),
    lastActivityMs: Math.round(lastActivityMs),
    idleEndMs: Math.round(idleEndMs),
    longestEndMs: Math.round(longestEndMs),
  } satisfies z.infer<typeof personalSchema>;
  const text = Buffer.from(JSON.stringify(rounded), 'utf8');
  const sealed = (opening: string, holder: Holder): string =>
    sealFor(Buffer.from(opening, 'base64'), infoOf(of, holder), text).toString('base64');
  return {
    administrators: sealed(shares.administrators, 'administrators'),
    member: sealed(member, 'member'),
  };
}

/**
 * Reads a beat that came from the server, which can give whatever it likes: the workstation itself must have
 * signed it, and must belong to the clinic. Whether there is a later one, {@link isLater} says.
 * @param from the workstation, as the server says
 * @returns `null` for one that is not to be believed
 */
export async function readBeat(
  sealed: Buffer,
  from: string,
  { shared, logKeys }: { readonly shared: SharedState; readonly logKeys: LogKeys },
): Promise<SealedBeat | null> {
  const speaker = Object.hasOwn(shared.workstations, from) ? shared.workstations[from] : undefined;
  const signed = logKeys.openBeat(sealed);
  if (speaker === undefined || signed === null) return null;
  const key = Buffer.from(speaker.signing, 'base64');
  const { body, signature } = signed;
  if (!(await isSignedBy(key, Buffer.concat([SIGNED_AS, body]), signature))) return null;
  const json = readJson(body.toString('utf8'));
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { log, workstation, order, at, version, decisions, head, trail, ...rest } = parsed.data;
  if (log !== shared.log || workstation !== from) return null;
  const { freeSince, personal } = rest;
  return {
    ...{ order, version },
    atMs: at,
    seq: decisions,
    head: head === null ? null : { seq: head[0], link: Buffer.from(head[1], 'base64') },
    trail: trail === null ? null : { events: trail[0], link: Buffer.from(trail[1], 'base64') },
    freeSinceMs: freeSince,
    personal: personal && {
      administrators: Buffer.from(personal.administrators, 'base64'),
      member: Buffer.from(personal.member, 'base64'),
    },
  };
}

/**
 * Whether a beat was said after another one of the same workstation. A computer whose disk was restored counts its
 * starts anew from there: its clock says then that it is later.
 */
export function isLater(beat: Pick<Beat, 'order' | 'atMs'>, than: typeof beat): boolean {
  const [starts, beats] = beat.order;
  const [startsThen, beatsThen] = than.order;
  if (starts === startsThen) return beats > beatsThen;
  return starts > startsThen || beat.atMs > than.atMs;
}

/** For whom the session is sealed. */
type Holder = keyof NonNullable<SealedBeat['personal']>;

interface Holding {
  readonly log: string;
  readonly workstation: string;
}

/** JSON, so that no two contexts give the same bytes. */
function infoOf({ log, workstation }: Holding, holder: Holder): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation beat', log, workstation, holder]));
}

/**
 * Opens who is signed in, as a beat says.
 * @param keys administrators' keys, those in force first; or the member's own
 * @returns `null` when nobody is, and for keys that may not read it
 */
export function openSession(
  { personal }: Pick<SealedBeat, 'personal'>,
  of: Holding,
  holder: Holder,
  keys: readonly SeedKeys[],
): BeatSession | null {
  if (personal === null) return null;
  const info = infoOf(of, holder);
  for (const key of keys) {
    const text = key.openSealed(info, personal[holder]);
    const json = text === null ? null : readJson(text.toString('utf8'));
    const parsed = json?.ok === true ? personalSchema.safeParse(json.value) : null;
    if (parsed?.success === true) return parsed.data;
  }
  return null;
}
