import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_POLICY,
  LONGEST_TIMEOUT_SECONDS,
  STRICTEST_POLICY,
} from '../../../src/shared/policy/policy.js';
import { AccountDecisions } from '../../../src/main/account/decisions.js';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import { memberNamed, policyWith } from '../../support/fakes/builders.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const asDana = { memberId: dana.id, key: AccountKey.fresh() };
const NEVER = '{"sessionTimeoutMinutes":"never"}';
const TOO_LONG = '{"version":1,"sessionTimeoutMinutes":99999}';
const ten = policyWith({ sessionTimeoutSeconds: 600 });

let account = MemoryAccount.of();
let audit = new MemoryAudit();
let managed = new FakeManaged();
let keeper = keeperOf(account);

function keeperOf(store: MemoryAccount): PolicyKeeper {
  const decisions = new AccountDecisions(store);
  const clock = new VirtualClock();
  return new PolicyKeeper({ account: store, decisions, audit, clock, managed });
}

function noticesOf(memberId: string): readonly string[] {
  return account.noticesFor(memberId).map(({ kind }) => kind);
}

beforeEach(() => {
  account = MemoryAccount.of(dana, sam);
  audit = new MemoryAudit();
  managed = new FakeManaged();
  keeper = keeperOf(account);
});

describe('the policy that holds', () => {
  it('is the default before one was ever saved, and nothing is written', () => {
    expect(keeper.load()).toEqual(DEFAULT_POLICY);
    expect(account.policyDocuments()).toEqual([]);
    expect(audit.events).toEqual([]);
  });

  it('is the newest one that was saved, by whom it was saved', async () => {
    await keeper.save(policyWith({ sessionTimeoutSeconds: 300 }), asDana);
    await keeper.save(ten, asDana);
    expect(keeper.load()).toEqual(ten);
    expect(account.policyAuthors[0]).toBe(dana.id);
    expect(audit.events[1]).toMatchObject({
      event: 'policy.changed',
      memberId: dana.id,
      detail: { policy: ten },
    });
  });

  it('stays when a new one cannot be stored, and the audit trail shows no change', async () => {
    await keeper.save(ten, asDana);
    account.writable = false;
    await expect(keeper.save(DEFAULT_POLICY, asDana)).rejects.toThrow();
    expect(keeper.load()).toEqual(ten);
    expect(audit.names).toEqual(['policy.changed']);
  });
});

describe('a stored policy that meant “never”', () => {
  it.each([
    [NEVER, 'neverReplaced', 'timeoutWasNever'],
    [TOO_LONG, 'cappedToLongest', 'timeoutWasCapped'],
  ])('%s becomes 7 days, and every member is told once', (document, change, notice) => {
    account.savePolicyDocument(document, null);
    expect(keeper.load().sessionTimeoutSeconds).toBe(LONGEST_TIMEOUT_SECONDS);
    expect(audit.events).toMatchObject([
      { event: 'policy.migrated', memberId: null, detail: { changes: [change] } },
    ]);
    expect(noticesOf(dana.id)).toEqual([notice]);
    expect(noticesOf(sam.id)).toEqual([notice]);

    expect(keeper.load().sessionTimeoutSeconds).toBe(LONGEST_TIMEOUT_SECONDS);
    expect(audit.names).toEqual(['policy.migrated']);
    expect(noticesOf(dana.id)).toEqual([notice]);
    expect(account.policyDocuments()).toHaveLength(2);
  });

  it('waits for the set-up while there is nobody to tell', () => {
    account = new MemoryAccount();
    keeper = keeperOf(account);
    account.savePolicyDocument(NEVER, null);
    expect(keeper.load().sessionTimeoutSeconds).toBe(LONGEST_TIMEOUT_SECONDS);
    expect(account.policyDocuments()).toEqual([NEVER]);
    expect(audit.events).toEqual([]);
  });

  it('that was below the shortest is raised and recorded, and nobody gets a notice', () => {
    account.savePolicyDocument('{"version":1,"sessionTimeoutMinutes":0.5}', null);
    expect(keeper.load().sessionTimeoutSeconds).toBe(60);
    expect(audit.names).toEqual(['policy.migrated']);
    expect(noticesOf(dana.id)).toEqual([]);
  });
});

describe('a stored policy that cannot be read', () => {
  const unreadable = ['{', 'null', '[]', '{"version":3}', '{"sessionTimeoutMinutes":"banana"}'];

  it.each(unreadable)(
    '(%s) is replaced by the last good one, once, and people are told',
    async (document) => {
      await keeper.save(ten, asDana);
      account.savePolicyDocument(document, null);
      expect(keeper.load()).toEqual(ten);
      expect(keeper.load()).toEqual(ten);
      expect(account.policyDocuments()).toHaveLength(3);
      expect(audit.named('policy.unreadable')).toMatchObject([{ detail: { fellBackTo: 'last' } }]);
      expect(noticesOf(sam.id)).toEqual(['policyUnreadable']);
    },
  );

  it.each(unreadable)('(%s) with none before it is replaced by the strictest', (document) => {
    account.savePolicyDocument(document, null);
    expect(keeper.load()).toEqual(STRICTEST_POLICY);
    expect(keeper.load()).toEqual(STRICTEST_POLICY);
    expect(audit.named('policy.unreadable')).toMatchObject([
      { detail: { fellBackTo: 'strictest' } },
    ]);
    expect(noticesOf(sam.id)).toEqual(['policyUnreadable']);
  });
});

describe('a settings file', () => {
  it('that is only checked changes nothing', () => {
    expect(keeper.check(NEVER)).toMatchObject({ ok: true, changes: ['neverReplaced'] });
    expect(account.policyDocuments()).toEqual([]);
    expect(audit.events).toEqual([]);
  });

  it('that is imported is in force from then on, and people are told of its “never”', async () => {
    expect(await keeper.importFile(NEVER, asDana)).toMatchObject({ ok: true });
    expect(keeper.load().sessionTimeoutSeconds).toBe(LONGEST_TIMEOUT_SECONDS);
    expect(account.policyAuthors).toEqual([dana.id]);
    expect(audit.events).toMatchObject([{ event: 'settings.imported', memberId: dana.id }]);
    expect(noticesOf(sam.id)).toEqual(['timeoutWasNever']);
  });

  it.each(['{', '{"version":9}', '{"sessionTimeoutMinutes":15,"surprise":true}', ''])(
    '(%s) is refused whole, and nothing is changed',
    async (text) => {
      expect((await keeper.importFile(text, asDana)).ok).toBe(false);
      expect(account.policyDocuments()).toEqual([]);
      expect(audit.events).toEqual([]);
      expect(noticesOf(dana.id)).toEqual([]);
    },
  );
});

describe('the first policy of a clinic', () => {
  it('is in force once the clinic is founded', async () => {
    const decisions = new AccountDecisions(account);
    const parts = { account, decisions, audit, clock: new VirtualClock(), managed };
    const founding = new PolicyKeeper(parts);
    const change = vi.fn();
    founding.onChange(change);
    const clinic = { clinicName: 'Harbour', administrator: null as never, notices: [] };
    await decisions.commit(asDana, () => ({
      ...{ kind: 'clinic.founded', ...clinic, cost: LEAST_COST },
      policy: ten,
    }));
    expect(founding.inForce()).toEqual(ten);
    expect(change).toHaveBeenCalledOnce();
  });

  beforeEach(() => {
    account = new MemoryAccount();
    keeper = keeperOf(account);
  });

  it('is the default with the timeout that was chosen', () => {
    expect(keeper.firstPolicy(300)).toEqual({
      policy: policyWith({ sessionTimeoutSeconds: 300 }),
      notices: [],
    });
  });

  it('lets no default cut short what was chosen', () => {
    expect(keeper.firstPolicy(LONGEST_TIMEOUT_SECONDS).policy.longestSessionSeconds).toBe(
      LONGEST_TIMEOUT_SECONDS,
    );
  });

  it('keeps the imported policy as it was, and tells of its “never” when that was kept', async () => {
    await keeper.importFile(NEVER, null);
    expect(account.policyDocuments()).toEqual([NEVER]);
    expect(keeper.firstPolicy(LONGEST_TIMEOUT_SECONDS).notices).toEqual(['timeoutWasNever']);
    expect(keeper.firstPolicy(900).notices).toEqual([]);
  });

  it('keeps the other rules of what was imported', async () => {
    const strict = policyWith({ lockOnSleep: false, activitySource: 'app' });
    await keeper.importFile(JSON.stringify(strict), null);
    expect(keeper.firstPolicy(120).policy).toEqual({ ...strict, sessionTimeoutSeconds: 120 });
  });

  it('is not taken from a file that cannot be read', () => {
    account.savePolicyDocument('{', null);
    expect(keeper.firstPolicy(900)).toEqual({ policy: DEFAULT_POLICY, notices: [] });
  });
});

describe('on a managed computer', () => {
  const rules = { sessionTimeoutSeconds: { max: 300 }, lockOnSleep: true };
  const hold = { sessionTimeoutSeconds: 300, lockOnSleep: true };

  beforeEach(() => {
    managed.policy = { ...NOTHING_MANAGED, rules };
  });

  it('the policy in force keeps within the managed rules, and the account’s own stays unchanged', async () => {
    const own = policyWith({ sessionTimeoutSeconds: 600, lockOnSleep: false });
    account.savePolicyDocument(JSON.stringify(own), null);
    expect(keeper.load()).toEqual({ ...own, ...hold });
    expect(keeper.restrictions()).toEqual({
      locked: ['lockOnSleep'],
      mostSeconds: { sessionTimeoutSeconds: 300 },
    });
    const saved = await keeper.save({ ...keeper.inForce(), longestSessionSeconds: 3_600 }, asDana);
    expect(saved).toEqual({ ...own, ...hold, longestSessionSeconds: 3_600 });
    const stored: unknown = JSON.parse(account.policyDocuments()[0] ?? '');
    expect(stored).toEqual({ ...own, longestSessionSeconds: 3_600 });
    managed.policy = NOTHING_MANAGED;
    expect(keeper.inForce()).toEqual({ ...own, longestSessionSeconds: 3_600 });
  });

  it('an imported file is kept whole, and is in force within the managed rules', async () => {
    expect(keeper.check(NEVER)).toMatchObject({ ok: true, policy: hold });
    expect(await keeper.importFile(NEVER, asDana)).toMatchObject({ ok: true, policy: hold });
    expect(keeper.inForce()).toMatchObject(hold);
    expect(JSON.parse(account.policyDocuments()[0] ?? '')).toMatchObject({
      sessionTimeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    });
  });

  it('even the strictest preset, and no policy at all, keep within the managed rules', () => {
    expect(keeper.load()).toMatchObject(hold);
    account.savePolicyDocument('{', null);
    expect(keeper.load()).toMatchObject({ sessionTimeoutSeconds: 60 });
  });
});
