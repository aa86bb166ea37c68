import { beforeEach, describe, expect, it } from 'vitest';
import { memberNamed } from '../../support/fakes/builders.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { enrolDesk, shareDesk } from '../../support/fakes/desks.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, dana, sam } from '../account/several-desks.js';
import { SpeakingDesk } from './speaking-desk.js';

const HOUR_MS = 3_600_000;
const kim = memberNamed('Kim');

let clock: VirtualClock;
let server: VirtualServer;
/** Dana is signed in here, an administrator. */
let office: SpeakingDesk;
let room: SpeakingDesk;
beforeEach(async () => {
  clock = new VirtualClock();
  server = new VirtualServer(() => clock.now().wallMs);
  const first = await shareDesk(server, MemoryAccount.of(dana, ada, sam, kim), dana);
  office = new SpeakingDesk(first, clock);
  room = new SpeakingDesk(await enrolDesk(first, dana), clock);
  office.signIn(dana);
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
});
