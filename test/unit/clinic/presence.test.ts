import { beforeEach, describe, expect, it } from 'vitest';
import type { ClinicServer } from '../../../src/main/ports/index.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { enrolDesk, shareDesk } from '../../support/fakes/desks.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, dana, keep, sam } from '../account/several-desks.js';
import { keptOf, kim, SpeakingDesk, speakingPair, type SpeakingPair } from './speaking-desk.js';

const HOUR_MS = 3_600_000;

let clock: SpeakingPair['clock'];
let server: SpeakingPair['server'];
/** Dana is signed in here, an administrator. */
let office: SpeakingDesk;
let room: SpeakingDesk;
beforeEach(async () => {
  ({ clock, server, office, room } = await speakingPair());
});

describe('an administrator', () => {
  it('sees who is signed in where, as that workstation says', async () => {
    const session = room.signIn(sam);
    clock.stop(5_000);
    await room.speak();
    const nowMs = clock.now().wallMs;
    clock.stop(7_000);
    expect(await office.of(room)).toEqual({
      ...{ workstation: room.desk.id, heardMs: nowMs, atMs: nowMs, version: '1.2.3', session },
      ...{ seq: room.desk.state.seq, trail: room.trail, freeSinceMs: null },
    });
  });

  it('sees since when nobody is signed in', async () => {
    room.signIn(sam);
    clock.stop(HOUR_MS);
    room.signOut();
    const freeSinceMs = clock.now().wallMs;
    clock.stop(60_000);
    await room.speak();
    expect(await office.of(room)).toMatchObject({ freeSinceMs, session: null });
  });

  it('sees it whichever administrator they are', async () => {
    room.signIn(sam);
    await room.speak();
    await office.speaking.presence.everybody();
    office.signOut();
    office.signIn(ada);
    expect((await office.of(room))?.session).toMatchObject({ memberId: sam.id });
  });

  it('sees what was heard before when the server is away', async () => {
    room.signIn(sam);
    await room.speak();
    expect((await office.speaking.presence.everybody()).contact).toBe('connected');
    office.desk.disconnect();
    const { contact, beats } = await office.speaking.presence.everybody();
    expect(contact).toBe('away');
    expect(beats.map(({ session }) => session?.memberId)).toEqual([sam.id]);
  });

  it('is told by this computer’s own clock when something was heard', async () => {
    const ahead = new VirtualServer(() => clock.now().wallMs + HOUR_MS);
    const first = await shareDesk(ahead, MemoryAccount.of(dana), dana);
    office = new SpeakingDesk(first, clock);
    room = new SpeakingDesk(await enrolDesk(first, dana), clock);
    await room.speak();
    const heardMs = clock.now().wallMs;
    clock.stop(30_000);
    await office.speak();
    expect(await office.of(room)).toMatchObject({ heardMs });
  });
});

describe('nobody else', () => {
  beforeEach(async () => {
    room.signIn(sam);
    await room.speak();
  });

  it.each([
    ['nobody', null],
    ['another member', kim],
  ])('sees who is where: %s', async (_who, member) => {
    office.signOut();
    if (member !== null) office.signIn(member);
    const seen = await office.of(room);
    expect(seen?.version).toBe('1.2.3');
    expect(seen?.session).toBeNull();
  });

  it('remembers what an administrator has seen', async () => {
    expect((await office.of(room))?.session).not.toBeNull();
    // Not even who is signed in and is no administrator any more.
    office.keys.forget();
    expect((await office.of(room))?.session).toBeNull();
    office.signIn(dana);
    expect((await office.of(room))?.session).not.toBeNull();
    office.signOut();
    expect((await office.of(room))?.session).toBeNull();
  });

  it('learns it from the server', () => {
    const { bytes } = server;
    for (const secret of [sam.id, sam.name, '1.2.3', 'administrators'])
      expect(bytes.includes(secret)).toBe(false);
  });
});

describe('a member', () => {
  it('sees where else they are signed in, and since when', async () => {
    const { sinceMs } = room.signIn(dana);
    await room.speak();
    clock.stop(4_000);
    await office.speak();
    const heardMs = sinceMs;
    expect(office.speaking.presence.elsewhere).toEqual([
      { workstation: room.desk.id, sinceMs, heardMs },
    ]);
    expect(office.changes).toBe(1);
    expect(office.answers).toEqual([1]);
    room.signOut();
    await room.speak();
    await office.speak();
    expect(office.answers).toEqual([1, 0]);
    expect(room.answers).toEqual([0]);
    expect(office.speaking.presence.elsewhere).toEqual([]);
    expect(office.changes).toBe(2);
  });

  it('sees nothing of others, and nothing once signed out', async () => {
    room.signIn(sam);
    await room.speak();
    await office.speak();
    expect(office.speaking.presence.elsewhere).toEqual([]);
    room.signIn(dana);
    await room.speak();
    await office.speak();
    expect(office.speaking.presence.elsewhere).toHaveLength(1);
    office.signOut();
    expect(office.speaking.presence.elsewhere).toEqual([]);
  });

  it('is not told of a session that must be over', async () => {
    const { longestEndMs, sinceMs } = room.signIn(dana);
    await room.speak();
    clock.stop(longestEndMs - sinceMs);
    await office.speak();
    expect(office.speaking.presence.elsewhere).toEqual([]);
  });

  it('believes no server that makes it up', async () => {
    room.signIn(sam);
    await room.speak();
    const kept = await keptOf(room);
    const lying = {
      beat: async (...call: Parameters<ClinicServer['beat']>) => ({
        ...(await office.connection.beat(...call)),
        elsewhere: 3,
      }),
      beats: () => Promise.resolve([kept, { ...kept, workstation: office.desk.id }]),
    };
    await office.speaking.beats.beat(lying as unknown as ClinicServer, 5_000);
    await office.of(room);
    expect(office.speaking.presence.elsewhere).toEqual([]);
  });
});

it('says which decisions are in force, and which the server was not told of', async () => {
  await room.speak();
  expect(room.speaking.beats.isStale).toBe(false);
  await office.desk.decide(dana, keep(7));
  await room.desk.log.pull();
  expect(room.speaking.beats.isStale).toBe(true);
  await room.speak();
  expect((await office.of(room))?.seq).toBe(office.desk.state.seq);
  expect(room.speaking.beats.isStale).toBe(false);
});

it('who has said that nobody is signed in need not say it again', async () => {
  const { beats } = room.speaking;
  room.signIn(sam);
  await room.speak();
  room.signOut();
  expect(beats.hasSaidFree).toBe(false);
  await room.speak();
  expect(beats.hasSaidFree).toBe(true);
  room.signIn(sam);
  expect(beats.hasSaidFree).toBe(false);
});
