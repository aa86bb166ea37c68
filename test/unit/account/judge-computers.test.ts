import { describe, expect, it } from 'vitest';
import { NO_ORDERS, type SharedState } from '../../../src/main/account/clinic-state.js';
import { judge } from '../../../src/main/account/judge.js';
import type { ComputerChange } from '../../../src/main/account/judge-computers.js';
import {
  codeOf,
  computerChanges,
  deskEnrolled,
  deskInvited,
  deskOf,
  deskRemoved,
  FIRST_DESK,
  INVITED_DESK,
  later,
  LOG,
  SECOND_DESK,
  sharedBy,
  sharedClinic,
} from '../../support/fakes/chain-computers.js';
import {
  access,
  decided,
  FOUNDER,
  hashNamed,
  memberBy,
  PRACTITIONER,
  rotationAfter,
  seedNamed,
  unsigned,
} from '../../support/fakes/clinic-chain.js';
import { after, changed, clinic, founder, practitioner } from './judged.js';

/* What a clinic decides about its server and its computers. */

const shared = sharedClinic();
const code = codeOf(INVITED_DESK);
const all = computerChanges(shared);
const { workstations } = theShared(shared);

function theShared({ shared: facts }: { readonly shared: SharedState | null }): SharedState {
  if (facts === null) throw new Error('The account is not shared.');
  return facts;
}

function authorOf({ kind }: ComputerChange): typeof founder {
  return kind === 'workstation.enrolled' ? code : founder;
}

/** What of the shared account a decision changes. */
function changedIn(change: ComputerChange, state = shared): Partial<SharedState> {
  const { shared: facts, ...others } = changed(change, authorOf(change), state);
  expect(others).toEqual({});
  const before = theShared(state);
  const fields = Object.entries(theShared({ shared: facts ?? null }));
  return Object.fromEntries(
    fields.filter(([name, value]) => value !== before[name as keyof SharedState]),
  );
}

describe('every decision about computers', () => {
  const rest = Object.values(all).filter(({ kind }) => kind !== 'clinic.shared');

  it.each(rest.map((change) => [change.kind, change] as const))(
    'moves the state by one, applies once, and needs a shared account: %s',
    (_kind, change) => {
      const by = authorOf(change);
      const before = JSON.stringify(shared);
      const entry = unsigned(shared, by, change);
      const judged = judge(shared, entry);
      expect(judged).toMatchObject({ ok: true, state: { seq: shared.seq + 1 } });
      expect(JSON.stringify(shared)).toBe(before);
      if (judged.ok) expect(judge(judged.state, entry).ok).toBe(false);
      const single = by === code ? 'notAllowed' : 'notShared';
      expect(after(change, by, clinic)).toBe(single);
      expect(after(change, practitioner, shared)).toBe('notAllowed');
      expect(judge(shared, { ...entry, clinic: hashNamed('another') })).toEqual({
        ok: false,
        why: 'otherClinic',
      });
      expect(judge(shared, { ...entry, after: [1, hashNamed('a link')] })).toEqual({
        ok: false,
        why: 'otherPlace',
      });
    },
  );
});

describe('an account', () => {
  it('is shared with the computer that has had it, and with the first key of its log', () => {
    const { workstation, server, keys } = sharedBy();
    const { id, name, signing, opening } = workstation;
    const facts: SharedState = {
      ...{ log: LOG, server, keys, first: id, invited: {}, removed: {}, orders: NO_ORDERS },
      workstations: { [id]: { name, signing, opening, at: 1_000 } },
    };
    expect(changed(sharedBy())).toEqual({ shared: facts });
    const second = { ...keys, epoch: 2 };
    expect(after({ ...sharedBy(), keys: second })).toBe('wrongLogKeys');
  });

  it('is shared once, also in another way', () => {
    expect(after(all['clinic.shared'], founder, shared)).toBe('shared');
    const other = { ...sharedBy(deskOf(5)), log: deskOf(6) };
    expect(after(other, founder, shared)).toBe('shared');
  });

  it('that leaves has new keys, no other computer, and every member that it had', () => {
    const left = after(all['clinic.left'], founder, shared);
    if (typeof left === 'string') throw new Error(left);
    expect(left.shared).toBeNull();
    expect(left.shares).toEqual(rotationAfter(shared).shares);
    expect(Object.keys(left.members)).toEqual(Object.keys(shared.members));
    expect(left.invitations[PRACTITIONER]?.share).toBeNull();
    const old = {
      kind: 'clinic.left',
      rotation: { ...rotationAfter(shared), shares: clinic.shares },
    };
    expect(after(old as ComputerChange, founder, shared)).toBe('wrongShares');
    // And may be shared again, with nothing of before.
    const again = after(sharedBy(SECOND_DESK), founder, left);
    if (typeof again === 'string') throw new Error(again);
    expect(Object.keys(theShared(again).workstations)).toEqual([SECOND_DESK]);
    expect(after(deskEnrolled(INVITED_DESK), code, again)).toBe('notAllowed');
  });

  it('has another server when somebody says so', () => {
    expect(changedIn(all['server.set'])).toEqual({ server: all['server.set'].server });
  });
});

describe('a computer', () => {
  it('has a code on paper once', () => {
    const invited = changedIn(all['workstation.invited']);
    const { name, code: keys, until, workstation } = all['workstation.invited'];
    expect(invited).toEqual({
      invited: { ...theShared(shared).invited, [workstation]: { ...keys, name, until } },
    });
    for (const desk of [FIRST_DESK, SECOND_DESK, INVITED_DESK])
      expect(after(deskInvited(desk), founder, shared)).toBe('workstationExists');
    const removed = decided(shared, [founder, (state) => deskRemoved(SECOND_DESK, state)]);
    expect(after(deskInvited(SECOND_DESK), founder, removed)).toBe('workstationExists');
  });

  it('whose code was taken back does not come in, until it has another', () => {
    expect(changedIn(all['workstation.withdrawn'])).toEqual({ invited: {} });
    const withdrawn = decided(shared, [founder, () => all['workstation.withdrawn']]);
    expect(after(deskEnrolled(INVITED_DESK), code, withdrawn)).toBe('notAllowed');
    expect(after(all['workstation.withdrawn'], founder, withdrawn)).toBe('unknownWorkstation');
    expect(typeof after(deskInvited(INVITED_DESK), founder, withdrawn)).toBe('object');
    for (const desk of [FIRST_DESK, deskOf(9)])
      expect(after({ kind: 'workstation.withdrawn', workstation: desk }, founder, shared)).toBe(
        'unknownWorkstation',
      );
  });

  it('comes in with its code, under the name that it was given, and spends the code', () => {
    const enrolled = { ...seedNamed(INVITED_DESK).publicKeys, name: 'Exam room 2', at: 1_000 };
    expect(changedIn(all['workstation.enrolled'])).toEqual({
      invited: {},
      workstations: { ...workstations, [INVITED_DESK]: enrolled },
    });
    const twice = decided(shared, [code, () => deskEnrolled(INVITED_DESK)]);
    expect(after(deskEnrolled(INVITED_DESK), code, twice)).toBe('notAllowed');
  });

  it('gets another name, if there is such a computer', () => {
    const known = workstations[SECOND_DESK];
    expect(changedIn(all['workstation.named'])).toEqual({
      workstations: { ...workstations, [SECOND_DESK]: { ...known, name: 'Lab' } },
    });
    for (const workstation of [INVITED_DESK, deskOf(9)])
      expect(after({ ...all['workstation.named'], workstation }, founder, shared)).toBe(
        'unknownWorkstation',
      );
  });

  it('is taken out, and it stays known who decided it', () => {
    const { [SECOND_DESK]: known, ...others } = workstations;
    const gone = { name: known?.name, by: FOUNDER, at: 1_000 };
    const kept = { workstations: others, removed: { [SECOND_DESK]: gone } };
    const { keys } = all['workstation.removed'];
    expect(changedIn(all['workstation.removed'])).toEqual({ ...kept, keys });
    expect(changedIn({ ...all['workstation.removed'], keys: null })).toEqual(kept);
    const removed = decided(shared, [founder, (state) => deskRemoved(SECOND_DESK, state)]);
    expect(after(deskRemoved(SECOND_DESK, removed), founder, removed)).toBe('unknownWorkstation');
    expect(after(deskRemoved(INVITED_DESK, shared), founder, shared)).toBe('unknownWorkstation');
  });

  it('goes with the next key of the log, and with no other', () => {
    for (const epoch of [1, 3]) {
      const keys = { epoch, box: hashNamed('other') };
      expect(after({ ...all['workstation.removed'], keys }, founder, shared)).toBe('wrongLogKeys');
    }
  });
});

describe('a member who loses access', () => {
  it('leaves the computers and their codes as they are', () => {
    const decider = decided(shared, [founder, access(PRACTITIONER, false)]);
    expect(decider.shared).toBe(shared.shared);
  });
});

describe('a decision of a later version', () => {
  it('that may be passed over decides nothing, but has its place in the chain', () => {
    for (const by of [founder, practitioner]) {
      const entry = unsigned(shared, by, later(true));
      const link = entry.link.toString('base64');
      const state = { ...shared, seq: shared.seq + 1, link, decidedAt: entry.at };
      expect(judge(shared, entry)).toEqual({ ok: true, state });
    }
  });

  it('that must be understood stops whoever does not', () => {
    const entry = unsigned(shared, founder, later(false));
    expect(judge(shared, entry)).toEqual({ ok: false, why: 'later' });
  });

  it.each([true, false])('is void from whoever decides nothing (may be passed: %s)', (mayPass) => {
    const stranger = memberBy(FOUNDER, seedNamed('a stranger').publicKeys.signing);
    for (const by of [stranger, code, { ...founder, as: 'emergencyKit' as const }])
      expect(judge(shared, unsigned(shared, by, later(mayPass)))).toEqual({
        ok: false,
        why: 'notAllowed',
      });
    const entry = unsigned(shared, founder, later(mayPass));
    expect(judge(shared, { ...entry, clinic: hashNamed('another') })).toMatchObject({
      why: 'otherClinic',
    });
    expect(judge(shared, { ...entry, after: [1, hashNamed('a link')] })).toMatchObject({
      why: 'otherPlace',
    });
    expect(judge(null, unsigned(null, founder, later(mayPass)))).toMatchObject({ ok: false });
  });
});
