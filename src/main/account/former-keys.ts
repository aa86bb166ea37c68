import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { KEY_BYTES } from '../keys/sealing.js';
import { type PublicKeys, SeedKeys } from '../keys/seed-keys.js';

/*
 * Seeds that were replaced. The new one opens the one before, that one the one before it, and so on: at another
 * computer of the clinic something may still be sealed under any of them. Whoever has an old seed opens no newer
 * one.
 */

/** More often nobody's seed is replaced; reading what somebody made up must not take long. */
const MOST = 2_000;

/** Seeds that were replaced, newest first, each sealed for the one after it. */
export type FormerSeeds = readonly string[];

export const formerSeeds = z.array(z.base64()).max(MOST);

/** Whose seeds: of a member, by the id, or of the administrators together. */
export interface SeedOwner {
  /** The public signing key of whoever founded the clinic, in base 64. */
  readonly clinic: string;
  readonly owner: string;
}

export const ADMINISTRATORS = 'administrators';

/** JSON, so that no two contexts give the same bytes. */
function infoOf({ clinic, owner }: SeedOwner): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation former seed', clinic, owner]));
}

/** What the seed after `replaced` opens. @param before what `replaced` itself opens */
export function addFormer(
  about: SeedOwner,
  next: Pick<PublicKeys, 'opening'>,
  { replaced, before }: { readonly replaced: SeedKeys; readonly before: FormerSeeds },
): FormerSeeds {
  const sealed = replaced.shareFor(Buffer.from(next.opening, 'base64'), infoOf(about));
  return [sealed.toString('base64'), ...before].slice(0, MOST);
}

/** @returns the seeds before this one, newest first, as far as they open; the caller forgets each */
export function openFormer(
  about: SeedOwner,
  keys: SeedKeys,
  former: FormerSeeds,
): readonly SeedKeys[] {
  const opened: SeedKeys[] = [];
  for (const sealed of former) {
    const after = opened.at(-1) ?? keys;
    const seed = after.openSealed(infoOf(about), Buffer.from(sealed, 'base64'));
    if (seed?.length !== KEY_BYTES) return opened;
    opened.push(new SeedKeys(seed));
  }
  return opened;
}

export function writeFormer(former: FormerSeeds): Buffer {
  return Buffer.from(JSON.stringify(former), 'utf8');
}

/** @returns none for no box, and for one that holds something else */
export function readFormer(box: Buffer | null): FormerSeeds {
  const json = box === null ? null : readJson(box.toString('utf8'));
  const parsed = json?.ok === true ? formerSeeds.safeParse(json.value) : null;
  return parsed?.success === true ? parsed.data : [];
}
