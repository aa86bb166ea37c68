import { expect, it, vi } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { composeAudit } from '../../../src/main/app/compose-audit.js';
import { composeIdentity } from '../../../src/main/app/compose-identity.js';
import { clinicChanges } from '../../../src/main/clinic/changes.js';
import { ClinicAppKeeper } from '../../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import type { AuditTrail } from '../../../src/main/storage/audit-trail.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemoryIdentityStore } from '../../support/fakes/memory-identity-store.js';

/**
 * Each kind once, but for that of a computer with a code on paper, which nobody decides who is signed in. The
 * type makes a missing new kind a type error.
 */
const KINDS: Readonly<Record<Exclude<SignedChange['kind'], 'workstation.enrolled'>, true>> = {
  'clinic.founded': true,
  'member.added': true,
  'member.access': true,
  'member.role': true,
  'member.keys': true,
  'member.invited': true,
  'emergencyKit.made': true,
  'keys.rotated': true,
  'twoFactor.set': true,
  'recoveryCode.used': true,
  'twoFactor.reset': true,
  'badge.set': true,
  'badge.removed': true,
  'language.chosen': true,
  'guide.read': true,
  'rules.set': true,
  'policy.set': true,
  'policy.imported': true,
  'apps.changed': true,
  'account.accepted': true,
  'trail.kept': true,
  'clinic.shared': true,
  'server.set': true,
  'workstation.invited': true,
  'workstation.withdrawn': true,
  'workstation.named': true,
  'workstation.removed': true,
  'clinic.left': true,
  'session.ended': true,
};

it('every kind of change has a room that applies it', () => {
  const account = MemoryAccount.of(memberNamed('Dana', 'administrator'));
  const { chain, clock } = account;
  const audit = new MemoryAudit();
  const store = new MemoryIdentityStore();
  const kept: string[] = [];
  vi.spyOn(chain, 'register').mockImplementation((appliers) => {
    kept.push(...Object.keys(appliers));
  });
  const base = { account, audit, clock, onChange: () => undefined, reseal: () => undefined };
  const { keys } = composeIdentity({
    ...{ ...base, chain, identityStore: store, installation: 'installation' },
  });
  new PolicyKeeper({ ...base, decisions: chain, managed: new FakeManaged() });
  const journal = new ClinicAppJournal(audit, clock);
  const author = () => keys.author;
  new ClinicAppKeeper({ ...base, decisions: chain, store, keys, journal, author });
  chain.register(clinicChanges({ ...base, self: () => null }));
  composeAudit({
    ...{ ...base, chain },
    // Nothing asks it for anything here.
    audit: audit as unknown as AuditTrail,
    decisions: () => [],
    years: () => 6,
    ...{
      keys,
      clinic: { common: {}, presence: {} } as Parameters<typeof composeAudit>[0]['clinic'],
    },
  });
  expect([...new Set(kept)].sort()).toEqual(Object.keys(KINDS).sort());
});
