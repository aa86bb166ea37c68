import { expect } from 'vitest';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { writeEntry } from '../../../src/main/account/entry.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { enrolDesk, shareDesk } from '../../support/fakes/desks.js';
import { seedOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';

/* What the tests of a shared account share: a clinic with two computers, and what people decide at them. */

export const dana = memberNamed('Dana', 'administrator');
export const ada = memberNamed('Ada', 'administrator');
export const sam = memberNamed('Sam');
export const SOUND = { kind: 'sound' };

export interface Clinic {
  readonly server: VirtualServer;
  readonly first: Desk;
  readonly second: Desk;
}

export async function openClinic(): Promise<Clinic> {
  const server = new VirtualServer();
  const first = await shareDesk(server, MemoryAccount.of(dana, ada, sam), dana);
  return { server, first, second: await enrolDesk(first, dana) };
}

export function keep(years: number): SignedChange {
  return { kind: 'trail.kept', years };
}

export function apps(box: Buffer): SignedChange {
  return { kind: 'apps.changed', records: { apps: hashOf(box) } };
}

/** An administrator goes on with an account that is in question. */
export async function accept(desk: Desk, member = dana): Promise<void> {
  const { account } = desk;
  const memory = { read: () => Promise.resolve(desk.remembered) };
  const parts = { account, chain: account.chain, memory, reseal: () => undefined };
  await new Acceptance(parts).accept(authorOf(member));
}

export async function decideAll(desk: Desk, ...years: readonly number[]): Promise<void> {
  for (const more of years) await desk.decide(dana, keep(more));
}

/** All computers have the same decisions as the server has, and nothing is in question. */
export async function expectAgreed(...desks: readonly Desk[]): Promise<void> {
  for (const desk of desks) {
    expect(await desk.log.pull()).toBe('same');
    expect(desk.rows.rows).toEqual(desk.server.rows);
    expect([desk.state, desk.standing]).toEqual([desks[0]?.state, SOUND]);
  }
}

/** What an app that asks nobody writes. */
export function entryOf(desk: Desk, by = dana, change = keep(50)): ReturnType<typeof writeEntry> {
  const keys = seedOf(by);
  const author = { as: 'member', id: by.id, key: keys.publicKeys.signing } as const;
  const { seq, link, clinic } = desk.state;
  const after = { seq, link: Buffer.from(link, 'base64') };
  return writeEntry({ clinic, at: 1_000, by: author, trail: null, change }, after, keys);
}
