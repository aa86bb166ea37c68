import type { AuditEvent, AuditEventName, AuditSink } from '../../../src/main/ports.js';
import { Journal } from './journal.js';

/** An audit trail in memory. */
export class MemoryAudit implements AuditSink {
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

  named(name: AuditEventName): readonly AuditEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  get names(): readonly AuditEventName[] {
    return this.events.map(({ event }) => event);
  }
}
