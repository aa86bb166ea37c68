import {
  DEFAULT_POLICY,
  type Policy,
  type PolicyChange,
  type PolicyReading,
  readPolicy,
  STRICTEST_POLICY,
} from '../../contract/policy.js';
import { readSettingsFile } from '../../contract/settings-file.js';
import type { AccountStore, AuditSink, Clock, NoticeKind } from '../ports.js';

const NOTICE_FOR: Partial<Record<PolicyChange, NoticeKind>> = {
  neverReplaced: 'timeoutWasNever',
  cappedToLongest: 'timeoutWasCapped',
};

export interface PolicyKeeperParts {
  readonly account: AccountStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/** Keeps the account's policy: reads what is stored, migrates it, changes it, brings in older files. */
export class PolicyKeeper {
  readonly #parts: PolicyKeeperParts;

  constructor(parts: PolicyKeeperParts) {
    this.#parts = parts;
  }

  /**
   * The policy that holds: the newest document that can be read, brought to this version. When none
   * can be read, the strictest preset. Migrations are stored, audited, and told to each member once.
   */
  load(): Policy {
    const { account, audit, clock } = this.#parts;
    const documents = account.policyDocuments();
    if (documents.length === 0) return DEFAULT_POLICY;
    const readings = documents.map(readDocument);
    const newest = readings[0];
    const good = readings.find((reading) => reading.ok);
    const at = clock.now();
    if (newest?.ok === false) {
      audit.append({
        event: 'policy.unreadable',
        at,
        memberId: null,
        detail: { problem: newest.problem, fellBackTo: good === undefined ? 'strictest' : 'last' },
      });
      this.#keep(good?.policy ?? STRICTEST_POLICY, null);
      if (this.#hasMembers()) account.addNotice('policyUnreadable', at.wallMs);
    }
    if (good === undefined) return STRICTEST_POLICY;
    if (newest === good && good.changes.length > 0 && this.#hasMembers()) {
      this.#keep(good.policy, null);
      audit.append({
        event: 'policy.migrated',
        at,
        memberId: null,
        detail: { changes: good.changes, sessionTimeoutSeconds: good.policy.sessionTimeoutSeconds },
      });
      this.#tell(noticesFor(good.changes));
    }
    return good.policy;
  }

  /** @throws when it cannot be stored; the old policy then goes on */
  save(policy: Policy, byMemberId: string): void {
    this.#keep(policy, byMemberId);
    this.#parts.audit.append({
      event: 'policy.changed',
      at: this.#parts.clock.now(),
      memberId: byMemberId,
      detail: { policy },
    });
  }

  /** Reads a settings file without using it. */
  check(text: string): PolicyReading {
    return readSettingsFile(text);
  }

  /**
   * Brings in a settings file of this or an older version, whole or not at all. Before the clinic is
   * set up it is kept as the suggestion for the set-up.
   * @param byMemberId `null` before there are members
   * @throws when it cannot be stored
   */
  importFile(text: string, byMemberId: string | null): PolicyReading {
    const reading = this.check(text);
    if (!reading.ok) return reading;
    const { account, audit, clock } = this.#parts;
    const at = clock.now();
    // Kept as it came: what had to be changed is told at the set-up, when there is somebody to tell.
    if (byMemberId === null) account.savePolicyDocument(text, null, at.wallMs);
    else this.#keep(reading.policy, byMemberId);
    audit.append({
      event: 'settings.imported',
      at,
      memberId: byMemberId,
      detail: { policy: reading.policy, changes: reading.changes },
    });
    if (byMemberId !== null) this.#tell(noticesFor(reading.changes));
    return reading;
  }

  /**
   * The first policy of a new clinic: what was imported before, or the defaults, with the timeout
   * that was chosen at set-up; and what its first administrator must be told.
   */
  firstPolicy(sessionTimeoutSeconds: number): {
    readonly policy: Policy;
    readonly notices: readonly NoticeKind[];
  } {
    const reading = this.#newest();
    const imported = reading?.ok === true ? reading : { policy: DEFAULT_POLICY, changes: [] };
    return {
      policy: {
        ...imported.policy,
        sessionTimeoutSeconds,
        // A timeout that a person just chose must not be cut short by a default they never saw.
        longestSessionSeconds: Math.max(
          imported.policy.longestSessionSeconds,
          sessionTimeoutSeconds,
        ),
      },
      notices:
        sessionTimeoutSeconds === imported.policy.sessionTimeoutSeconds
          ? noticesFor(imported.changes)
          : [],
    };
  }

  #newest(): PolicyReading | undefined {
    return this.#parts.account.policyDocuments().map(readDocument)[0];
  }

  #hasMembers(): boolean {
    return this.#parts.account.members().length > 0;
  }

  #keep(policy: Policy, byMemberId: string | null): void {
    this.#parts.account.savePolicyDocument(
      JSON.stringify(policy),
      byMemberId,
      this.#parts.clock.now().wallMs,
    );
  }

  #tell(notices: readonly NoticeKind[]): void {
    for (const notice of notices)
      this.#parts.account.addNotice(notice, this.#parts.clock.now().wallMs);
  }
}

function noticesFor(changes: readonly PolicyChange[]): readonly NoticeKind[] {
  return changes.flatMap((change) => NOTICE_FOR[change] ?? []);
}

function readDocument(document: string): PolicyReading {
  try {
    return readPolicy(JSON.parse(document));
  } catch {
    return { ok: false, problem: 'It is not valid JSON.' };
  }
}
