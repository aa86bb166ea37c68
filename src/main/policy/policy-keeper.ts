import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import { readJson } from '../../shared/texts/json.js';
import {
  applyManaged,
  type ManagedRules,
  ownAfterSaving,
  type Restrictions,
  restrictionsOf,
} from '../../shared/policy/managed-limits.js';
import {
  DEFAULT_POLICY,
  type Policy,
  type PolicyChange,
  type PolicyReading,
  readPolicy,
  STRICTEST_POLICY,
} from '../../shared/policy/policy.js';
import { readSettingsFile } from '../../shared/policy/settings-file.js';
import type {
  AccountStore,
  AuditSink,
  Author,
  Clock,
  Decisions,
  ManagedSource,
  NoticeKind,
} from '../ports/index.js';

const NOTICE_FOR: Partial<Record<PolicyChange, NoticeKind>> = {
  neverReplaced: 'timeoutWasNever',
  cappedToLongest: 'timeoutWasCapped',
};

export interface PolicyKeeperParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly managed: ManagedSource;
}

/**
 * Keeps the account's policy: reads what is stored, migrates it, changes it, brings in older files.
 * What it gives away is the policy that holds on this computer: the account's own, within what is
 * managed. This is the one place where the two meet.
 */
export class PolicyKeeper {
  readonly #parts: PolicyKeeperParts;
  /** The account's own policy, as it was last read or stored. */
  #own: Policy = DEFAULT_POLICY;
  #onChange: () => void = () => undefined;

  constructor(parts: PolicyKeeperParts) {
    this.#parts = parts;
    parts.decisions.keptBy({
      'policy.set': ({ policy }, { memberId }) => {
        const then = this.#store(policy, memberId);
        this.#tellOf('policy.changed', memberId, { policy, before: this.#own });
        return then;
      },
      'policy.imported': ({ policy, changes }, { memberId }) => {
        const then = this.#store(policy, memberId);
        this.#tellOf('settings.imported', memberId, { policy, changes, before: this.#own });
        this.#tell(noticesFor(changes));
        return then;
      },
    });
  }

  /**
   * Reads the account's policy: the newest document that can be read, brought to this version. When
   * none can be read, the strictest preset. Migrations are stored, audited, and told to each member
   * once.
   * @returns the policy that holds
   */
  load(): Policy {
    this.#own = this.#loadOwn();
    this.#onChange();
    return this.inForce();
  }

  /** Calls back whenever the account's own policy may be another one. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
  }

  /** The policy that holds: the account's own, as it was last loaded or saved, within what is managed. */
  inForce(): Policy {
    return applyManaged(this.#own, this.#rules);
  }

  /** What of it people cannot choose here. */
  restrictions(): Restrictions {
    return restrictionsOf(this.#own, this.#rules);
  }

  #loadOwn(): Policy {
    const { account, clock } = this.#parts;
    const documents = account.policyDocuments();
    if (documents.length === 0) return DEFAULT_POLICY;
    const readings = documents.map(readDocument);
    const newest = readings[0];
    const good = readings.find((reading) => reading.ok);
    if (newest?.ok === false) {
      const fellBackTo = good === undefined ? 'strictest' : 'last';
      this.#tellOf('policy.unreadable', null, { problem: newest.problem, fellBackTo });
      this.#store(good?.policy ?? STRICTEST_POLICY, null)();
      if (this.#hasMembers()) account.addNotice('policyUnreadable', clock.now().wallMs);
    }
    if (good === undefined) return STRICTEST_POLICY;
    if (newest === good && good.changes.length > 0 && this.#hasMembers()) {
      this.#store(good.policy, null)();
      const { changes, policy } = good;
      const { sessionTimeoutSeconds } = policy;
      this.#tellOf('policy.migrated', null, { changes, sessionTimeoutSeconds });
      this.#tell(noticesFor(changes));
    }
    return good.policy;
  }

  /**
   * Saves what somebody made of the policy that holds. What is managed stays as the account had it.
   * @returns the policy that holds from now on; rejects when it cannot be stored, and the old one goes on
   */
  async save(shown: Policy, author: Author): Promise<Policy> {
    await this.#parts.decisions.commit(author, () => ({
      kind: 'policy.set',
      policy: ownAfterSaving(this.#own, this.#rules, shown),
    }));
    return this.inForce();
  }

  /** Reads a settings file without using it. @returns with the policy that would hold with it */
  check(text: string): PolicyReading {
    const reading = readSettingsFile(text);
    return reading.ok ? { ...reading, policy: applyManaged(reading.policy, this.#rules) } : reading;
  }

  /**
   * Brings in a settings file of this or an older version, whole or not at all. Before the clinic is
   * set up it is kept as the suggestion for the set-up.
   * @param author `null` before there are members
   * @returns with the policy that holds from now on; rejects when it cannot be stored
   */
  async importFile(text: string, author: Author | null): Promise<PolicyReading> {
    const reading = readSettingsFile(text);
    if (!reading.ok) return reading;
    const { policy, changes } = reading;
    const { account, clock, decisions } = this.#parts;
    if (author === null) {
      // Kept as it came: what had to be changed is told at the set-up, when there is somebody to tell.
      account.savePolicyDocument(text, null, clock.now().wallMs);
      this.#tellOf('settings.imported', null, { policy, changes });
    } else await decisions.commit(author, () => ({ kind: 'policy.imported', policy, changes }));
    return this.check(text);
  }

  /**
   * The first policy of a new clinic's own: what was imported before, or the defaults, with the timeout
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

  get #rules(): ManagedRules {
    return this.#parts.managed.policy.rules;
  }

  #newest(): PolicyReading | undefined {
    return this.#parts.account.policyDocuments().map(readDocument)[0];
  }

  #hasMembers(): boolean {
    return this.#parts.account.memberCount() > 0;
  }

  /** @returns what is to be done once it is stored for good */
  #store(policy: Policy, byMemberId: string | null): () => void {
    const { account, clock } = this.#parts;
    account.savePolicyDocument(JSON.stringify(policy), byMemberId, clock.now().wallMs);
    return () => {
      this.#own = policy;
      this.#onChange();
    };
  }

  #tellOf(
    event: AuditEventName,
    memberId: string | null,
    detail: Readonly<Record<string, unknown>>,
  ): void {
    this.#parts.audit.append({ event, at: this.#parts.clock.now(), memberId, detail });
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
  const json = readJson(document);
  return json.ok ? readPolicy(json.value) : json;
}
