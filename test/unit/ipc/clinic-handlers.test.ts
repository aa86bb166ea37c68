import { beforeEach, describe, expect, it } from 'vitest';
import {
  readServerAddress,
  type ServerAddress,
} from '../../../src/shared/clinic/server-address.js';
import { type ClinicHandlerParts, clinicHandlers } from '../../../src/main/ipc/clinic-handlers.js';
import { type Outcome, ServerAwayError, type SignOutDesk } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { FakeOffice } from '../../support/fakes/fake-office.js';

/* What administrators do with the workstations of a clinic: which of it needs a proof, and what is told. */

const dana = memberNamed('Dana', 'administrator');
const contents = {} as never;
const inSettings = { member: dana, contents, kind: 'settings' as const };
const atTheDoor = { contents, kind: 'main' as const };
const RIGHT = { password: 'right' };
const SOME_ID = '6f0a7d0e-7c5b-4c0e-9a53-0d4a3f2b9c11';

let office: FakeOffice;
let generation: number;
let clinicName: string | null;
let saved: string[];
let forgotten: number;
/** What was ordered; and why the next order is refused. */
let orders: unknown[];
let noOrder: 'notShared' | null;

function place(text: string): ServerAddress {
  const read = readServerAddress(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}
const DB = place('db.example.org');

function orderedOut(what: unknown): Outcome<'notShared'> {
  orders.push(what);
  return noOrder === null ? { ok: true } : { ok: false, code: noOrder };
}

function handlers() {
  const signOut: SignOutDesk = {
    order: (whom, reason) => Promise.resolve(orderedOut([whom, reason])),
    elsewhere: ({ memberId }) => Promise.resolve(orderedOut(memberId)),
  };
  const parts = {
    account: { clinicName: () => clinicName },
    clinic: { office, signOut, forgetRemoval: () => void (forgotten += 1) },
    documents: () => ({
      save: ({ text }: { readonly text: string }, mayStill: () => boolean) => {
        if (mayStill()) saved.push(text);
        return Promise.resolve(mayStill() ? 'saved' : 'cancelled');
      },
    }),
    runner: {
      get state() {
        return { generation };
      },
    },
    stepUp: {
      passwordAndCode: (_member: unknown, _keys: unknown, { password }: { password: string }) =>
        Promise.resolve(password === 'right' ? { ok: true } : { ok: false, code: 'wrongPassword' }),
    },
    secondFactor: { isOn: () => true },
    keys: { authorFor: () => ({ memberId: dana.id }), keys: {} },
  };
  return clinicHandlers(parts as unknown as ClinicHandlerParts);
}

beforeEach(() => {
  office = new FakeOffice();
  generation = 1;
  clinicName = 'Harbour Street Clinic';
  saved = [];
  forgotten = 0;
  orders = [];
  noOrder = null;
});

type Proof = typeof RIGHT | null;

const OWNER = { user: 'clinic_owner', password: 'owners-password' };
const SHARE = { address: DB, owner: null, workstationName: 'Reception 1' };
const JOIN = { address: DB, code: 'ABCD' };

/** Each act that needs a proof, and what the office is asked then. */
const PROVED = {
  shareAccount: [
    (proof: Proof) => handlers().shareAccount({ ...SHARE, proof }, inSettings),
    ['share', { place: DB, owner: null, workstationName: 'Reception 1' }],
  ],
  joinAnotherClinic: [
    (proof: Proof) => handlers().joinAnotherClinic({ ...JOIN, proof }, inSettings),
    ['join', { place: DB, code: 'ABCD', setAside: true }],
  ],
  inviteWorkstations: [
    (proof: Proof) => handlers().inviteWorkstations({ names: ['One', 'Two'], proof }, inSettings),
    ['invite', ['One', 'Two']],
  ],
  removeWorkstation: [
    (proof: Proof) =>
      handlers().removeWorkstation({ workstationId: SOME_ID, newKeys: true, proof }, inSettings),
    ['remove', SOME_ID, true],
  ],
  moveServer: [
    (proof: Proof) => handlers().moveServer({ address: DB, owner: OWNER, proof }, inSettings),
    ['move', { place: DB, owner: OWNER }],
  ],
  leaveClinic: [(proof: Proof) => handlers().leaveClinic({ proof }, inSettings), ['leave']],
} as const;

describe.each(Object.entries(PROVED))('%s', (_name, [act, asked]) => {
  it('needs a proof at the act', async () => {
    expect(await act(null)).toMatchObject({ code: 'proofRequired', withCode: true });
    expect(await act({ password: 'wrong' })).toMatchObject({ code: 'wrongPassword' });
    expect(office.asked).toEqual([]);
    expect(await act(RIGHT)).toMatchObject({ ok: true });
    expect(office.asked).toEqual([asked]);
  });

  it('says why it was refused, and what to do', async () => {
    office.problem = 'unreachable';
    const refused = await act(RIGHT);
    expect(refused).toMatchObject({ ok: false, code: 'unreachable' });
    expect('message' in refused && refused.message).toMatch(/Check the address, the network/);
  });

  it('says that nothing was changed while the server is away', async () => {
    office.problem = new ServerAwayError('silent');
    expect(await act(RIGHT)).toMatchObject({ ok: false, code: 'serverAway' });
  });
});

describe('joining', () => {
  it('is for anybody at a computer without an account', async () => {
    clinicName = null;
    expect(await handlers().joinClinic(JOIN, atTheDoor)).toEqual({ ok: true });
    expect(office.asked).toEqual([['join', { place: DB, code: 'ABCD', setAside: false }]]);
  });

  it('puts no account aside for a passer-by', async () => {
    expect(await handlers().joinClinic(JOIN, atTheDoor)).toMatchObject({ code: 'alreadySetUp' });
    expect(office.asked).toEqual([]);
  });

  it('says what a refused code may be', async () => {
    clinicName = null;
    office.problem = 'refused';
    const refused = await handlers().joinClinic(JOIN, atTheDoor);
    expect('message' in refused && refused.message).toMatch(/24 hours.*one computer/);
  });

  it('can be stopped, and a removal is forgotten when it was read', async () => {
    expect(handlers().stopClinicWork({}, atTheDoor)).toEqual({ ok: true });
    expect(office.asked).toEqual([['stop']]);
    expect(await handlers().forgetRemoval({}, atTheDoor)).toEqual({ ok: true });
    expect(forgotten).toBe(1);
  });
});

describe('codes for new workstations', () => {
  it('come with their names', async () => {
    const names = ['Reception 1', 'Reception 2'];
    expect(await handlers().inviteWorkstations({ names, proof: RIGHT }, inSettings)).toEqual({
      ok: true,
      codes: names.map((name) => ({ name, code: `code of ${name}` })),
    });
  });

  it('are not made for two of one name, which is told before a code is used up', async () => {
    const names = ['Reception', 'Reception'];
    expect(await handlers().inviteWorkstations({ names, proof: null }, inSettings)).toMatchObject({
      code: 'nameTaken',
    });
  });

  it('are taken back, and workstations renamed, without a proof', async () => {
    const one = { workstationId: SOME_ID };
    expect(await handlers().withdrawWorkstation(one, inSettings)).toEqual({ ok: true });
    const named = { ...one, name: 'Desk 2' };
    expect(await handlers().renameWorkstation(named, inSettings)).toEqual({ ok: true });
    expect(office.asked).toEqual([
      ['withdraw', SOME_ID],
      ['rename', SOME_ID, 'Desk 2'],
    ]);
    office.problem = 'unknownWorkstation';
    expect(await handlers().renameWorkstation(named, inSettings)).toMatchObject({
      code: 'unknownWorkstation',
    });
  });
});

describe('the SQL file', () => {
  it('is saved where the administrator says', async () => {
    expect(await handlers().saveServerScript({}, inSettings)).toEqual({ ok: true, saved: true });
    expect(saved).toEqual(['CREATE SCHEMA clinic;']);
  });

  it('is not saved for the next member', async () => {
    const asked = handlers().saveServerScript({}, inSettings);
    generation = 2;
    expect(await asked).toEqual({ ok: true, saved: false });
    expect(saved).toEqual([]);
  });
});

describe('an order to sign out', () => {
  const inMain = { ...inSettings, kind: 'main' as const };

  it('is given for others with a reason, and for oneself elsewhere', async () => {
    const whom = { kind: 'member', memberId: SOME_ID } as const;
    const reason = 'The room is needed.';
    expect(await handlers().signOutFromAfar({ whom, reason }, inSettings)).toEqual({ ok: true });
    expect(await handlers().signOutElsewhere({}, inMain)).toEqual({ ok: true });
    expect(orders).toEqual([[whom, reason], dana.id]);
  });

  it('that is refused says why', async () => {
    noOrder = 'notShared';
    const everybody = { whom: { kind: 'everybody' }, reason: 'Fire.' } as const;
    for (const answer of [
      handlers().signOutFromAfar(everybody, inSettings),
      handlers().signOutElsewhere({}, inMain),
    ])
      expect(await answer).toMatchObject({
        code: 'notShared',
        message: expect.stringContaining('no workstation') as string,
      });
  });
});
