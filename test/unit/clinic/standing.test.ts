import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkState } from '../../../src/main/clinic/link-machine.js';
import { Standing } from '../../../src/main/clinic/standing.js';
import type { Removal } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const HOUR_MS = 3_600_000;
const LIMIT_MS = 72 * HOUR_MS;
const MINUTE_MS = 60_000;

const CONNECTED: LinkState = { kind: 'connected', attempt: 1, failures: 0 };
const CONNECTING: LinkState = { kind: 'connecting', attempt: 1, failures: 0, why: null };
const AWAY: LinkState = { kind: 'waiting', attempt: 1, failures: 1, why: 'silent' };

let clock: VirtualClock;
let link: LinkState;
/** On both clocks; `null` when nobody knows of a contact. */
let contact: { readonly wallMs: number; readonly passedMs: number } | null;
let limitMs: number;
let removal: Removal | null;
let changes: string[];
let shuts: number;
let standing: Standing;
beforeEach(() => {
  clock = new VirtualClock();
  link = CONNECTED;
  limitMs = LIMIT_MS;
  removal = null;
  changes = [];
  shuts = 0;
  noteContact();
  standing = newStanding();
  standing.review();
});

function newStanding(): Standing {
  const made: Standing = new Standing({
    clock,
    link: () => link,
    contact: {
      get withoutServerMs() {
        return contact === null ? Number.POSITIVE_INFINITY : clock.passedMs - contact.passedMs;
      },
      get lastWallMs() {
        return contact?.wallMs ?? null;
      },
    },
    limitSeconds: () => limitMs / 1_000,
    removal: () => removal,
    onChange: () => changes.push(made.now.kind),
    onShut: () => (shuts += 1),
  });
  return made;
}

function noteContact(): void {
  contact = { wallMs: clock.now().wallMs, passedMs: clock.passedMs };
}

function become(state: LinkState): void {
  link = state;
  standing.review();
}

describe('how a workstation stands to its clinic', () => {
  it('is told when it changes, and not again', () => {
    become(CONNECTED);
    become(AWAY);
    become({ ...AWAY, attempt: 2, kind: 'connecting' });
    become({ ...AWAY, attempt: 2 });
    become({ ...AWAY, attempt: 2, why: 'refused' });
    become(CONNECTED);
    expect(changes).toEqual(['connected', 'alone', 'alone', 'connected']);
  });

  it('is “connecting” until a first try has failed', () => {
    become(CONNECTING);
    expect(standing.now).toEqual({ kind: 'connecting' });
    become(AWAY);
    expect(standing.now.kind).toBe('alone');
  });

  it('says since when the server is away, until when that may be, and why', async () => {
    const sinceMs = clock.now().wallMs;
    become(AWAY);
    await clock.run(HOUR_MS);
    expect(standing.now).toEqual({
      kind: 'alone',
      sinceMs,
      untilMs: sinceMs + LIMIT_MS,
      isSoon: false,
      why: 'silent',
    });
  });

  it('says who removed this workstation', () => {
    removal = { clinicName: 'Clinic', by: 'Ada', atMs: 5 };
    standing.review();
    expect(standing.now).toEqual({ kind: 'removed', clinicName: 'Clinic', by: 'Ada', atMs: 5 });
    expect(changes.at(-1)).toBe('removed');
    expect(clock.armed).toBe(0);
  });
});

describe('a workstation that is without its server for too long', () => {
  it('is shut at the very moment, after a word 15 minutes before', async () => {
    become(AWAY);
    await clock.run(LIMIT_MS - 15 * MINUTE_MS - 1);
    expect(changes).toEqual(['connected', 'alone']);
    expect(standing.now).toMatchObject({ isSoon: false });
    await clock.run(1);
    expect(changes).toEqual(['connected', 'alone', 'alone']);
    expect(standing.now).toMatchObject({ kind: 'alone', isSoon: true });
    await clock.run(15 * MINUTE_MS - 1);
    expect(shuts).toBe(0);
    await clock.run(1);
    expect(shuts).toBe(1);
    expect(changes.at(-1)).toBe('shut');
    const { wallMs } = clock.now();
    await clock.run(HOUR_MS);
    expect(standing.now).toEqual({
      kind: 'shut',
      sinceMs: wallMs - LIMIT_MS,
      untilMs: wallMs,
      isSoon: false,
      why: 'silent',
    });
    expect(clock.armed).toBe(0);
  });

  it('is shut once each time', async () => {
    become(AWAY);
    await clock.run(LIMIT_MS);
    become({ ...AWAY, kind: 'connecting' });
    standing.review();
    expect(shuts).toBe(1);
    noteContact();
    become(CONNECTED);
    become(AWAY);
    await clock.run(LIMIT_MS);
    expect(shuts).toBe(2);
  });

  it('is shut by the first look after a sleep', () => {
    become(AWAY);
    clock.sleep(LIMIT_MS);
    expect(standing.now.kind).toBe('shut');
    standing.review();
    expect(shuts).toBe(1);
  });

  it('is shut from its start, before the server could answer', () => {
    contact = null;
    link = CONNECTING;
    const started = newStanding();
    started.review();
    const { wallMs } = clock.now();
    expect(started.now).toEqual({
      kind: 'shut',
      sinceMs: wallMs,
      untilMs: wallMs,
      isSoon: false,
      why: 'unreachable',
    });
    expect(shuts).toBe(1);
  });

  it('follows a shorter limit at once', async () => {
    become(AWAY);
    await clock.run(2 * HOUR_MS);
    limitMs = HOUR_MS;
    standing.review();
    expect(shuts).toBe(1);
  });

  it('is not shut while it is connected', () => {
    clock.sleep(LIMIT_MS);
    standing.review();
    expect(standing.now.kind).toBe('connected');
  });

  it('asks for no more timers when it is stopped', () => {
    become(AWAY);
    standing.stop();
    expect(clock.armed).toBe(0);
  });
});
