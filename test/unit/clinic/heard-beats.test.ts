import { beforeEach, describe, expect, it } from 'vitest';
import type { ClinicServer, HeardBeat } from '../../../src/main/ports/index.js';
import { writeBeat } from '../../../src/main/clinic/beat.js';
import { LogKeys } from '../../../src/main/account/log-keys.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { dana } from '../account/several-desks.js';
import { keptOf, type SpeakingDesk, speakingPair, type SpeakingPair } from './speaking-desk.js';

const HOUR_MS = 3_600_000;

let clock: SpeakingPair['clock'];
/** Dana is signed in here, an administrator. */
let office: SpeakingDesk;
let room: SpeakingDesk;
beforeEach(async () => {
  ({ clock, office, room } = await speakingPair());
});

/** A server that says this. */
function saying(...beats: readonly HeardBeat[]): ClinicServer {
  const said = { ...office.connection, beats: () => Promise.resolve(beats) };
  return said;
}

/** What the room would say. */
function written(
  change: Partial<Parameters<typeof writeBeat>[0]> = {},
  by: Partial<Parameters<typeof writeBeat>[1]> = {},
  log = room.desk.facts.log,
): HeardBeat {
  const { desk } = room;
  const { id: workstation, keys } = desk.identity;
  const nowMs = clock.now().wallMs;
  const said = {
    ...{ order: [50, 1] as const, atMs: nowMs, version: '9', seq: 1, head: null, trail: null },
    ...{ freeSinceMs: nowMs, session: null, ...change },
  };
  const about = { ...desk.state, shared: { ...desk.facts, log } };
  const body = writeBeat(said, { workstation, keys, logKeys: desk.logKeys, ...by }, about);
  return { workstation, heardMs: nowMs, change: 1, body };
}

/** What the office believes of the room when the server says this. */
async function believed(...beats: readonly HeardBeat[]): Promise<string | undefined> {
  office.server = saying(...beats);
  return (await office.of(room))?.version;
}

describe('what a workstation says is believed', () => {
  it('when it is its own and the last', async () => {
    expect(await believed(written())).toBe('9');
    expect(await believed(written({ order: [50, 2], version: '10' }))).toBe('10');
    expect(await believed(written({ order: [51, 1], version: '11' }))).toBe('11');
  });

  it('but not when somebody else has signed it', async () => {
    expect(await believed(written({}, { keys: office.desk.identity.keys }))).toBeUndefined();
    expect(await believed(written({}, { keys: SeedKeys.fresh() }))).toBeUndefined();
  });

  it('but not when it was changed, or sealed under another key', async () => {
    const { body, ...heard } = written();
    for (const at of [0, 10, body.length >> 1, body.length - 1]) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await believed({ ...heard, body: changed })).toBeUndefined();
    }
    expect(await believed(written({}, { logKeys: LogKeys.fresh() }))).toBeUndefined();
  });

  it('but not of another clinic', async () => {
    const log = '11111111-1111-4111-8111-111111111111';
    expect(await believed(written({}, {}, log))).toBeUndefined();
  });

  it('but not under the name of another workstation', async () => {
    await office.speak();
    const { body } = await keptOf(office);
    expect(await believed({ ...written(), body })).toBeUndefined();
    // Also one that says another name, under the room's own signature.
    expect(await believed(written({}, { workstation: office.desk.id }))).toBeUndefined();
    const own = { ...written({}, { workstation: office.desk.id }), workstation: room.desk.id };
    expect(await believed(own)).toBeUndefined();
  });

  it('but not when something was said after it', async () => {
    const older = written({ version: 'older' });
    const earlierRun = written({ order: [49, 900], version: 'earlier run' });
    clock.stop(1_000);
    expect(await believed(written({ order: [50, 2], version: 'newer' }))).toBe('newer');
    expect(await believed(older)).toBe('newer');
    expect(await believed(earlierRun)).toBe('newer');
    expect(await believed({ ...older, heardMs: clock.now().wallMs, change: 99 })).toBe('newer');
  });

  it('whatever its clock says, as long as it counts on', async () => {
    expect(await believed(written({ version: 'ahead' }))).toBe('ahead');
    clock.jumpWall(-HOUR_MS);
    expect(await believed(written({ order: [50, 2], version: 'set back' }))).toBe('set back');
    // The disk was put back to what it was: it counts its starts anew, and says more than it did.
    clock.jumpWall(2 * HOUR_MS);
    expect(await believed(written({ order: [3, 1], version: 'restored' }))).toBe('restored');
  });

  it('as old as it has been known, although the server calls it new', async () => {
    const once = written();
    await believed(once);
    const { heardMs } = (await office.of(room)) ?? {};
    clock.stop(HOUR_MS);
    await believed({ ...once, heardMs: clock.now().wallMs });
    expect((await office.of(room))?.heardMs).toBe(heardMs);
  });

  it('but not once it was removed, nor what was said before', async () => {
    const before = written();
    expect(await believed(before)).toBe('9');
    await office.desk.remove(dana, room.desk);
    expect(await believed()).toBeUndefined();
    expect(await believed(before, written({ order: [50, 3] }))).toBeUndefined();
  });
});

describe('a decision that the room has and the server does not give', () => {
  const unseen = (seq: number) => ({ seq, link: Buffer.alloc(32, seq) });
  const isWithheld = async (...beats: readonly HeardBeat[]): Promise<boolean> =>
    office.speaking.beats.isWithheldBy(saying(...beats), 5_000);
  let older: HeardBeat;
  beforeEach(async () => {
    older = written({ order: [49, 9], head: office.desk.rows.head() });
    await believed(written({ head: unseen(90) }));
    clock.stop(30_000);
  });

  it('is withheld, also by a server that shows nobody else', async () => {
    expect(await isWithheld()).toBe(true);
    expect(await isWithheld(written({ order: [50, 2], head: unseen(91) }))).toBe(true);
  });

  it('is not, if the room itself has said since that it went on differently', async () => {
    const head = office.desk.rows.head();
    expect(await isWithheld(written({ order: [50, 2], head }))).toBe(false);
    expect(await isWithheld()).toBe(false);
  });

  it('is still, if only something older is shown', async () => {
    expect(await isWithheld(older)).toBe(true);
  });
});
