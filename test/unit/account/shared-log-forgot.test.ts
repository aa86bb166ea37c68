import { beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../../src/main/account/shares.js';
import type { Desk } from '../../support/fakes/desk.js';
import { enrolDesk } from '../../support/fakes/desks.js';
import { type VirtualServer } from '../../support/fakes/virtual-server.js';
import { rotationAfter } from '../../support/fakes/clinic-chain.js';
import {
  accept,
  ada,
  apps,
  dana,
  decideAll,
  expectAgreed,
  keep,
  openClinic,
  SOUND,
} from './several-desks.js';

/* The decisions of a clinic with several computers, on a server that forgot some, or went on differently. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
});

describe('a server that forgot', () => {
  it.each([1, 2, 5])('%i rows gets them back byte for byte, with their boxes', async (lost) => {
    const box = Buffer.from('the clinic’s apps');
    const restore = server.snapshot();
    await decideAll(first, ...[11, 12, 13, 14, 15].slice(0, lost - 1));
    await first.decide(dana, apps(box), box);
    await second.log.pull();
    const rows = [...server.rows];
    restore();
    expect(server.rows).toHaveLength(rows.length - lost);
    expect(await first.connect()).toBe('same');
    expect(server.rows).toEqual(rows);
    expect(first.putBack).toEqual([[rows.length - lost, rows.length]]);
    expect(first.lost).toEqual([]);
    // The boxes too: a new computer gets all that it needs.
    await second.connect();
    const third = await enrolDesk(second, ada, 'Lab');
    expect(third.account.box(hashOf(box))).toEqual(box);
    await expectAgreed(first, second, third);
  });

  it('gets them back from two computers at once, once', async () => {
    const restore = server.snapshot();
    await decideAll(first, 11, 12, 13);
    await second.log.pull();
    const rows = [...server.rows];
    restore();
    await Promise.all([first.connect(), second.connect()]);
    expect(server.rows).toEqual(rows);
    await expectAgreed(first, second);
  });

  it('gets them from whoever remembers more, and others take them as usual', async () => {
    const restore = server.snapshot();
    await decideAll(first, 11, 12);
    restore();
    // The other one never had them.
    expect(await second.connect()).toBe('same');
    expect(second.state.trailYears).toBe(6);
    await first.connect();
    await expectAgreed(second, first);
    expect(second.state.trailYears).toBe(12);
  });

  it('gets no row that another program has changed here', async () => {
    const restore = server.snapshot();
    await decideAll(first, 11, 12);
    restore();
    const before = [...server.rows];
    const changed = Buffer.from(first.rows.rows.at(-2)?.body ?? '');
    changed[50] = (changed[50] ?? 0) ^ 1;
    first.rows.rows = first.rows.rows.map((row, at, { length }) =>
      at === length - 2 ? { ...row, body: changed } : row,
    );
    await first.connect();
    expect(server.rows).toEqual(before);
    // What is lost with it is told: nobody has it any more.
    expect(first.lost).toHaveLength(2);
    expect(first.standing.kind).toBe('older');
  });
});

describe('a server that went on differently', () => {
  /** The first computer has decisions that no other has, and the server has others in their place. */
  async function fork(): Promise<void> {
    const restore = server.snapshot();
    await decideAll(first, 11, 12);
    first.disconnect();
    restore();
    await second.connect();
    await second.decide(ada, keep(20));
  }

  it('puts the account in question where more was known, and all of that is listed', async () => {
    await fork();
    const lost = first.account.decisions.entries.slice(-2);
    const remembered = first.account.chain.head.seq;
    expect(await first.connect()).toBe('same');
    expect(first.lost).toEqual(lost);
    expect(first.standing).toEqual({ kind: 'older', remembered });
    expect(first.state).toEqual(second.state);
    expect(first.rows.rows).toEqual(server.rows);
    // Kept for whoever looks into it.
    expect(first.account.decisions.aside).toEqual(expect.arrayContaining(lost));
    await expect(first.decide(dana, keep(30))).rejects.toThrow('in question');
    // It stays in question when the app starts again, and after what others decide.
    await second.decide(ada, keep(21));
    await first.log.pull();
    expect(first.standing.kind).toBe('older');
    const again = await first.restarted();
    expect(again.standing).toEqual({ kind: 'older', remembered });
  });

  it('is gone on with by an administrator there, and is in force everywhere', async () => {
    await fork();
    await first.connect();
    await accept(first);
    expect(first.standing).toEqual(SOUND);
    await expectAgreed(first, second);
    await first.decide(dana, keep(30));
    await expectAgreed(first, second);
    const again = await first.restarted();
    expect([again.standing, again.state.trailYears]).toEqual([SOUND, 30]);
  });

  it('is not gone on with by whom a lost decision had sent away, and their word elsewhere does not count', async () => {
    const restore = server.snapshot();
    await first.decide(dana, {
      kind: 'member.role',
      ...{ memberId: ada.id, role: 'practitioner', share: null },
      rotation: rotationAfter(first.state),
    });
    first.disconnect();
    restore();
    await second.connect();
    await second.decide(ada, keep(20));
    await first.connect();
    expect(first.state.members[ada.id]?.role).toBe('administrator');
    const again = await first.restarted();
    for (const { account } of [first, again])
      expect([ada, dana].map(({ id }) => account.chain.mayGoOn(id))).toEqual([false, true]);
    await again.connect();
    await second.decide(ada, { kind: 'account.accepted', remembered: 99 });
    await again.log.pull();
    expect(again.standing.kind).toBe('older');
    await accept(again, dana);
    await expectAgreed(again, second);
  });

  it('is forgiven by a decision elsewhere too, for a computer that was away', async () => {
    const restore = server.snapshot();
    await decideAll(first, 11);
    await second.log.pull();
    await decideAll(first, 12);
    for (const desk of [first, second]) desk.disconnect();
    restore();
    // A computer that was restored with the server.
    second.rows.rows = second.rows.rows.slice(0, server.rows.length);
    second.account.decisions.entries = second.account.decisions.entries.slice(0, -1);
    second.account.decisions.touched = true;
    second.remembered = null;
    second = await second.restarted();
    await second.connect();
    await second.decide(ada, keep(20));
    await first.connect();
    await accept(first);
    await second.log.pull();
    expect([first.standing, second.standing]).toEqual([SOUND, SOUND]);
    await expectAgreed(first, second);
  });

  it('has other keys of the log under the same number, and they are the ones from then on', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    await second.log.pull();
    const restore = server.snapshot();
    await first.remove(dana, third);
    await decideAll(first, 11);
    first.disconnect();
    restore();
    await second.connect();
    await second.remove(ada, third);
    await second.decide(ada, keep(20));
    await first.connect();
    expect(first.state).toEqual(second.state);
    await accept(first);
    await first.decide(dana, keep(30));
    await expectAgreed(first, second);
    const again = await first.restarted();
    await again.connect();
    await again.decide(dana, keep(31));
    await expectAgreed(again, second);
  });
});
