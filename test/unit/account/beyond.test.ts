import { beforeEach, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { type Entry, type Position, writeEntry } from '../../../src/main/account/entry.js';
import { signedOut, writtenLater } from '../../support/fakes/chain-computers.js';
import type { Desk } from '../../support/fakes/desk.js';
import { seedOf } from '../../support/fakes/member-seeds.js';
import type { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, dana, decideAll, keep, openClinic, sam } from './several-desks.js';

/* An older version of the app stops at a decision that it does not understand, and obeys what comes after. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
let last: Position;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
  await decideAll(first, 9);
  await second.log.pull();
  last = second.account.chain.head;
});

function written(change: SignedChange, by = dana, after = last): Entry {
  const keys = seedOf(by);
  const author = { as: 'member', id: by.id, key: keys.publicKeys.signing } as const;
  const { clinic } = second.state;
  return writeEntry({ clinic, at: 1_000, by: author, trail: null, change }, after, keys);
}

/** What a newer app at the second computer decides, and the older one at the first cannot follow. */
async function decides(change: SignedChange, by = dana): Promise<Entry> {
  const entry = written(change, by);
  await append(second.logKeys.sealRow(entry));
  last = entry;
  return entry;
}

async function append(body: Buffer): Promise<void> {
  const at = server.rows.at(-1);
  if (at === undefined) throw new Error('There is no log.');
  await second.connection?.append(at, body, [], 1_000);
}

const ORDER = signedOut({ memberId: sam.id, reason: 'Go home.' });

it('orders of administrators, once, and nothing that may loosen', async () => {
  await decides(writtenLater(false));
  await decides(keep(50));
  await decides(ORDER);
  await decides(signedOut({}), ada);
  const before = first.state;
  expect(await first.log.pull()).toBe('outdated');
  expect(await first.connect()).toBe('outdated');
  expect(first.ordered).toEqual([ORDER, signedOut({})]);
  expect(first.state).toEqual(before);
  await decides(signedOut({ workstation: first.id }));
  expect(await first.connect()).toBe('outdated');
  expect(first.ordered).toHaveLength(3);
});

it('its own removal', async () => {
  await decides(writtenLater(false));
  await decides({ kind: 'workstation.removed', workstation: second.id, keys: null });
  expect(await first.log.pull()).toBe('outdated');
  expect(first.beyond.removal).toBeNull();
  await decides({ kind: 'workstation.removed', workstation: first.id, keys: null });
  expect(await first.connect()).toBe('removed');
  expect(first.beyond.removal).toEqual({ by: dana.id, at: 1_000 });
});

it('in a log of any length', async () => {
  await decides(writtenLater(false));
  for (const years of [1, 2, 3]) await decides(keep(years));
  await decides(ORDER);
  const from = first.rows.rows.length;
  // A row at a time.
  const rowsAfter = (seq: number) => Promise.resolve(server.rows.slice(seq, seq + 1));
  const rows = server.rows.slice(from, from + 1);
  expect(await first.beyond.obey({ rowsAfter }, rows, first.state)).toBe('outdated');
  expect(first.ordered).toEqual([ORDER]);
});

it('nothing of whoever might not order it, as far as it knows, and nothing forged or old', async () => {
  const early = await decides(signedOut({ except: second.id }));
  expect(await first.log.pull()).toBe('same');
  const [start] = first.account.decisions.entries;
  await decides(writtenLater(false));
  await decides(signedOut({}), sam);
  await decides({ kind: 'workstation.removed', workstation: first.id, keys: null }, sam);
  await append(second.logKeys.sealRow(early));
  await append(second.logKeys.sealRow(written(ORDER, dana, start)));
  const { body } = written(ORDER);
  await append(second.logKeys.sealRow({ body, signature: Buffer.alloc(64) }));
  await append(Buffer.from('garbage'));
  expect(await first.log.pull()).toBe('outdated');
  expect(first.ordered).toEqual([]);
  expect(first.beyond.removal).toBeNull();
});
