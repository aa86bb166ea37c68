import { createHash } from 'node:crypto';
import type { AuditRow } from '../ports/index.js';
import { isKnown } from './audit-words.js';
import { type Coding, dicom, FHIR_KINDS, type FhirKind, hl7, UNKNOWN_KIND } from './fhir-codes.js';
import type { Facts } from './stored-facts.js';

/*
 * Events of the audit trail as FHIR R4 `AuditEvent` resources (https://hl7.org/fhir/R4/auditevent.html), with
 * agents, source and entities as IHE's Basic Audit Log Patterns have them.
 */

interface Agent {
  readonly type: { readonly coding: readonly Coding[] };
  readonly who: Reference;
  readonly name?: string;
  readonly requestor: boolean;
}

interface Reference {
  readonly identifier: { readonly system?: string; readonly value: string };
  readonly display?: string;
}

interface Entity {
  readonly what: Reference;
  readonly type: Coding;
  readonly role: Coding;
  readonly name?: string;
  readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
}

export interface FhirAuditEvent {
  readonly resourceType: 'AuditEvent';
  readonly id: string;
  readonly type: Coding;
  readonly subtype?: readonly Coding[];
  readonly action: string;
  readonly recorded: string;
  readonly outcome: '0' | '4' | '8';
  readonly outcomeDesc: string;
  readonly purposeOfEvent?: readonly { readonly coding: readonly Coding[] }[];
  readonly agent: readonly Agent[];
  readonly source: {
    readonly site?: string;
    readonly observer: Reference;
    readonly type: Coding[];
  };
  readonly entity: readonly Entity[];
}

export interface FhirAbout {
  readonly clinicName: string | null;
  /** The name of a workstation, by its id in the clinic; `null` where one computer has the log for itself. */
  readonly stationOf: (id: string) => string | null;
  /** A member's name. */
  readonly nameOf: (id: string) => string;
}

/** @param words what happened, in words */
export function fhirAuditEvent(
  row: AuditRow,
  facts: Facts,
  words: string,
  about: FhirAbout,
): FhirAuditEvent {
  const kind = isKnown(row.event) ? FHIR_KINDS[row.event] : UNKNOWN_KIND;
  const { clinicName, stationOf, nameOf } = about;
  const { workstation } = row;
  const station = stationOf(row.stands.workstationId) ?? 'Clinic Workstation';
  const app: Reference = { identifier: uuid(workstation), display: station };
  const actor = facts.by ?? row.memberId;
  const purpose = purposeOf(kind);
  return {
    resourceType: 'AuditEvent',
    id: idOf(row),
    type: dicom(kind.type),
    ...(kind.subtype === undefined ? {} : { subtype: [dicom(kind.subtype)] }),
    action: kind.action,
    recorded: new Date(row.atMs).toISOString(),
    outcome: row.isClosed === true ? '8' : outcomeOf(kind, facts),
    outcomeDesc: words,
    ...(purpose === null ? {} : { purposeOfEvent: [{ coding: [purpose] }] }),
    agent: [
      ...(actor === null ? [] : [person(actor, nameOf(actor), kind)]),
      { type: { coding: [dicom('app')] }, who: app, requestor: actor === null },
    ],
    source: {
      ...(clinicName === null ? {} : { site: clinicName }),
      observer: app,
      type: [hl7('security-source-type 1 User Device')],
    },
    entity: [
      ...(row.memberId === null || row.memberId === actor
        ? []
        : [member(row.memberId, nameOf(row.memberId))]),
      entry(row, workstation),
    ],
  };
}

/** Each workstation of a clinic counts its own events. */
function idOf({ id, stands }: AuditRow): string {
  const { workstationId } = stands;
  return workstationId === '' ? `event-${id}` : `event-${id}-${workstationId}`;
}

/** A bundle of such resources, as lines of text: the first ones, one resource each, the last ones. */
export const BUNDLE = {
  begin: (atMs: number): string =>
    `{"resourceType":"Bundle","type":"collection","timestamp":"${new Date(atMs).toISOString()}","entry":[`,
  entry: (resource: FhirAuditEvent, workstation: string): string =>
    JSON.stringify({ fullUrl: fullUrl(workstation, resource.id), resource }),
  end: ']}\n',
} as const;

function uuid(id: string): Reference['identifier'] {
  return { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` };
}

/** Who did it: as somebody who gets to something, or as the author of a change. */
function person(id: string, name: string, { action }: FhirKind): Agent {
  const isReader = action === 'E' || action === 'R';
  const role = isReader
    ? hl7('v3-ParticipationType IRCP information recipient')
    : hl7('v3-ParticipationType AUT author (originator)');
  return {
    ...{ type: { coding: [role] }, who: { identifier: uuid(id), display: name } },
    ...{ name, requestor: true },
  };
}

/** The member to whom it happened. */
function member(id: string, name: string): Entity {
  return {
    what: { identifier: uuid(id), display: name },
    type: hl7('audit-entity-type 1 Person'),
    role: hl7('object-role 11 Security User Entity'),
  };
}

/** The event itself, with what was measured and what proves it. */
function entry(row: AuditRow, workstation: string): Entity {
  const facts = {
    event: row.event,
    cause: row.cause,
    measuredMs: row.measuredMs,
    limitSeconds: row.limitSeconds,
    latenessMs: row.latenessMs,
    wipe: row.wipe,
    detail: row.detail,
    link: row.link?.toString('hex') ?? null,
  };
  return {
    what: { identifier: { system: `urn:uuid:${workstation}`, value: String(row.id) } },
    type: hl7('audit-entity-type 2 System Object'),
    role: hl7('object-role 13 Security Resource'),
    detail: Object.entries(facts)
      .filter(([, value]) => value !== null && value !== '')
      .map(([type, value]) => ({ type, valueString: String(value) })),
  };
}

function outcomeOf({ failure }: FhirKind, facts: Facts): '0' | '4' | '8' {
  const { event, wipe, outcome, problems } = facts;
  if (wipe === 'failed' || failure === 'serious') return '8';
  const isSignedOut = event !== 'clinicApp.signedOut' || outcome === 'done';
  const isRefused = outcome === 'failed' || outcome === 'dropped' || !isSignedOut;
  return failure === 'minor' || isRefused || (problems ?? 0) > 0 ? '4' : '0';
}

/** Changes of settings and members are the administration of the system; the rest has no purpose of its own. */
function purposeOf({ type, subtype }: FhirKind): Coding | null {
  return type === 'securityAlert' && subtype !== 'emergencyOverride'
    ? hl7('v3-ActReason HSYSADMIN health system administration')
    : null;
}

/** The same event has the same address in each export. */
function fullUrl(workstation: string, id: string): string {
  const digest = createHash('sha256').update(`${workstation} ${id}`).digest();
  // A UUID of version 8 (RFC 9562): made by a rule of the application.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `urn:uuid:${[...parts, hex.slice(20)].join('-')}`;
}
