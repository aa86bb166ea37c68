import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_POLICY,
  LONGEST_TIMEOUT_SECONDS,
  STRICTEST_POLICY,
} from '../../../src/shared/policy/policy.js';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import { memberNamed, policyWith } from '../../support/fakes/builders.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const asDana = { memberId: dana.id, keys: keysOf(dana) };
const NEVER = '{"sessionTimeoutMinutes":"never"}';
const ten = policyWith({ sessionTimeoutSeconds: 600 });

let account = MemoryAccount.of();
let audit = new MemoryAudit();
let managed = new FakeManaged();
let keeper = keeperOf(account);

/** As the composition root connects them. */
function keeperOf(store: MemoryAccount): PolicyKeeper {
  const { chain: decisions, clock } = store;
  store.decisions.database = [audit];
  const made = new PolicyKeeper({ account: store, decisions, audit, clock, managed });
  store.onChange(() => made.load());
  made.load();
  return made;
}

function noticesOf(memberId: string): readonly string[] {
  return account.noticesFor(memberId).map(({ kind }) => kind);
}

/** The clinic's own policy, as it was decided last. */
function decided(): unknown {
  return account.state?.policy;
}

beforeEach(() => {
  account = MemoryAccount.of(dana, sam);
  audit = new MemoryAudit();
  managed = new FakeManaged();
  keeper = keeperOf(account);
});

describe('the policy that holds', () => {
  it('is the one with which the clinic was founded, and nothing is written', () => {
    const before = account.decisions.entries.length;
    expect(keeper.load()).toEqual(DEFAULT_POLICY);
    expect(account.decisions.entries).toHaveLength(before);
    expect(audit.events).toEqual([]);
  });

  it('is the newest one that was saved, signed by whom it was saved', async () => {
    await keeper.save(policyWith({ sessionTimeoutSeconds: 300 }), asDana);
    expect(await keeper.save(ten, asDana)).toMatchObject({ settings: ten, conflicts: [] });
    expect(keeper.load()).toEqual(ten);
    const body = account.decisions.entries.at(-1)?.body.toString() ?? '';
    expect(JSON.parse(body)).toMatchObject({
      by: { id: dana.id },
      change: { kind: 'policy.set', policy: ten },
    });
    expect(audit.events[1]).toMatchObject({
      event: 'policy.changed',
      memberId: dana.id,
      detail: { policy: ten, before: { sessionTimeoutSeconds: 300 } },
    });
  });

  it('is the same after a restart', async () => {
    await keeper.save(ten, asDana);
    account = account.restarted();
    expect(keeperOf(account).load()).toEqual(ten);
  });

  it('is not what a member signs', async () => {
    const asSam = { memberId: sam.id, keys: keysOf(sam) };
    await expect(keeper.save(ten, asSam)).rejects.toThrow('notAllowed');
    await expect(keeper.importFile(NEVER, asSam)).rejects.toThrow('notAllowed');
    expect(keeper.load()).toEqual(DEFAULT_POLICY);
    expect(audit.events).toEqual([]);
    expect(noticesOf(dana.id)).toEqual([]);
  });

  it('stays when a new one cannot be stored, and the audit trail shows no change', async () => {
    await keeper.save(ten, asDana);
    for (const fail of [account, audit]) {
      fail.writable = false;
      await expect(keeper.save(DEFAULT_POLICY, asDana)).rejects.toThrow();
      fail.writable = true;
      expect(keeper.load()).toEqual(ten);
      expect(audit.names).toEqual(['policy.changed']);
    }
  });

  it.each([
    { kind: 'broken', at: 2 },
    { kind: 'older', remembered: 9 },
    { kind: 'unknown' },
  ] as const)('is the strictest while the account is in question: $kind', async (standing) => {
    await keeper.save(ten, asDana);
    const change = vi.fn();
    keeper.onChange(change);
    account.adopt(account.state, standing);
    expect(keeper.inForce()).toEqual(STRICTEST_POLICY);
    account.adopt(account.state, { kind: 'sound' });
    expect(keeper.inForce()).toEqual(ten);
    expect(change).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['{"sessionTimeoutMinutes":"never"}', LONGEST_TIMEOUT_SECONDS],
    ['{"version":1,"sessionTimeoutMinutes":99999}', LONGEST_TIMEOUT_SECONDS],
    ['{"version":1,"sessionTimeoutMinutes":0.5}', 60],
  ])('is within its bounds whatever was signed: %s', (document, seconds) => {
    account = MemoryAccount.founded({ members: [dana, sam], policy: JSON.parse(document) });
    expect(keeperOf(account).inForce().sessionTimeoutSeconds).toBe(seconds);
  });
});

describe('a settings file', () => {
  it('that is only checked changes nothing', () => {
    expect(keeper.check(NEVER)).toMatchObject({ ok: true, changes: ['neverReplaced'] });
    expect(decided()).toEqual(DEFAULT_POLICY);
    expect(audit.events).toEqual([]);
  });

  it('that is imported is in force from then on, and people are told of its “never”', async () => {
    expect(await keeper.importFile(NEVER, asDana)).toMatchObject({ ok: true });
    expect(keeper.load().sessionTimeoutSeconds).toBe(LONGEST_TIMEOUT_SECONDS);
    expect(audit.events).toMatchObject([
      {
        event: 'settings.imported',
        memberId: dana.id,
        detail: { changes: ['neverReplaced'], before: DEFAULT_POLICY },
      },
    ]);
    for (const { id } of [dana, sam]) expect(noticesOf(id)).toEqual(['timeoutWasNever']);
    keeper.load();
    expect(noticesOf(sam.id)).toHaveLength(1);
  });

  it.each([
    ['{"version":1,"sessionTimeoutMinutes":99999}', ['timeoutWasCapped']],
    ['{"version":1,"sessionTimeoutMinutes":0.5}', []],
  ])(
    '(%s) is brought within the bounds, and people are told of what was longer',
    async (text, told) => {
      await keeper.importFile(text, asDana);
      expect(noticesOf(sam.id)).toEqual(told);
      expect(audit.names).toEqual(['settings.imported']);
    },
  );

  it.each(['{', '{"version":9}', '{"sessionTimeoutMinutes":15,"surprise":true}', ''])(
    '(%s) is refused whole, and nothing is changed',
    async (text) => {
      expect((await keeper.importFile(text, asDana)).ok).toBe(false);
      expect(decided()).toEqual(DEFAULT_POLICY);
      expect(audit.events).toEqual([]);
      expect(noticesOf(dana.id)).toEqual([]);
    },
  );
});

describe('the first policy of a clinic', () => {
  beforeEach(() => {
    account = new MemoryAccount();
    keeper = keeperOf(account);
  });

  it('is in force once the clinic is founded', () => {
    const change = vi.fn();
    keeper.onChange(change);
    const founded = MemoryAccount.founded({ members: [dana], policy: ten });
    account.adopt(founded.state, { kind: 'sound' });
    expect(keeper.inForce()).toEqual(ten);
    expect(change).toHaveBeenCalledOnce();
  });

  it('is what was imported, until there is a clinic, and the default without', async () => {
    expect(keeper.load()).toEqual(DEFAULT_POLICY);
    await keeper.importFile(JSON.stringify(ten), null);
    expect(keeper.load()).toEqual(ten);
    expect(audit.events).toMatchObject([{ event: 'settings.imported', memberId: null }]);
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
    expect(account.suggestedPolicy()).toBe(NEVER);
    expect(keeper.firstPolicy(LONGEST_TIMEOUT_SECONDS).notices).toEqual(['timeoutWasNever']);
    expect(keeper.firstPolicy(900).notices).toEqual([]);
  });

  it('keeps the other rules of what was imported', async () => {
    const strict = policyWith({ lockOnSleep: false, activitySource: 'app' });
    await keeper.importFile(JSON.stringify(strict), null);
    expect(keeper.firstPolicy(120).policy).toEqual({ ...strict, sessionTimeoutSeconds: 120 });
  });

  it('is not taken from a file that cannot be read', () => {
    account.suggestPolicy('{');
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
    account.decide({ kind: 'policy.set', policy: own });
    expect(keeper.inForce()).toEqual({ ...own, ...hold });
    expect(keeper.restrictions()).toEqual({
      locked: ['lockOnSleep'],
      mostSeconds: { sessionTimeoutSeconds: 300 },
    });
    const saved = await keeper.save({ ...keeper.inForce(), longestSessionSeconds: 3_600 }, asDana);
    expect(saved.settings).toEqual({ ...own, ...hold, longestSessionSeconds: 3_600 });
    expect(decided()).toEqual({ ...own, longestSessionSeconds: 3_600 });
    managed.policy = NOTHING_MANAGED;
    expect(keeper.inForce()).toEqual({ ...own, longestSessionSeconds: 3_600 });
  });

  it('a form keeps what somebody else changed meanwhile, below what is managed too', async () => {
    const own = policyWith({ sessionTimeoutSeconds: 600, lockOnSleep: false });
    account.decide({ kind: 'policy.set', policy: own });
    const opened = keeper.inForce();
    account.decide({ kind: 'policy.set', policy: { ...own, resumeAfterRestart: false } });
    const form = { ...opened, longestSessionSeconds: 3_600 };
    const after = { ...own, resumeAfterRestart: false, longestSessionSeconds: 3_600 };
    expect(await keeper.save(form, asDana, opened)).toMatchObject({ conflicts: [] });
    expect(decided()).toEqual(after);
    account.decide({ kind: 'policy.set', policy: { ...after, longestSessionSeconds: 7_200 } });
    const late = { ...form, longestSessionSeconds: 60, activitySource: 'app' as const };
    expect(await keeper.save(late, asDana, opened)).toEqual({
      now: { ...after, ...hold, longestSessionSeconds: 7_200 },
      settings: { ...after, ...hold, longestSessionSeconds: 7_200, activitySource: 'app' },
      conflicts: ['longestSessionSeconds'],
    });
    expect(decided()).toEqual({ ...after, longestSessionSeconds: 7_200 });
  });

  it('an imported file is kept whole, and is in force within the managed rules', async () => {
    expect(keeper.check(NEVER)).toMatchObject({ ok: true, policy: hold });
    expect(await keeper.importFile(NEVER, asDana)).toMatchObject({ ok: true, policy: hold });
    expect(keeper.inForce()).toMatchObject(hold);
    expect(decided()).toMatchObject({ sessionTimeoutSeconds: LONGEST_TIMEOUT_SECONDS });
  });

  it('even the strictest preset, and no policy at all, keep within the managed rules', () => {
    expect(keeper.load()).toMatchObject(hold);
    account.adopt(account.state, { kind: 'unknown' });
    expect(keeper.inForce()).toMatchObject({ lockOnSleep: true, sessionTimeoutSeconds: 60 });
    account = new MemoryAccount();
    expect(keeperOf(account).inForce()).toMatchObject(hold);
  });
});
