import { expect, it } from 'vitest';
import { AuditCheck } from '../../../src/main/audit/audit-check.js';
import type { ClinicTrails } from '../../../src/main/audit/common/clinic-log.js';
import type { TrailStore } from '../../../src/main/ports/index.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemoryTrail } from '../../support/fakes/memory-trail.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/** One computer has the log for itself. */
const NO_CLINIC: ClinicTrails = {
  self: () => null,
  nameOf: () => null,
  workstations: () => [],
  open: () => Promise.resolve(null),
  sent: () => Promise.resolve(null),
};

function build(events: number) {
  const trail = new MemoryTrail();
  for (let count = 0; count < events; count += 1) trail.happens('clinicApp.opened');
  const audit = new MemoryAudit();
  const check = new AuditCheck({
    trail: Object.assign(trail, { head: () => trail.stateNow }) as unknown as TrailStore,
    ...{ audit, clock: new VirtualClock(), clinic: NO_CLINIC },
    nameOf: () => 'Dana Whitlock',
    proofs: () => {
      const { openFirstKey, ...known } = trail.proofs;
      return Promise.resolve({ openFirstKey, clinic: null, of: () => known });
    },
  });
  return { trail, audit, check };
}

it('says what it found, and records that it was done', async () => {
  const { audit, check } = build(3);
  expect(await check.run('member-1')).toMatchObject({ isComplete: true, problems: [] });
  const detail = { events: 3, problems: 0 };
  expect(audit.events).toMatchObject([
    { event: 'auditLog.verified', memberId: 'member-1', detail },
  ]);
});

it('records how much is wrong', async () => {
  const { trail, audit, check } = build(3);
  trail.rowList.splice(1, 1);
  expect(await check.run('member-1')).toMatchObject({
    isComplete: false,
    problems: [{ from: 2, to: 2, text: 'Event 2 is missing: it was deleted.' }],
  });
  expect(audit.events).toMatchObject([{ detail: { events: 2, problems: 1 } }]);
});

it('tells how far it has come, and checks once for two who ask', async () => {
  const { check } = build(400);
  expect(check.progress).toBeNull();
  const [one, other] = [check.verdict(), check.verdict()];
  await Promise.resolve();
  expect(check.progress).toMatchObject({ of: 400 });
  expect(await one).toBe(await other);
  expect(check.progress).toBeNull();
});

it('without the account’s proofs there is no verdict, and nothing is recorded', async () => {
  const { audit, trail } = build(1);
  const check = new AuditCheck({
    trail: trail as unknown as TrailStore,
    ...{ audit, clock: new VirtualClock(), clinic: NO_CLINIC, nameOf: String },
    proofs: () => Promise.reject(new Error('nobody is signed in')),
  });
  await expect(check.run('member-1')).rejects.toThrow('signed in');
  expect(audit.events).toEqual([]);
});
