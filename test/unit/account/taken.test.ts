import { beforeEach, expect, it } from 'vitest';
import type { Desk } from '../../support/fakes/desk.js';
import type { VirtualServer } from '../../support/fakes/virtual-server.js';
import { accept, ada, decideAll, keep, openClinic } from './several-desks.js';

/* Which decisions count as new at a desk: each once, and none of its own. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
  // That a computer enrolled.
  for (const { taken } of [first, second]) taken.length = 0;
});

it('are those of other desks, once, and not its own', async () => {
  await decideAll(first, 9, 10);
  await second.decide(ada, keep(11));
  await first.log.pull();
  await first.connect();
  expect([first.taken, second.taken]).toEqual([['trail.kept'], ['trail.kept', 'trail.kept']]);
});

it('are not its own when the answer was lost, but when whoever decided has left since', async () => {
  first.line.losesNextAnswer = true;
  await decideAll(first, 9).catch(() => undefined);
  await first.connect();
  expect([first.taken, first.felt.at(-1)]).toEqual([[], 'trail.kept']);
  first.line.losesNextAnswer = true;
  await decideAll(first, 10).catch(() => undefined);
  const again = await first.restarted();
  await again.connect();
  expect([again.taken, again.felt]).toEqual([['trail.kept'], []]);
});

it('are those that a server went on with differently, and none from before', async () => {
  const restore = server.snapshot();
  await decideAll(first, 11, 12);
  first.disconnect();
  restore();
  await second.connect();
  await second.decide(ada, keep(20));
  await first.connect();
  expect([first.lost.length, first.taken]).toEqual([2, ['trail.kept']]);
  await accept(first);
  await second.log.pull();
  expect(second.taken).toEqual(['account.accepted']);
});

it('are none where a broken file is repaired, but what happened meanwhile', async () => {
  await decideAll(first, 9, 10);
  await second.log.pull();
  const { decisions } = second.account;
  decisions.entries = decisions.entries.map((entry) =>
    entry.seq === 3 ? { ...entry, signature: Buffer.alloc(64) } : entry,
  );
  const again = await second.restarted();
  expect(again.standing).toMatchObject({ kind: 'broken' });
  await first.decide(ada, keep(11));
  await again.connect();
  expect([again.taken, again.state.trailYears]).toEqual([['trail.kept'], 11]);
});

it('are none where a file without any decision is filled again', async () => {
  const { decisions } = second.account;
  decisions.entries = [];
  decisions.touched = true;
  expect(await second.log.pull()).toBe('same');
  expect(decisions.entries).toHaveLength(first.account.decisions.entries.length);
  expect([second.taken, second.state]).toEqual([[], first.state]);
});
