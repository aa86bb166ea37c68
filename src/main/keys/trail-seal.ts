import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { KEY_BYTES } from './sealing.js';

/*
 * How the audit trail proves itself. Each event has two proofs:
 *
 *   link  SHA-256 of the link before and of the event: anybody can check it, and whoever signs one link
 *         signs every event up to it
 *   seal  HMAC-SHA-256 of the event and its link, under a key that is replaced by its hash after each
 *         event: whoever takes the file later cannot make an earlier seal (Schneier and Kelsey,
 *         "Secure Audit Logs to Support Computer Forensics", 1999)
 *
 * A stretch of the trail with one first key is a segment. Its beginning is a link of its own, so that the
 * links say which first key is the right one.
 */

/** The link before the first event. */
export const FIRST_LINK = Buffer.alloc(KEY_BYTES);

/** All of an event, as it is stored. */
export interface EventColumns {
  /** Counts from 1. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly workstation: string;
  readonly memberId: string | null;
  readonly event: string;
  readonly cause: string | null;
  readonly measuredMs: number | null;
  readonly limitSeconds: number | null;
  readonly latenessMs: number | null;
  readonly wipe: string | null;
  /** JSON. */
  readonly detail: string | null;
}

/** What each hash is for begins it, so that none can be taken for another. */
const PURPOSES = {
  event: 'clinic-workstation trail event\0',
  link: 'clinic-workstation trail link\0',
  seal: 'clinic-workstation trail seal\0',
  key: 'clinic-workstation trail key\0',
  firstKey: 'clinic-workstation trail first key\0',
  segment: 'clinic-workstation trail segment\0',
  handOver: 'clinic-workstation trail hand over\0',
  head: 'clinic-workstation trail head 1\0',
  cut: 'clinic-workstation trail cut 1\0',
} as const;

type Purpose = keyof typeof PURPOSES;

function digest(purpose: Purpose, ...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256').update(PURPOSES[purpose]);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function mac(key: Buffer, purpose: Purpose, ...parts: readonly Buffer[]): Buffer {
  const hash = createHmac('sha256', key).update(PURPOSES[purpose]);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function eventHash(event: EventColumns): Buffer {
  const { id, at, workstation, memberId, cause, measuredMs, limitSeconds, latenessMs } = event;
  const columns = [
    ...[id, at, workstation, memberId, event.event, cause],
    ...[measuredMs, limitSeconds, latenessMs, event.wipe, event.detail],
  ];
  return digest('event', Buffer.from(JSON.stringify(columns), 'utf8'));
}

export function linkAfter(before: Buffer, event: Buffer): Buffer {
  return digest('link', before, event);
}

/** @param key of exactly this event */
export function sealOf(key: Buffer, event: Buffer, link: Buffer): Buffer {
  return mac(key, 'seal', event, link);
}

export function isSealed(
  key: Buffer,
  event: Buffer,
  { link, seal }: { readonly link: Buffer | null; readonly seal: Buffer | null },
): boolean {
  if (link?.length !== KEY_BYTES || seal?.length !== KEY_BYTES) return false;
  return timingSafeEqual(sealOf(key, event, link), seal);
}

/** The key of the next event. Nobody gets back from it. The caller overwrites the one before. */
export function keyAfter(key: Buffer): Buffer {
  return digest('key', key);
}

/** Names a first key without telling it. */
export function commitmentTo(firstKey: Buffer): Buffer {
  return digest('firstKey', firstKey);
}

/** Where a segment begins. */
export interface SegmentHeader {
  /** Counts the segments, from 1. */
  readonly number: number;
  /** The first event of the segment comes right after this number. */
  readonly after: number;
  /** The last event that the segment before has sealed. What lies in between is not the app's. */
  readonly sealed: number;
  /** Whose public key opens the first key, in base 64; `null` before there is a clinic. */
  readonly administrators: string | null;
  readonly commitment: Buffer;
}

function headerBytes(header: SegmentHeader): Buffer {
  const { number, after, sealed, administrators, commitment } = header;
  const fields = [number, after, sealed, administrators, commitment.toString('base64')];
  return Buffer.from(JSON.stringify(fields), 'utf8');
}

export function segmentLink(before: Buffer, header: SegmentHeader): Buffer {
  return digest('segment', before, headerBytes(header));
}

/**
 * Shows that the segment before goes on in this one.
 * @param key the next one of the segment before
 */
export function handOver(key: Buffer, header: SegmentHeader): Buffer {
  return mac(key, 'handOver', headerBytes(header));
}

/** What the first key of a segment is sealed as, for administrators. */
export function firstKeyInfo(workstation: string, header: SegmentHeader): Buffer {
  return textOf('firstKey', JSON.stringify([workstation, header.number, header.after]));
}

/** How far the trail had come, as somebody signs it. */
export interface SignedPosition {
  readonly workstation: string;
  readonly memberId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The number of the last event. */
  readonly events: number;
  readonly link: Buffer;
}

/** The text of a signature that says: the trail had come so far. */
export function headText(head: SignedPosition): Buffer {
  return textOf('head', positionText(head));
}

/**
 * The text of a signature that says: events up to here were removed.
 * @param commitment to the first key of the segment that the last removed event belongs to
 */
export function cutText(cut: SignedPosition & { readonly commitment: Buffer }): Buffer {
  return textOf('cut', `${positionText(cut)}${cut.commitment.toString('base64')}`);
}

function textOf(purpose: Purpose, text: string): Buffer {
  return Buffer.from(`${PURPOSES[purpose]}${text}`, 'utf8');
}

function positionText({ workstation, memberId, at, events, link }: SignedPosition): string {
  return JSON.stringify([workstation, memberId, at, events, link.toString('base64')]);
}
