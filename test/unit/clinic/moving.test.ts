import { beforeEach, expect, it, vi } from 'vitest';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import {
  FoundingError,
  ServerAwayError,
  type ServerConnector,
  type ServerFounder,
  type ServerLogin,
} from '../../../src/main/ports/clinic-server.js';
import { VirtualLine } from '../../support/fakes/virtual-line.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { codeFrom, OfficeDesk, PLACE, shareForm } from '../../support/office-desk.js';

/* Going on at an empty server, because the old one is lost without a backup. */

const elsewhere = { addresses: [{ host: 'new.example', port: 5433 }], database: 'clinic' };
const owner = { user: 'owner', password: 'owners-password' };
let fresh: VirtualServer;
let desk: OfficeDesk;
beforeEach(async () => {
  fresh = new VirtualServer();
  const server = new VirtualServer();
  const founder: ServerFounder = {
    found: (place, by, about) =>
      (place.addresses[0]?.host === 'new.example' ? fresh : server).found(place, by, about),
    script: (about) => fresh.script(about),
  };
  const lineTo = new VirtualLine(fresh);
  const line = new VirtualLine(server);
  const connector: ServerConnector = {
    connect: (place, ...about) =>
      (place.addresses[0]?.host === 'new.example' ? lineTo : line).connect(place, ...about),
  };
  desk = new OfficeDesk(server, undefined, undefined, { connector, founder });
  await desk.found();
  await desk.office.share(shareForm(), desk.clinic.author);
  await desk.connect();
  server.cutOff();
  line.mood = 'cut';
});

const move = (by: ServerLogin | null = owner) =>
  desk.office.move({ place: elsewhere, owner: by }, desk.clinic.author);
const joinFresh = async (setAside = false) => {
  const code = await codeFrom(desk, 'Reception 2');
  const other = new OfficeDesk(fresh);
  if (setAside) await other.found();
  return { other, joined: await other.office.join({ place: elsewhere, code, setAside }) };
};

it('makes the place there, fills it, and goes on', async () => {
  expect(await move()).toEqual({ ok: true });
  expect(desk.office.place).toEqual(elsewhere);
  expect(fresh.rows).toHaveLength(desk.rows.head().seq);
  const { other, joined } = await joinFresh();
  expect(joined).toEqual({ ok: true });
  await desk.log.pull();
  expect(other.state).toEqual(desk.state);
});

it('goes on after an earlier try whose end was not heard', async () => {
  const found = vi.spyOn(fresh, 'found');
  const really = fresh.found.bind(fresh);
  found.mockImplementationOnce(async (place, by, about) => {
    await really(place, by, about);
    throw new ServerAwayError('silent');
  });
  expect(await move()).toEqual({ ok: false, code: 'silent' });
  expect(desk.office.place).toEqual(PLACE);
  expect(await move()).toEqual({ ok: true });
  expect(fresh.rows).toHaveLength(desk.rows.head().seq);
});

it('goes on where the script was run', async () => {
  const { identity } = desk.secret;
  if (identity === null) throw new Error('It has no secrets.');
  const { workstation, log, password } = identity;
  await fresh.found(elsewhere, owner, { workstation, log, verifier: scramVerifier(password) });
  expect(await move(null)).toEqual({ ok: true });
  expect(fresh.rows).toHaveLength(desk.rows.head().seq);
});

it('says that the owner’s login is not accepted, not its own', async () => {
  vi.spyOn(fresh, 'found').mockRejectedValue(new ServerAwayError('refused'));
  expect(await move()).toEqual({ ok: false, code: 'ownerRefused' });
  vi.restoreAllMocks();
  expect(await move(null)).toEqual({ ok: false, code: 'refused' });
  expect(desk.office.place).toEqual(PLACE);
});

it.each(['notAllowed', 'tooOld', 'sharedServer'] as const)('says why not: %s', async (why) => {
  vi.spyOn(fresh, 'found').mockRejectedValue(new FoundingError(why));
  expect(await move()).toEqual({ ok: false, code: why });
});

it('touches no database in which another clinic is', async () => {
  const other = new OfficeDesk(fresh);
  await other.found();
  await other.office.share(shareForm(), other.clinic.author);
  const before = fresh.rows.length;
  expect(await move()).toEqual({ ok: false, code: 'inUse' });
  expect(fresh.rows).toHaveLength(before);
  expect(desk.office.place).toEqual(PLACE);
});

it('takes the other computers back, each with a new code', async () => {
  await move();
  const { other, joined } = await joinFresh(true);
  expect(joined).toEqual({ ok: true });
  expect(other.asides).toBe(1);
});
