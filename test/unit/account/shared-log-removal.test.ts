import { beforeEach, describe, expect, it } from 'vitest';
import { ServerAwayError } from '../../../src/main/ports/index.js';
import type { Desk } from '../../support/fakes/desk.js';
import { enrolDesk } from '../../support/fakes/desks.js';
import { type VirtualServer } from '../../support/fakes/virtual-server.js';
import {
  ada,
  dana,
  decideAll,
  entryOf,
  expectAgreed,
  keep,
  openClinic,
  sam,
} from './several-desks.js';

/* A computer that is taken out of a clinic with several, and the keys that follow. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
});

describe('a computer that is taken out', () => {
  it('learns it from a signed decision, and opens nothing that is decided after it', async () => {
    expect(await first.remove(dana, second)).toEqual({ ok: true });
    await first.connection?.remove(second.id, 1_000);
    await decideAll(first, 9);
    expect(await second.connect()).toBe('removed');
    expect(second.facts.removed[second.id]).toMatchObject({ by: dana.id });
    expect(second.state.trailYears).toBe(6);
    expect(second.rows.rows).toHaveLength(server.rows.length - 1);
    // Also not when the server gives it all rows.
    const last = server.rows.at(-1)?.body ?? Buffer.alloc(0);
    expect(first.logKeys.openRow(last)).not.toBeNull();
    expect(second.logKeys.openRow(last)).toBeNull();
    await expect(second.decide(ada, keep(9))).rejects.toThrow(ServerAwayError);
  });

  it('learns it while it is in contact too', async () => {
    await first.remove(dana, second);
    expect(await second.log.pull()).toBe('removed');
  });

  it('is not, because the server says so', async () => {
    second.line.lies.greeting = (truth) => ({ ...truth, standing: 'removed' });
    expect(await second.connect()).toBe('same');
    expect(second.facts.removed).toEqual({});
    // Nor because somebody says so who may not.
    const keys = null;
    const change = { kind: 'workstation.removed', workstation: second.id, keys } as const;
    const body = first.logKeys.sealRow(entryOf(first, sam, change));
    await first.connection?.append(first.rows.head(), body, [], 1_000);
    expect(await second.connect()).toBe('same');
  });

  it('leaves the others with a new key, also those that were away, and after a start', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    third.disconnect();
    await second.log.pull();
    await first.remove(dana, second);
    await decideAll(first, 9);
    expect(await third.connect()).toBe('same');
    await third.decide(ada, keep(10));
    await expectAgreed(first, third);
    const again = await third.restarted();
    await again.connect();
    await again.decide(ada, keep(11));
    await expectAgreed(first, again);
  });

  it('leaves a key that is found again when the server forgot it, before others had it', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    third.disconnect();
    await second.log.pull();
    const restore = server.snapshot();
    await first.remove(dana, second);
    await decideAll(first, 9);
    restore();
    await first.connect();
    expect(await third.connect()).toBe('same');
    await expectAgreed(first, third);
  });

  it('gives no key to whoever gets no share of it: that computer counts as out of contact', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    third.line.lies.boxes = () => [];
    await first.remove(dana, second);
    expect(await third.log.pull()).toBe('contradicted');
    // Nothing that followed was taken for void meanwhile.
    await decideAll(first, 9);
    expect(await third.log.pull()).toBe('contradicted');
    third.line.lies = {};
    expect(await third.connect()).toBe('same');
    await expectAgreed(first, third);
  });

  it('leaves no key that is used before it is in force', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    await second.log.pull();
    const restore = server.snapshot();
    // The disk is full: the key is in memory, and the decision is not here. Then the server forgets it too.
    first.rows.writable = false;
    await expect(first.remove(dana, second)).rejects.toThrow('made to fail');
    first.rows.writable = true;
    restore();
    expect(first.logKeys.epoch).toBe(2);
    await first.connect();
    await first.decide(dana, keep(9));
    await third.connect();
    await second.connect();
    await expectAgreed(first, second, third);
    expect(third.state.trailYears).toBe(9);
  });

  it('leaves a key that is found again when the decision could not be stored here', async () => {
    const third = await enrolDesk(first, dana, 'Lab');
    await second.log.pull();
    first.rows.writable = false;
    await expect(first.remove(dana, second)).rejects.toThrow('made to fail');
    first.rows.writable = true;
    await first.log.pull();
    const again = await first.restarted();
    await again.connect();
    await again.decide(dana, keep(9));
    await expectAgreed(again, third);
  });
});
