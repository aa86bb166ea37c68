import { beforeEach, describe, expect, it } from 'vitest';
import { SpeakingDesk, speakingPair, type SpeakingPair } from './speaking-desk.js';

const HOUR_MS = 3_600_000;

let clock: SpeakingPair['clock'];
/** Dana is signed in here, an administrator. */
let office: SpeakingDesk;
let room: SpeakingDesk;
beforeEach(async () => {
  ({ clock, office, room } = await speakingPair());
});

describe('a copy of this computer', () => {
  let copy: SpeakingDesk;
  beforeEach(async () => {
    await room.speak();
    copy = new SpeakingDesk(room.desk, clock);
  });

  it('says nothing that counts', async () => {
    const { server } = office.desk;
    const { bytes } = server;
    expect(await copy.speak()).toBe('copied');
    expect(server.bytes).toEqual(bytes);
    expect(copy.audited).toEqual([]);
  });

  it('is told once a day in the audit log, as long as it tries', async () => {
    for (let hours = 0; hours < 50; hours += 1) {
      await copy.speaking.beats.beat(room.connection, 5_000);
      await room.speaking.beats.beat(room.connection, 5_000);
      clock.stop(HOUR_MS);
    }
    const event = { event: 'workstation.copied', memberId: null };
    const told = room.audited.map(({ event: name, memberId }) => ({ event: name, memberId }));
    expect(told).toEqual([event, event, event]);
  });

  it('is not told again after a restart of the app', async () => {
    await copy.speak();
    await room.speak();
    room.started();
    await room.speak();
    expect(room.audited).toHaveLength(1);
  });

  it('is told later if the disk is full', async () => {
    await copy.speak();
    room.store.writable = false;
    const { greeting } = room.connection;
    expect(await room.speak()).toMatchObject({ log: greeting.log });
    expect(room.audited).toEqual([]);
    room.store.writable = true;
    await room.speak();
    expect(room.audited).toHaveLength(1);
  });
});

describe('a computer whose disk is full', () => {
  it('says nothing until there is room again', async () => {
    room.store.writable = false;
    room.started();
    expect(await room.speak()).toBeNull();
    expect(await office.of(room)).toBeUndefined();
    room.store.writable = true;
    expect(await room.speak()).not.toBeNull();
    expect(await office.of(room)).toMatchObject({ version: '1.2.3' });
  });
});
