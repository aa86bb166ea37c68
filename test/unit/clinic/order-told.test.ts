import { beforeAll, expect, it } from 'vitest';
import { inWords } from '../../../src/main/audit/audit-words.js';
import { factsOf } from '../../../src/main/audit/stored-facts.js';
import type { SignedChangeOf } from '../../../src/main/account/changes.js';
import { clinicChanges } from '../../../src/main/clinic/changes.js';
import { signedOut } from '../../support/fakes/chain-computers.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { dana, openClinic, sam } from '../account/several-desks.js';

/* The audit trail of the desk where somebody was ordered to sign out says who it was, where, and why. */

let first: Desk;
let second: Desk;
beforeAll(async () => {
  ({ first, second } = await openClinic());
});

function told(order: Partial<SignedChangeOf<'session.ended'>>, by = dana) {
  const { account } = first;
  const audit = new MemoryAudit();
  const parts = { account, audit, clock: account.clock, self: () => first.id };
  clinicChanges(parts)['session.ended'](signedOut(order), authorOf(by));
  const [event] = audit.named('session.orderedToEnd');
  if (event === undefined) throw new Error('Nothing was told.');
  const { memberId, detail } = event;
  const row = {
    ...{ id: 1, at: 1_000, bootMs: 0, event: event.event, memberId: memberId ?? null },
    ...{ cause: null, measuredMs: null, limitSeconds: null, latenessMs: null, wipe: null },
    detail: JSON.stringify(detail),
  };
  const facts = factsOf(row as unknown as Parameters<typeof factsOf>[0]);
  return { of: memberId, by: facts.by, ...inWords(facts) };
}

it('of a member, by whom and why', () => {
  expect(told({ memberId: sam.id, reason: 'Go home.' })).toMatchObject({
    ...{ of: sam.id, by: dana.id, title: 'Signed out from afar', details: ['Reason: Go home.'] },
  });
});

it('of a workstation, by its name', () => {
  expect(told({ workstation: second.id })).toMatchObject({
    ...{ of: null, by: dana.id, details: ['Workstation: Exam room 2'] },
  });
});

it('of everybody', () => {
  expect(told({})).toMatchObject({ of: null, details: ['Everybody'] });
});

it('of whoever has signed in elsewhere', () => {
  expect(told({ memberId: sam.id, except: first.id, way: 'oneSession' }, sam)).toMatchObject({
    ...{ of: sam.id, by: sam.id, details: ['The member has signed in at another workstation.'] },
  });
});
