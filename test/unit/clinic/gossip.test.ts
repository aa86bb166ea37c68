import { beforeEach, describe, expect, it } from 'vitest';
import { Gossip } from '../../../src/main/clinic/gossip.js';
import type { Position } from '../../../src/main/ports/index.js';
import { MemoryLog } from '../../support/fakes/memory-log.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock: VirtualClock;
let rows: MemoryLog;
let epoch: number;
let enrolled: Set<string>;
let gossip: Gossip;
beforeEach(() => {
  clock = new VirtualClock();
  rows = new MemoryLog();
  epoch = 1;
  enrolled = new Set(['one', 'two']);
  gossip = new Gossip({
    ...{ clock, rows, epoch: () => epoch },
    isEnrolled: (workstation) => enrolled.has(workstation),
  });
  take(1, 2, 3);
});

function at(seq: number, course = 1): Position {
  return { seq, link: Buffer.alloc(32, seq + 100 * course) };
}

function take(...seqs: readonly number[]): void {
  for (const seq of seqs) rows.append({ ...at(seq), body: Buffer.from('row') });
}

describe('a server that gives everything', () => {
  it('withholds nothing, however far the others are', () => {
    gossip.heard('one', at(2));
    gossip.heard('two', { seq: 0, link: Buffer.alloc(32) });
    clock.stop(60_000);
    expect(gossip.isWithheld).toBe(false);
    gossip.heard('one', at(5));
    take(4, 5);
    clock.stop(60_000);
    expect(gossip.isWithheld).toBe(false);
  });

  it('has half a minute for each of what is decided', () => {
    gossip.heard('one', at(4));
    clock.stop(29_999);
    expect(gossip.isWithheld).toBe(false);
    take(4);
    gossip.heard('one', at(5));
    clock.stop(29_999);
    expect(gossip.isWithheld).toBe(false);
  });
});

describe('a server that keeps something back', () => {
  it('is noticed after half a minute, whatever is decided meanwhile', () => {
    for (let seconds = 0; seconds < 30; seconds += 10) {
      gossip.heard('one', at(4 + seconds));
      expect(gossip.isWithheld).toBe(false);
      clock.stop(10_000);
    }
    expect(gossip.isWithheld).toBe(true);
  });

  it('is noticed whatever is set on the wall', () => {
    gossip.heard('one', at(4));
    clock.jumpWall(-3_600_000);
    clock.stop(30_000);
    expect(gossip.isWithheld).toBe(true);
  });

  it('withholds until it has given it', () => {
    gossip.heard('one', at(5));
    clock.stop(600_000);
    take(4);
    expect(gossip.isWithheld).toBe(true);
    take(5);
    expect(gossip.isWithheld).toBe(false);
  });

  it('is noticed when it tells others another course of what was decided', () => {
    gossip.heard('one', at(3, 2));
    clock.stop(30_000);
    expect(gossip.isWithheld).toBe(true);
  });

  it('is noticed when it keeps the newest key back, and with it what others say', () => {
    gossip.heardNewerKey('one');
    clock.stop(30_000);
    expect(gossip.isWithheld).toBe(true);
    epoch = 2;
    expect(gossip.isWithheld).toBe(false);
  });
});

describe('what was heard counts no more', () => {
  beforeEach(() => {
    gossip.heard('one', at(9));
    clock.stop(30_000);
    expect(gossip.isWithheld).toBe(true);
  });

  it('once that workstation was removed', () => {
    enrolled.delete('one');
    expect(gossip.isWithheld).toBe(false);
  });

  it('once that workstation says something else', () => {
    gossip.heard('one', at(3));
    expect(gossip.isWithheld).toBe(false);
  });

  it('once the log went on differently, which is told in another way', () => {
    rows.clear();
    rows.append({ ...at(1), body: Buffer.from('row') });
    rows.append({ ...at(2, 2), body: Buffer.from('row') });
    expect(gossip.isWithheld).toBe(false);
  });
});
