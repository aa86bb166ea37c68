import { beforeEach, describe, expect, it } from 'vitest';
import type { Desk } from '../../support/fakes/desk.js';
import { type VirtualServer } from '../../support/fakes/virtual-server.js';
import { dana, decideAll, expectAgreed, keep, openClinic, SOUND } from './several-desks.js';

/* The file of one computer of a clinic with several, when it is older than the server, or was changed. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
});

describe('this computer’s own file', () => {
  it('that is older is sound again after the next contact', async () => {
    const restore = first.backup();
    await decideAll(first, 9, 10);
    await second.log.pull();
    restore();
    first = await first.restarted();
    expect(first.standing).toMatchObject({ kind: 'older' });
    expect(await first.connect()).toBe('same');
    await expectAgreed(first, second);
    await decideAll(first, 11);
    await expectAgreed(first, second);
  });

  it.each([1, 3, 6])(
    'with a broken chain is repaired from the server: decision %i',
    async (seq) => {
      await decideAll(first, 9, 10);
      await second.log.pull();
      const before = first.state;
      const { decisions } = first.account;
      decisions.entries = decisions.entries.map((entry) =>
        entry.seq === seq ? { ...entry, signature: Buffer.alloc(64) } : entry,
      );
      const again = await first.restarted();
      expect(again.standing).toEqual({ kind: 'broken', at: seq });
      expect(await again.connect()).toBe('same');
      expect([again.state, again.standing]).toEqual([before, SOUND]);
      await again.decide(dana, keep(11));
      await expectAgreed(again, second);
    },
  );

  it('that is changed while it is in contact takes no later decision for void', async () => {
    const { decisions } = second.account;
    await decideAll(first, 9);
    decisions.entries = decisions.entries.map((entry) =>
      entry.seq === 3 ? { ...entry, signature: Buffer.alloc(64) } : entry,
    );
    decisions.touched = true;
    await second.log.pull();
    await expectAgreed(first, second);
  });

  it('that is older and broken is no less in question than one that is older', async () => {
    const restore = first.backup();
    const forget = server.snapshot();
    await decideAll(first, 9, 10);
    restore();
    forget();
    first = await first.restarted();
    expect(first.standing).toMatchObject({ kind: 'older' });
    // Rows that another program has taken out make it read all anew.
    first.rows.rows = first.rows.rows.slice(1);
    first.rows.rows = first.rows.rows.map((row) => ({ ...row, link: Buffer.alloc(32, 9) }));
    await first.connect();
    expect(first.standing).toMatchObject({ kind: 'older' });
  });
});
