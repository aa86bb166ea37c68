import { beforeEach, describe, expect, it } from 'vitest';
import { ServerUnsureError } from '../../../src/main/account/chain-parts.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { readCredential } from '../../../src/main/account/credential-box.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { ServerAwayError } from '../../../src/main/ports/index.js';
import type { Desk } from '../../support/fakes/desk.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import type { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, apps, dana, keep, openClinic, sam, SOUND } from './several-desks.js';

/* The decisions of a clinic with several computers, on a server that does what it should. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
});

/** All computers have the same decisions, rows and state, and a fresh start reads the same. */
async function expectSame(...desks: readonly Desk[]): Promise<void> {
  for (const desk of desks) {
    expect(desk.rows.rows).toEqual(server.rows);
    expect(desk.state).toEqual(first.state);
    expect(desk.standing).toEqual(SOUND);
    const again = await desk.restarted();
    expect([again.state, again.standing]).toEqual([first.state, SOUND]);
    expect(again.account.foreign).toEqual([]);
  }
}

describe('a decision', () => {
  it('made at one computer is in force at the other, and felt by the rooms of the first alone', async () => {
    expect(await first.decide(dana, keep(9))).toEqual({ ok: true });
    expect(second.state.trailYears).toBe(6);
    expect(await second.log.pull()).toBe('same');
    expect(second.state.trailYears).toBe(9);
    expect([first.felt.at(-1), second.felt]).toEqual(['trail.kept', []]);
    await second.decide(ada, keep(10));
    await first.log.pull();
    expect(first.state.trailYears).toBe(10);
    await expectSame(first, second);
  });

  it('names the computer on which it was made', async () => {
    await second.decide(ada, keep(9));
    const body = second.account.decisions.entries.at(-1)?.body.toString('utf8') ?? '';
    expect(JSON.parse(body)).toMatchObject({ on: second.id });
  });

  it('brings its boxes to every computer', async () => {
    const box = Buffer.from('the clinic’s apps');
    await first.decide(dana, apps(box), box);
    await second.log.pull();
    expect(second.account.box(hashOf(box))).toEqual(box);
  });

  it('is remembered by each computer that has it', async () => {
    await first.decide(dana, keep(9));
    await second.log.pull();
    for (const desk of [first, second]) expect(desk.remembered).toEqual(desk.account.chain.head);
  });

  it('of two that are made at once is made again by whoever was slower, on the new state', async () => {
    const seen: number[][] = [[], []];
    const more = (desk: Desk, member: typeof dana, log: number[] | undefined): Promise<unknown> =>
      desk.commit(member, ({ state }) => {
        log?.push(state?.trailYears ?? 0);
        return { change: keep((state?.trailYears ?? 0) + 1) };
      });
    await Promise.all([more(first, dana, seen[0]), more(second, ada, seen[1])]);
    await first.log.pull();
    expect(seen.map(({ length }) => length).sort()).toEqual([1, 2]);
    expect(seen.flat().sort()).toEqual([6, 6, 7]);
    expect(first.state.trailYears).toBe(8);
    expect([first.felt, second.felt].flat().filter((kind) => kind === 'trail.kept')).toHaveLength(
      2,
    );
    await expectSame(first, second);
  });

  it('that takes the last administrator is refused, also when both are taken at once', async () => {
    const results = await Promise.allSettled([
      first.commit(dana, () => roleOf(first, ada.id)),
      second.commit(dana, () => roleOf(second, dana.id)),
    ]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('lastAdministrator');
    await first.log.pull();
    await second.log.pull();
    const left = [dana, ada].filter(({ id }) => first.state.members[id]?.role === 'administrator');
    expect(left).toHaveLength(1);
    await expectSame(first, second);
  });
});

/** Takes the role, with new keys of the clinic of which nobody here needs a share. */
function roleOf(desk: Desk, memberId: string): { change: SignedChange; boxes: Buffer[] } {
  const { shares, seq } = desk.state;
  const box = Buffer.from(`shares ${seq} ${memberId}`);
  const administrators = keysOf({ id: `administrators ${seq} ${memberId}` }).publicKeys.opening;
  const rotation = {
    shares: { epoch: shares.epoch + 1, administrators, box: hashOf(box) },
    records: {},
  };
  return {
    change: { kind: 'member.role', memberId, role: 'bookkeeper', rotation, share: null },
    boxes: [box],
  };
}

describe('without the server', () => {
  it('nothing is decided, and nothing has changed', async () => {
    first.disconnect();
    const before = first.account.decisions.entries.length;
    await expect(first.decide(dana, keep(9))).rejects.toThrow(ServerAwayError);
    expect(first.account.decisions.entries).toHaveLength(before);
    expect(server.rows).toEqual(first.rows.rows);
    expect(await first.log.pull()).toBe('same');
    await expect(first.log.fetchBox(hashOf(Buffer.from('x')), 1_000)).rejects.toThrow(
      ServerAwayError,
    );
  });

  it('a decision that the server did not get is not made, also later', async () => {
    first.line.beforeCall = (name) => {
      if (name === 'append') throw new ServerAwayError('unreachable');
    };
    await expect(first.decide(dana, keep(9))).rejects.toThrow(ServerUnsureError);
    first.line.beforeCall = () => undefined;
    await first.connect();
    expect(first.state.trailYears).toBe(6);
    // And what is decided next is not taken for it.
    await second.decide(ada, keep(11));
    await first.log.pull();
    expect(first.felt).not.toContain('trail.kept');
    await expectSame(first, second);
  });
});

describe('a decision whose answer was lost', () => {
  const lose = async (): Promise<void> => {
    first.line.losesNextAnswer = true;
    await expect(first.decide(dana, keep(9))).rejects.toThrow(ServerUnsureError);
    expect([first.state.trailYears, first.connection]).toEqual([6, null]);
  };

  it('is felt once, as soon as the server answers', async () => {
    await lose();
    expect(await first.connect()).toBe('same');
    expect(first.state.trailYears).toBe(9);
    expect(first.felt.filter((kind) => kind === 'trail.kept')).toHaveLength(1);
    await first.connect();
    await first.log.pull();
    expect(first.felt.filter((kind) => kind === 'trail.kept')).toHaveLength(1);
    await second.log.pull();
    await expectSame(first, second);
  });

  it('is felt once too when others have decided since', async () => {
    await lose();
    await second.decide(ada, keep(12));
    await first.connect();
    expect(first.felt.filter((kind) => kind === 'trail.kept')).toHaveLength(1);
    await expectSame(first, second);
  });

  it('is in force when whoever decided has left meanwhile: nobody’s rooms feel it', async () => {
    const leaving = keysOf(dana);
    first.account.chain.register({
      'trail.kept': (_change, author) => {
        author.keys.copy();
        return undefined;
      },
    });
    first.line.losesNextAnswer = true;
    const author = { memberId: dana.id, keys: leaving };
    const decided = first.account.chain.commit(author, () => ({ change: keep(9) }));
    await expect(decided).rejects.toThrow(ServerUnsureError);
    leaving.forget();
    expect(await first.connect()).toBe('same');
    expect(first.state.trailYears).toBe(9);
    await second.log.pull();
    await expectSame(first, second);
  });

  it('is in force when the app was started again meanwhile', async () => {
    await lose();
    const again = await first.restarted();
    await again.connect();
    expect([again.state.trailYears, again.felt]).toEqual([9, []]);
    first = again;
    await second.log.pull();
    await expectSame(first, second);
  });

  it('and comes to the server late is felt all the same', async () => {
    const rows = [...server.rows];
    await lose();
    // The connection is there again before the server has written what it got.
    first.line.lies.rows = (truth) => truth.filter(({ seq }) => seq <= rows.length);
    first.line.lies.greeting = (truth) => ({ ...truth, head: first.rows.head() });
    await first.connect();
    expect(first.state.trailYears).toBe(6);
    first.line.lies = {};
    await first.log.pull();
    expect(first.felt.filter((kind) => kind === 'trail.kept')).toHaveLength(1);
    await expectSame(first);
  });
});

describe('a member’s credential', () => {
  it('comes to a computer when it is asked for, and with a newer password where it was', async () => {
    const { credential } = second.state.members[sam.id]?.keys ?? { credential: '' };
    expect([first.account.box(credential) === null, second.account.box(credential)]).toEqual([
      false,
      null,
    ]);
    expect(await second.log.fetchBox(credential, 1_000)).toBe('here');
    expect(second.account.box(credential)).toEqual(first.account.box(credential));
    expect(second.account.foreign).toEqual([]);
    expect(await second.log.fetchBox(hashOf(Buffer.from('nobody’s')), 1_000)).toBe('missing');
  });

  it('that was changed on the server is missing, and so is one at a lower cost', async () => {
    const { credential } = second.state.members[sam.id]?.keys ?? { credential: '' };
    const box = first.account.box(credential);
    const cost = readCredential(box ?? Buffer.alloc(0))?.cost;
    expect(cost).toBeDefined();
    const downgraded = Buffer.from(
      box?.toString('utf8').replace(/"passes":\d+/, '"passes":1') ?? '',
    );
    const { logKeys } = second;
    const name = logKeys.boxName(credential);
    const others = [downgraded, Buffer.from('swapped'), first.account.box(first.state.shares.box)];
    for (const other of others) {
      second.line.lies.boxes = () => [{ name, box: logKeys.sealBox(other ?? Buffer.alloc(0)) }];
      expect(await second.log.fetchBox(credential, 1_000)).toBe('missing');
    }
    second.line.lies.boxes = () => [{ name, box: box ?? Buffer.alloc(0) }];
    expect(await second.log.fetchBox(credential, 1_000)).toBe('missing');
    expect(second.account.box(credential)).toBeNull();
  });
});

describe('a connection that another one replaced, as after the server moved', () => {
  it('is closed, and what becomes of it changes nothing', async () => {
    const before = await first.open(first.identity.password);
    await first.log.meet(before);
    first.log.part();
    await expect(before.greet(100)).rejects.toBeInstanceOf(ServerAwayError);
    await first.connect();
    first.log.part(before);
    await first.decide(dana, keep(33));
    expect(first.state.trailYears).toBe(33);
  });
});
