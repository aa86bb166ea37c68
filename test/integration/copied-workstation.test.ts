import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AccountFile } from '../support/account-file.js';
import { VirtualLine } from '../support/fakes/virtual-line.js';
import { VirtualServer } from '../support/fakes/virtual-server.js';
import { SimulatedDesk } from '../support/simulated-desk.js';

/* Two computers with one identity, as after the copy of a disk; the account files are real. */

const PLACE = { addresses: [{ host: 'db.clinic.example', port: 5432 }], database: 'clinic' };
const OWNER = { user: 'owner', password: 'owner' };

let desks: SimulatedDesk[];
let server: VirtualServer;
let original: SimulatedDesk;
beforeEach(async () => {
  server = new VirtualServer();
  original = await SimulatedDesk.open(new VirtualLine(server), server);
  desks = [original];
  await original.share(PLACE, OWNER);
});
afterEach(() => Promise.all(desks.map((desk) => desk.close())));

/** Why a workstation is without the server. */
function why({ clinic: { desk } }: SimulatedDesk): string | null {
  return desk.standing.kind === 'alone' ? desk.standing.why : null;
}

/** How often the audit trail of a computer says that there was a copy. */
function told({ folder }: SimulatedDesk): number {
  const file = new AccountFile(folder);
  return file.all("SELECT id FROM audit_event WHERE event = 'workstation.copied'").length;
}

test('a copy of a computer is noticed, and one of the two enrols anew with a code of its own', async () => {
  const { author } = original;
  const copy = await original.copied();
  desks.push(copy);
  // To the server the copy is as the first one after a restart; then the first one is the stranger.
  await copy.connected();
  original.clinic.link.beat();
  await vi.waitFor(() => expect(why(original)).toBe('copied'));
  expect(original.clinic.link.server).toBeNull();
  expect(await original.office.invite(['Nowhere'], author)).toMatchObject({ ok: false });
  copy.clinic.link.beat();
  await vi.waitFor(() => expect(told(copy)).toBe(1));
  expect(why(copy)).toBeNull();

  const made = await copy.office.invite(['Exam room 2'], {
    memberId: author.memberId,
    keys: author.keys.copy(),
  });
  if (!made.ok) throw new Error(made.code);
  const [code = ''] = made.codes;
  expect(await original.office.join({ place: PLACE, code, setAside: true })).toEqual({ ok: true });
  const anew = await original.restarted();
  desks[0] = anew;
  expect(anew.account.account.state).toBeNull();
  await anew.join(PLACE, code);
  await vi.waitFor(() => expect(copy.state.seq).toBe(anew.state.seq));
  expect(Object.values(copy.state.shared?.workstations ?? {}).map(({ name }) => name)).toEqual([
    'Reception 1',
    'Exam room 2',
  ]);
  for (const desk of [anew, copy]) {
    desk.clinic.link.beat();
    await desk.connected();
    expect(why(desk)).toBeNull();
  }
});

test('a computer that only starts again is no copy', async () => {
  for (let times = 0; times < 3; times += 1) {
    original = await original.restarted();
    desks[0] = original;
    await original.connected();
  }
  expect(why(original)).toBeNull();
  expect(told(original)).toBe(0);
});
