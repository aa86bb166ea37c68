import type { AuditProgress, AuditVerdict } from '../../shared/workstation/audit-verdict.js';
import type { AuditSink, Clock, TrailProofs, TrailStore } from '../ports/index.js';
import { clinicFingerprint } from './clinic-fingerprint.js';
import { verdictInWords } from './verdict-words.js';
import { type TrailVerdict, verifyTrail } from './verify/verify-trail.js';

/** What a check needs from the account. */
export interface AccountProofs extends TrailProofs {
  /** The clinic's public signing key, in base 64; `null` before there is a clinic. */
  readonly clinic: string | null;
}

export interface AuditCheckParts {
  readonly trail: TrailStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Asked at the beginning of each check, while an administrator is signed in. */
  readonly proofs: () => Promise<AccountProofs>;
  readonly nameOf: (id: string) => string;
}

/** Checks the audit trail for the administrator who asks. */
export class AuditCheck {
  readonly #parts: AuditCheckParts;
  #progress: AuditProgress | null = null;
  #running: Promise<TrailVerdict> | null = null;

  constructor(parts: AuditCheckParts) {
    this.#parts = parts;
  }

  /** How far a check has come; `null` while none runs. */
  get progress(): AuditProgress | null {
    return this.#progress;
  }

  /**
   * Checks the whole trail, and records that in the trail itself. Whoever asks meanwhile gets the same answer.
   * @returns rejects when the trail cannot be read
   */
  async run(memberId: string): Promise<AuditVerdict> {
    const { audit, clock, nameOf } = this.#parts;
    const { clinic, verdict } = await this.verdict();
    const { sound, problems } = verdict;
    const detail = { events: sound, problems: problems.length };
    audit.append({ event: 'auditLog.verified', at: clock.now(), memberId, detail });
    return verdictInWords(verdict, { nameOf, fingerprint: clinicFingerprint(clinic) });
  }

  async verdict(): Promise<{ readonly clinic: string | null; readonly verdict: TrailVerdict }> {
    const proofs = await this.#parts.proofs();
    this.#running ??= this.#run(proofs);
    return { clinic: proofs.clinic, verdict: await this.#running };
  }

  async #run(proofs: AccountProofs): Promise<TrailVerdict> {
    const { trail } = this.#parts;
    const of = trail.head()?.events ?? 0;
    this.#progress = { checked: 0, of };
    try {
      return await verifyTrail(trail, proofs, (checked) => {
        this.#progress = { checked, of };
      });
    } finally {
      this.#progress = null;
      this.#running = null;
    }
  }
}
