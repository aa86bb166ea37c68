import { vi } from 'vitest';
import {
  type AuditPage,
  type AuditPlace,
  EVERY_EVENT,
} from '../../src/shared/workstation/audit-log.js';
import type { AuditVerdict } from '../../src/shared/workstation/audit-verdict.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { type Audit, composeAudit } from '../../src/main/app/compose-audit.js';
import { type OpenClinic, openClinic } from '../../src/main/app/open-clinic.js';
import { everyEntry } from '../../src/main/account/replay.js';
import { TrailSigning } from '../../src/main/audit/trail-signer.js';
import type { AuditEvent, StreamedDocument } from '../../src/main/ports/index.js';
import { type AuditTrail, openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { openDecisionStore } from '../../src/main/storage/decision-store.js';
import { VirtualClock } from './fakes/virtual-clock.js';
import { VirtualLine } from './fakes/virtual-line.js';
import { VirtualServer } from './fakes/virtual-server.js';
import { type OfficeDesk, joinedDesk, sharedDesk } from './office-desk.js';

/** A computer of the clinic, with the app's own link to the server. */
export class AuditDesk {
  readonly audit: AuditTrail;
  readonly line: VirtualLine;
  readonly clinic: OpenClinic;
  readonly signing: TrailSigning;

  constructor(
    readonly desk: OfficeDesk,
    readonly clock: VirtualClock,
  ) {
    const { account, installation } = desk.parts;
    this.audit = openAuditTrail(desk.database, installation, {
      administrators: () => account.state?.shares.administrators ?? null,
    });
    this.signing = new TrailSigning({ trail: this.audit, clock });
    this.line = new VirtualLine(desk.line.server, clock);
    this.clinic = openClinic({
      ...{ ...desk.parts, audit: this.audit, clock, rows: desk.rows, keychain: desk.keychain },
      ...{ clinicStore: desk.store, decisionStore: openDecisionStore(desk.database) },
      policies: { inForce: () => DEFAULT_POLICY },
      connector: this.line,
      onChange: () => undefined,
      onShut: () => undefined,
      onRemoved: () => undefined,
      onContact: () => undefined,
      onOrdered: () => undefined,
    });
    this.clinic.follow();
  }

  get id(): string {
    return this.desk.id;
  }

  happens(event: AuditEvent['event'], more: Partial<AuditEvent> = {}): void {
    this.audit.append({ event, at: this.clock.now(), memberId: null, ...more });
  }

  /** Everything that was recorded here is on the server. */
  get isSent(): boolean {
    return this.clinic.common.sender.sent === (this.audit.head()?.events ?? 0);
  }
}

/** A clinic with several computers, at the first of which an administrator is signed in. */
export class CommonAuditWorld {
  readonly server = new VirtualServer();
  readonly clock = new VirtualClock();
  readonly desks: AuditDesk[] = [];
  reading!: Audit;

  static async open(names: readonly string[] = ['Room 2', 'Room 3']): Promise<CommonAuditWorld> {
    const world = new CommonAuditWorld();
    const first = await sharedDesk(world.server);
    const others: OfficeDesk[] = [];
    for (const name of names) others.push(await joinedDesk(first, name));
    for (const desk of [first, ...others]) {
      desk.part();
      world.desks.push(new AuditDesk(desk, world.clock));
    }
    world.reading = world.readAt(world.first);
    return world;
  }

  /** As {@link open}, with a session at each computer, and all of it on the server. */
  static async openUsed(): Promise<CommonAuditWorld> {
    const world = await CommonAuditWorld.open();
    for (const desk of world.desks) world.session(desk);
    await world.sent();
    return world;
  }

  /** @returns what puts the server's trails and the first computer's line back to how they are now */
  async remember(): Promise<() => void> {
    await this.until(() => this.desks.every(({ clinic }) => clinic.link.server !== null));
    await this.sent();
    const restore = this.server.trails.snapshot();
    return () => {
      const { line } = this.first;
      Object.assign(line, { lies: {}, mood: 'works', beforeCall: () => undefined });
      restore();
      // Whatever was recorded meanwhile goes there again.
      this.server.cutOff();
    };
  }

  /** The administrator checks the log. */
  verify(): Promise<AuditVerdict> {
    return this.passing(this.reading.auditCheck.run(this.dana));
  }

  page(before: AuditPlace | null = null, filter = EVERY_EVENT): Promise<AuditPage> {
    return this.passing(this.reading.auditLog.page(filter, before));
  }

  get first(): AuditDesk {
    return this.at(0);
  }

  at(index: number): AuditDesk {
    const desk = this.desks[index];
    if (desk === undefined) throw new Error(`There is no computer ${index}.`);
    return desk;
  }

  /** The id of the administrator who is signed in at the first computer. */
  get dana(): string {
    return this.first.desk.clinic.author.memberId;
  }

  /** The audit log, as somebody reads it who is signed in at this computer. */
  readAt({ desk, audit, clinic, clock }: AuditDesk): Audit {
    const { account, chain } = desk.parts;
    const { keys } = desk.clinic.identity;
    vi.spyOn(chain, 'register').mockImplementationOnce(() => undefined);
    const [session, onAnswer] = [(): null => null, (): undefined => undefined];
    clinic.speakFor({ session, onAnswer, keys, version: '1.0.0' });
    return composeAudit({
      ...{ audit, account, clock, chain, keys, clinic },
      decisions: () => everyEntry(openDecisionStore(desk.database)),
      years: () => 6,
    });
  }

  /** A session of the administrator, with some events. */
  session(at: AuditDesk, events = 3): void {
    const { keys } = this.first.desk.clinic.identity;
    at.happens('session.started', { memberId: this.dana });
    at.signing.sessionBegins(this.dana, keys.keys);
    for (let count = 0; count < events; count += 1)
      at.happens('clinicApp.opened', {
        memberId: this.dana,
        detail: { app: `Laboratory ${count}` },
      });
    at.signing.sessionEnds(this.dana, keys.keys);
    at.happens('session.ended', { memberId: this.dana, cause: 'signOut' });
  }

  /** Time passes until it is so. */
  async until(isSo: () => boolean): Promise<void> {
    const tried = async (): Promise<void> => {
      await this.clock.run(200);
      if (!isSo()) throw new Error('It is not so yet.');
    };
    await vi.waitFor(tried, { timeout: 50_000, interval: 2 });
  }

  /** Time passes until all that was recorded is on the server. */
  sent(): Promise<void> {
    return this.until(() => this.desks.every((desk) => desk.isSent));
  }

  /** Time passes until the work is done. */
  async passing<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    await this.until(() => isDone);
    return work;
  }

  async close(): Promise<void> {
    for (const { clinic } of this.desks) await clinic.stop();
  }
}

export async function textOf({ parts }: StreamedDocument): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

/** What is wrong on the server, by the workstation. */
export function wrongIn({ parts }: AuditVerdict): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    parts
      .filter(({ copy, problems }) => copy === 'server' && problems.length > 0)
      .map(({ workstation, problems }) => [workstation, problems.map(({ text }) => text)]),
  );
}
