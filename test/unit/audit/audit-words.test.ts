import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_EVENTS, type AuditEventName } from '../../../src/shared/workstation/audit-log.js';
import { END_CAUSES } from '../../../src/shared/workstation/end-cause.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { inWords, isKnown } from '../../../src/main/audit/audit-words.js';
import type { Said } from '../../../src/main/audit/said.js';
import { factsOf } from '../../../src/main/audit/stored-facts.js';
import type { AuditRow } from '../../../src/main/ports/index.js';

const EVENTS = Object.keys(AUDIT_EVENTS).filter(isKnown);

function row(event: string, changes: Partial<AuditRow> = {}): AuditRow {
  return {
    ...{ id: 1, atMs: 1_790_000_000_000, memberId: 'member-1', event },
    ...{ cause: null, measuredMs: null, limitSeconds: null, latenessMs: null, wipe: null },
    ...{ detail: null, link: null, workstation: 'station-1' },
    stands: { atMs: 1_790_000_000_000, workstationId: '', id: 1 },
    ...changes,
  };
}

function said(event: AuditEventName, changes: Partial<AuditRow> = {}): Said {
  return inWords(factsOf(row(event, changes)));
}

function withDetail(event: AuditEventName, detail: unknown): Said {
  return said(event, { detail: JSON.stringify(detail) });
}

describe('the end of a session', () => {
  it('by inactivity has the time, the limit and how exactly it was kept', () => {
    const ended = { cause: 'idle', measuredMs: 900_012.4, limitSeconds: 900, latenessMs: 12.4 };
    expect(said('session.ended', { ...ended, wipe: 'done' })).toEqual({
      title: 'Signed out for inactivity',
      details: [
        'Inactive for 15 minutes, limit 15 minutes, ended 12 ms after it.',
        'Credentials deleted from the keychain.',
      ],
      alarming: false,
    });
  });

  it('by age tells how long it lasted, in words where the computer slept over the end', () => {
    const ended = { cause: 'longestSession', measuredMs: 7_200_000, limitSeconds: 3_600 };
    expect(said('session.ended', { ...ended, latenessMs: 3_600_000 }).details?.[0]).toBe(
      'Lasted 2 hours, limit 1 hour, ended 1 hour after it.',
    );
  });

  it('by a limit that was shortened is neither late nor in time', () => {
    const ended = { cause: 'policyTightened', measuredMs: 1_200_000, limitSeconds: 900 };
    expect(said('session.ended', { ...ended, latenessMs: 0 }).details?.[0]).toBe(
      'Inactive for 20 minutes, limit 15 minutes.',
    );
  });

  it.each(['lockNow', 'signOut', 'sleep'])('by %s has no limit', (cause) => {
    const ended = { cause, measuredMs: 5_000, limitSeconds: 900, latenessMs: 0 };
    expect(said('session.ended', ended).details).toHaveLength(1);
  });

  it('that left something in the keychain is an alarm', () => {
    const ended = said('session.ended', { cause: 'lockNow', wipe: 'failed' });
    expect(ended.alarming).toBe(true);
    expect(ended.details?.join()).toContain('could not be deleted');
  });

  it('has a title of its own for every cause', () => {
    const titles = END_CAUSES.map((cause) => said('session.ended', { cause }).title);
    expect(new Set(titles).size).toBe(END_CAUSES.length);
  });
});

describe('the lock of the whole computer', () => {
  it('that was confirmed needs no further words', () => {
    expect(withDetail('computerLock.asked', { outcome: 'locked' })).toEqual({
      title: 'Whole computer locked',
    });
  });

  it('that was dropped because somebody signed in again is no alarm', () => {
    const dropped = withDetail('computerLock.asked', { outcome: 'dropped' });
    expect(dropped.details).toEqual(['Somebody signed in again before it was.']);
    expect(dropped.alarming ?? false).toBe(false);
  });

  it('that was asked for and not confirmed is an alarm', () => {
    const asked = withDetail('computerLock.asked', { outcome: 'asked' });
    expect(asked.details?.join()).toBe('It did not confirm that it is locked.');
    expect(asked.alarming).toBe(true);
  });

  it.each([
    ['nothingToAsk', 'Why: Nothing on this computer offers to lock it.'],
    ['refused', 'Why: The computer refused.'],
    ['noAnswer', 'Why: The computer did not answer in time.'],
  ])('that failed says why (%s)', (problem, words) => {
    const failed = withDetail('computerLock.asked', { outcome: 'failed', problem });
    expect(failed).toEqual({
      title: 'Whole computer not locked',
      details: [words],
      alarming: true,
    });
  });
});

describe('a failed sign-in', () => {
  it.each([
    [null, null, 'Nobody here has this email.'],
    [null, 'member-1', 'Wrong password.'],
    [{ step: 'secondFactor' }, 'member-1', 'The password was right'],
    [{ step: 'emergencyKit.used' }, 'member-1', 'Wrong recovery key'],
  ])('%o of %s says what was wrong', (detail, memberId, words) => {
    const failed = said('signIn.failed', { memberId, detail: JSON.stringify(detail) });
    expect(failed.details?.[0]).toContain(words);
    expect(failed.alarming).toBe(true);
  });
});

describe('a changed policy', () => {
  const before = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 3_600 };

  it('is told rule by rule, from what to what', () => {
    const policy = { ...DEFAULT_POLICY, lockOnSleep: false };
    expect(withDetail('policy.changed', { policy, before }).details).toEqual([
      'Automatic session timeout: 1 hour → 15 minutes',
      'Lock when the computer sleeps: on → off',
    ]);
  });

  it('that is the same as before is described as unchanged', () => {
    expect(withDetail('policy.changed', { policy: before, before }).details).toEqual([
      'Nothing is different from before.',
    ]);
  });

  it('that an older version stored without the policy before it has its timeout', () => {
    expect(withDetail('policy.changed', { policy: before }).details).toEqual([
      'Automatic session timeout: 1 hour',
    ]);
  });
});

it.each([
  ['member.roleChanged', { role: 'bookkeeper' }, ['Role: Bookkeeper']],
  ['clinicApp.opened', { app: 'Portal' }, ['Portal']],
  [
    'clinicApp.changed',
    { app: 'Portal', changed: ['allowedHosts', 'order'] },
    ['Portal', 'Changed: other addresses it may open, place in the list'],
  ],
  [
    'managedPolicy.changed',
    { place: 'groupPolicy', rules: { lockOnSleep: true }, clinicName: 'A' },
    ['From: Group Policy', 'Decides: Lock when the computer sleeps, clinic’s name'],
  ],
  [
    'update.refused',
    { problem: 'badSignature', version: '2.0.0' },
    ['Version: 2.0.0', 'Why: the signature of the release is not right'],
  ],
  ['update.installed', { from: '1.0.0', to: '1.1.0' }, ['1.0.0 → 1.1.0']],
  [
    'signInRules.changed',
    { rules: { requireTwoFactor: true, graceDays: 3 } },
    ['Two-factor authentication for everyone: on', 'Days to set it up: 3'],
  ],
  ['record.tampered', { what: 'member' }, ['What was changed: a member’s keys.']],
] as const)('%s has its details in words', (event, detail, words) => {
  expect(withDetail(event, detail).details).toEqual(words);
});

it('everything that can be tampered with has its own words', () => {
  const whats = ['chain', 'state', 'box', 'member', 'memory', 'ownRecord', 'credential'];
  const words = [...whats, 'clinicApps', 'something else'].map((what) =>
    withDetail('record.tampered', { what }).details?.join(),
  );
  expect(new Set(words).size).toBe(words.length);
});

it('a sign-out at a site that failed is an alarm, a successful one is not', () => {
  expect(withDetail('clinicApp.signedOut', { app: 'Portal', outcome: 'done' }).alarming).toBe(
    false,
  );
  const failed = withDetail('clinicApp.signedOut', { app: 'Portal', outcome: 'failed' });
  expect(failed.alarming).toBe(true);
  expect(failed.title).not.toBe(withDetail('clinicApp.signedOut', { outcome: 'done' }).title);
});

it('new keys of the clinic are told, and are no alarm', () => {
  expect(said('keys.rotated')).toEqual({ title: 'New keys for the clinic made' });
});

it('an event of a newer version is shown by its own name', () => {
  expect(inWords(factsOf(row('badge.tapped', { detail: '{"reader":1}' })))).toEqual({
    title: 'badge.tapped',
  });
  expect(inWords(factsOf(row('toString'))).title).toBe('toString');
});

it('any stored detail becomes words, and nothing but words', () => {
  const detail = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          ...{ app: fc.jsonValue(), role: fc.jsonValue(), changed: fc.jsonValue() },
          ...{ policy: fc.jsonValue(), before: fc.jsonValue(), rules: fc.jsonValue() },
          ...{ place: fc.jsonValue(), problem: fc.jsonValue(), what: fc.jsonValue() },
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value)),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.constantFrom(...EVENTS), detail, fc.string(), (event, stored, cause) => {
      const { title, details = [] } = said(event, { detail: stored, cause });
      expect(title).not.toBe('');
      for (const one of details) {
        expect(typeof one).toBe('string');
        expect(one).not.toMatch(/^undefined|\[object|: (undefined|null)$/);
      }
    }),
    { numRuns: 1_000 },
  );
});
