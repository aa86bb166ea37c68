import { inWords } from '../../../src/main/audit/audit-words.js';
import { factsOf } from '../../../src/main/audit/stored-facts.js';
import type { AuditRow } from '../../../src/main/ports/index.js';
import { DEFAULT_POLICY, STRICTEST_POLICY } from '../../../src/shared/policy/policy.js';
import {
  AUDIT_EVENTS,
  type AuditEntry,
  type AuditEventName,
} from '../../../src/shared/workstation/audit-log.js';
import { SOME_MORNING_MS } from './people.js';
import { TWELVE } from './presence.js';

const NOTHING_MORE = {
  ...{ memberId: null, cause: null, measuredMs: null, limitSeconds: null },
  ...{ latenessMs: null, wipe: null, detail: null },
} satisfies Partial<AuditRow>;

/** All that an event can tell of, at once. */
const DETAIL = JSON.stringify({
  ...{ by: 'Dana Whitlock', app: 'Harbour Records', role: 'receptionist', step: 'password' },
  ...{ what: 'policy', outcome: 'asked', changed: ['name'], problem: 'line 3', holds: 'last' },
  ...{ from: '1.0.0', to: '1.1.0', version: '1.1.0', policy: STRICTEST_POLICY },
  ...{ before: DEFAULT_POLICY, clinicName: 'Harbour Street Clinic' },
});

/** As main puts it into words. */
function entry(
  id: number,
  event: AuditEventName,
  member: string | null,
  facts: Partial<AuditRow> = {},
): AuditEntry {
  const atMs = SOME_MORNING_MS - (100 - id) * 3_120_000;
  const {
    title,
    details = [],
    alarming = false,
  } = inWords(factsOf({ ...NOTHING_MORE, id, atMs, event, ...facts }));
  const place = { atMs, workstationId: '', id };
  return {
    ...{ place, atMs, workstation: null, subject: AUDIT_EVENTS[event] },
    ...{ title, details, alarming, member },
  };
}

const END = { cause: 'idle', measuredMs: 900_040, limitSeconds: 900, latenessMs: 40, wipe: 'done' };

export const AUDIT_ENTRIES: readonly AuditEntry[] = [
  entry(100, 'session.started', 'Dana Whitlock'),
  entry(99, 'signIn.throttled', 'Robin Achterberg', { detail: DETAIL }),
  entry(98, 'session.ended', 'Robin Achterberg', END),
  entry(97, 'policy.changed', 'Dana Whitlock', { detail: DETAIL }),
  entry(96, 'record.tampered', 'Maria-Theresia von Hohenstein-Wiesbaden-Lütgenhausen', {
    detail: DETAIL,
  }),
  entry(95, 'clinicApp.opened', 'Li Na', { detail: DETAIL }),
  entry(70, 'member.roleChanged', 'Li Na', { detail: DETAIL }),
  entry(69, 'managedPolicy.changed', null, { detail: DETAIL }),
  entry(40, 'clinic.created', 'Dana Whitlock', { detail: DETAIL }),
];

/** The same as if each had happened at another workstation. */
export const CLINIC_ENTRIES: readonly AuditEntry[] = AUDIT_ENTRIES.map((one, index) => {
  const there = TWELVE[(index * 7) % TWELVE.length];
  const { id: workstationId = '', name: workstation = '' } = there ?? {};
  return { ...one, place: { ...one.place, workstationId }, workstation };
});
