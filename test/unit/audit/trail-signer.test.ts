import { describe, expect, it } from 'vitest';
import { TrailSigning } from '../../../src/main/audit/trail-signer.js';
import { isSignedBy } from '../../../src/main/keys/key-pairs.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { headText } from '../../../src/main/keys/trail-seal.js';
import type { TrailHead } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const keys = SeedKeys.fresh();
const HEAD = { events: 12, link: Buffer.alloc(32, 4) };

function build(head: typeof HEAD | null = HEAD) {
  const now: TrailHead[] = [];
  const later: TrailHead[] = [];
  const trail = {
    workstation: 'station-1',
    head: () => head,
    addHead: (one: TrailHead) => void now.push(one),
    addHeadLater: (one: TrailHead) => void later.push(one),
  };
  return { now, later, trail, signing: new TrailSigning({ trail, clock: new VirtualClock() }) };
}

describe('the signature of how far the trail has come', () => {
  it('is stored at once when a session begins, and is its member’s', async () => {
    const { now, later, signing } = build();
    signing.sessionBegins('member-1', keys);
    expect(later).toEqual([]);
    expect(now).toMatchObject([{ ...HEAD, memberId: 'member-1', key: keys.publicKeys.signing }]);
    const [head] = now;
    if (head === undefined) throw new Error('no head');
    const key = Buffer.from(head.key, 'base64');
    const text = headText({ ...head, workstation: 'station-1' });
    expect(await isSignedBy(key, text, head.signature)).toBe(true);
    const other = headText({ ...head, workstation: 'station-2' });
    expect(await isSignedBy(key, other, head.signature)).toBe(false);
  });

  it('waits for the next event when a session ends', () => {
    const { now, later, signing } = build();
    signing.sessionEnds('member-1', keys);
    expect(now).toEqual([]);
    expect(later).toMatchObject([HEAD]);
  });

  it('is none without an event, and none without keys', () => {
    const empty = build(null);
    empty.signing.sessionBegins('member-1', keys);
    empty.signing.sessionEnds('member-1', keys);
    const locked = build();
    locked.signing.sessionEnds('member-1', null);
    expect([...empty.now, ...empty.later, ...locked.later]).toEqual([]);
  });

  it('never keeps a session from ending: neither by a database nor by keys that fail', () => {
    const { trail, signing } = build();
    const gone = SeedKeys.fresh();
    gone.forget();
    expect(() => signing.sessionEnds('member-1', gone)).not.toThrow();
    trail.head = () => {
      throw new Error('the database is locked');
    };
    expect(() => signing.sessionEnds('member-1', keys)).not.toThrow();
    expect(() => signing.sessionBegins('member-1', keys)).toThrow('locked');
  });
});
