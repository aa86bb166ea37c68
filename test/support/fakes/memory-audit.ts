import type { AuditEventName } from '../../../src/shared/workstation/audit-log.js';
import type {
  AuditEvent,
  AuditQuery,
  AuditReader,
  AuditRow,
  AuditSink,
} from '../../../src/main/ports/index.js';
import { Journal } from './journal.js';

/** An audit trail in memory. */
export class MemoryAudit implements AuditSink, AuditReader {
  readonly events: AuditEvent[] = [];
  readonly journal: Journal;
  writable = true;

  constructor(journal: Journal = new Journal()) {
    this.journal = journal;
  }

  /** @returns what puts it back to how it is now */
  snapshot(): () => void {
    const { length } = this.events;
    return () => {
      this.events.length = length;
    };
  }

  append(event: AuditEvent): void {
    this.journal.call(`audit.${event.event}`);
    if (!this.writable) throw new Error('the audit trail was made to fail');
    this.events.push(event);
  }

  read({ limit, ...query }: AuditQuery): Promise<readonly AuditRow[]> {
    const { events, memberId, sinceMs, beforeId, afterId = 0 } = query;
    const { untilMs = Number.POSITIVE_INFINITY } = query;
    const rows = this.events
      .map((event, index) => ({ event, id: index + 1 }))
      .filter(({ event }) => events === null || events.includes(event.event))
      .filter(
        ({ event }) =>
          memberId === null || [event.memberId, event.detail?.['by']].includes(memberId),
      )
      .filter(({ event }) => sinceMs === null || event.at.wallMs >= sinceMs)
      .filter(({ id }) => (beforeId === null || id < beforeId) && id > afterId)
      .filter(({ event }) => event.at.wallMs <= untilMs)
      .reverse()
      .slice(0, limit)
      .map(({ event, id }) => ({
        id,
        atMs: event.at.wallMs,
        memberId: event.memberId,
        event: event.event,
        cause: event.cause ?? null,
        measuredMs: event.measuredMs ?? null,
        limitSeconds: event.limitSeconds ?? null,
        latenessMs: event.latenessMs ?? null,
        wipe: event.wipe ?? null,
        detail: event.detail === undefined ? null : JSON.stringify(event.detail),
        ...{ link: null, workstation: 'station-1' },
        stands: { atMs: event.at.wallMs, workstationId: '', id },
      }));
    return Promise.resolve(rows);
  }

  named(name: AuditEventName): readonly AuditEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  get names(): readonly AuditEventName[] {
    return this.events.map(({ event }) => event);
  }
}
