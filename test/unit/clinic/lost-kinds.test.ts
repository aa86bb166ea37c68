import { beforeEach, expect, it } from 'vitest';
import { LostDecisionsHere, type UsualWays } from '../../../src/main/clinic/lost-decisions.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { seedOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/* What the usual way refuses stays on the list; and nobody decides about themselves what they may not. */

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const author = { memberId: dana.id, keys: seedOf(dana) };

let virtual: VirtualClock;
let account: MemoryAccount;
let audit: MemoryAudit;
let lost: LostDecisionsHere;
/** What the usual ways were asked. */
let asked: unknown[];

beforeEach(() => {
  virtual = new VirtualClock();
  account = MemoryAccount.founded({ members: [dana, sam], clock: virtual });
  audit = new MemoryAudit();
  asked = [];
  const usual = {
    changeRole: (memberId: string, role: string) => {
      asked.push([memberId, role]);
      return Promise.resolve({ ok: false, code: 'lastAdministrator' });
    },
  } as unknown as UsualWays;
  const { decisions: store, clock } = account;
  lost = new LostDecisionsHere({ account, store, audit, clock, self: () => null, usual });
});

/** These decisions are lost. */
function lose(decide: () => void): void {
  const { decisions, state, standing } = account;
  const common = decisions.entries.length;
  decide();
  decisions.aside.push(...decisions.entries);
  decisions.entries = decisions.entries.slice(0, common);
  account.adopt(state, standing);
}

it('a decision that would leave the clinic without an administrator is refused as usual, and stays', async () => {
  const { decisions } = account;
  const ada = memberNamed('Ada', 'administrator');
  lose(() => {
    account.enrol(ada);
    account.setMemberRole(dana.id, 'receptionist');
  });
  const [, demoted] = await lost.list(dana.id);
  expect(demoted).toMatchObject({ standing: 'open', about: 'Dana' });
  expect(await lost.decideAgain(demoted?.id ?? 0, author)).toEqual({
    ...{ ok: false, code: 'lastAdministrator' },
  });
  expect(asked).toEqual([[dana.id, 'receptionist']]);
  expect(audit.events).toEqual([]);
  expect([await lost.list(dana.id), decisions.putAways]).toMatchObject([{ length: 2 }, []]);
});

it('what is about a member whom nobody knows any more says so', async () => {
  const ada = memberNamed('Ada');
  lose(() => {
    account.enrol(ada);
    account.setMemberRole(ada.id, 'bookkeeper');
  });
  const rows = await lost.list(dana.id);
  expect(rows.map(({ standing, about }) => [standing, about])).toEqual([
    ['addMember', 'Ada'],
    ['unknownMember', 'Ada'],
  ]);
  expect(await lost.decideAgain(rows[1]?.id ?? 0, author)).toEqual({
    ...{ ok: false, code: 'cannotDecide' },
  });
  expect(asked).toEqual([]);
});

it('what somebody has decided since holds already', async () => {
  lose(() => account.setMemberRole(sam.id, 'bookkeeper'));
  // At another moment: else it would be the very same decision.
  virtual.stop(1_000);
  account.setMemberRole(sam.id, 'bookkeeper');
  expect((await lost.list(dana.id)).map(({ standing }) => standing)).toEqual(['holds']);
});
