import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_EVENTS } from '../../../src/shared/workstation/audit-log.js';
import { fhirFile } from '../../../src/main/audit/audit-files.js';
import { type FhirAuditEvent, fhirAuditEvent } from '../../../src/main/audit/fhir-audit-event.js';
import { factsOf } from '../../../src/main/audit/stored-facts.js';
import type { AuditRow } from '../../../src/main/ports/index.js';
import { fhirProblems } from '../../support/fhir/validate.js';

const DANA = '11111111-1111-4111-8111-111111111111';
const SAM = '22222222-2222-4222-8222-222222222222';
const STATION = '6f0a7d0e-7c5b-4c0e-9a53-0d4a3f2b9c11';
const about = {
  stationOf: () => null,
  clinicName: 'Harbour Street Clinic',
  nameOf: (id: string) => (id === DANA ? 'Dana Whitlock' : 'Sam Okafor'),
};

function row(event: string, more: Partial<AuditRow> = {}): AuditRow {
  return {
    ...{ id: 7, atMs: 1_800_000_000_123, memberId: DANA, event, cause: null, measuredMs: null },
    ...{ limitSeconds: null, latenessMs: null, wipe: null, detail: null },
    ...{ link: Buffer.alloc(32, 1), workstation: STATION },
    stands: { atMs: 1_800_000_000_123, workstationId: '', id: 7 },
    ...more,
  };
}

function resource(event: string, more: Partial<AuditRow> = {}): FhirAuditEvent {
  const one = row(event, more);
  return fhirAuditEvent(one, factsOf(one), 'Words', about);
}

describe('the check against the published definitions', () => {
  const good = resource('session.started');

  it.each([
    ['a field that is missing', { ...good, recorded: undefined }, 'recorded: missing'],
    ['a field that does not exist', { ...good, recordedAt: 'x' }, 'recordedAt: no such field'],
    ['a time of another form', { ...good, recorded: '2026-01-01' }, 'form of instant'],
    ['a code that is not allowed', { ...good, action: 'X' }, 'X is not in'],
    ['a code with another name', { ...good, type: { ...good.type, display: 'x' } }, 'not called'],
    ['a type of another list', { ...good, type: good.subtype?.[0] }, '110122 is not in'],
    ['a list that is none', { ...good, agent: good.agent[0] }, 'agent: no list'],
    ['nobody who did it', { ...good, agent: [] }, 'agent: too few'],
    ['something within', { ...good, source: { observer: 'me' } }, 'source.observer'],
  ])('finds %s', (_what, wrong, expected) => {
    expect(fhirProblems(JSON.parse(JSON.stringify(wrong))).join()).toContain(expected);
  });
});

describe('an event as a FHIR R4 AuditEvent', () => {
  it.each(Object.keys(AUDIT_EVENTS))('%s is one by the published definitions', (event) => {
    const detail = JSON.stringify({ by: SAM, app: 'Portal', problems: 1, outcome: 'failed' });
    for (const more of [{}, { memberId: null }, { detail, wipe: 'failed', latenessMs: 4.25 }])
      expect(fhirProblems(resource(event, more))).toEqual([]);
  });

  it('of an event that this version does not know as well', () => {
    expect(fhirProblems(resource('badge.tapped'))).toEqual([]);
  });

  it.each([
    ['session.started', '110114', '110122'],
    ['session.ended', '110114', '110123'],
    ['policy.changed', '110113', '110129'],
    ['emergencyKit.used', '110113', '110127'],
    ['member.roleChanged', '110113', '110136'],
    ['auditLog.exported', '110101', undefined],
  ])('%s has the code of DICOM', (event, type, subtype) => {
    const { type: coded, subtype: [sub] = [] } = resource(event);
    expect([coded.code, sub?.code]).toEqual([type, subtype]);
  });

  it('says who did it, to whom, where, and how it went', () => {
    const detail = JSON.stringify({ by: DANA });
    const found = resource('member.disabled', { memberId: SAM, detail });
    expect(found).toMatchObject({
      ...{ action: 'U', outcome: '0', recorded: '2027-01-15T08:00:00.123Z' },
      agent: [
        { name: 'Dana Whitlock', requestor: true, type: { coding: [{ code: 'AUT' }] } },
        { requestor: false, type: { coding: [{ code: '110150' }] } },
      ],
      source: { site: 'Harbour Street Clinic', observer: found.agent[1]?.who },
      entity: [{ what: { display: 'Sam Okafor' } }, { what: { identifier: { value: '7' } } }],
      purposeOfEvent: [{ coding: [{ code: 'HSYSADMIN' }] }],
    });
    expect(found.entity[1]?.detail).toContainEqual({ type: 'link', valueString: '01'.repeat(32) });
  });

  it.each([
    ['signIn.failed', {}, '4'],
    ['signIn.throttled', {}, '8'],
    ['session.ended', { wipe: 'failed' }, '8'],
    ['session.ended', { wipe: 'done' }, '0'],
    ['clinicApp.signedOut', { detail: '{"outcome":"done"}' }, '0'],
    ['clinicApp.signedOut', { detail: '{"outcome":"noAnswer"}' }, '4'],
    ['auditLog.verified', { detail: '{"problems":2}' }, '4'],
  ])('%s %j has the outcome %s', (event, more, outcome) => {
    expect(resource(event, more).outcome).toBe(outcome);
  });
});

describe('a file', () => {
  const entry = {
    place: { atMs: 1, workstationId: '', id: 1 },
    workstation: null,
    atMs: 1,
    subject: null,
    title: 'T',
    details: [],
    alarming: false,
    member: null,
  };

  function fileOf(parts: readonly (readonly AuditRow[])[]): unknown {
    const file = fhirFile(() => entry, about, 1_800_000_000_000);
    const text = parts.map((rows, index) => file.part(rows, index === 0)).join('');
    return JSON.parse(file.begin + text + file.end);
  }

  it('is a bundle by the published definitions, however it was put together', () => {
    const events = fc.array(
      fc.array(fc.constantFrom(...Object.keys(AUDIT_EVENTS)), { minLength: 1, maxLength: 4 }),
      { maxLength: 3 },
    );
    let id = 0;
    fc.assert(
      fc.property(events, (pages) => {
        const rows = pages.map((page) => page.map((event) => row(event, { id: (id += 1) })));
        const bundle = fileOf(rows) as { entry: { fullUrl: string }[] };
        const problems = fhirProblems(bundle);
        expect(problems.filter((text) => text !== 'Bundle.entry: too few')).toEqual([]);
        const addresses = bundle.entry.map(({ fullUrl }) => fullUrl);
        expect(new Set(addresses).size).toBe(rows.flat().length);
        for (const address of addresses) expect(address).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same event the same address in each export', () => {
    expect(fileOf([[row('session.started')]])).toEqual(fileOf([[row('session.started')]]));
  });
});
