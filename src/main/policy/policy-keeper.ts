import { isDeepStrictEqual } from 'node:util';
import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import { readJson } from '../../shared/texts/json.js';
import {
  applyManaged,
  type ManagedRules,
  ownAfterSaving,
  type Restrictions,
  restrictionsOf,
} from '../../shared/policy/managed-limits.js';
import { type Merged, merged } from '../../shared/policy/merged.js';
import { DEFAULT_POLICY, type Policy, STRICTEST_POLICY } from '../../shared/policy/policy.js';
import {
  type PolicyChange,
  type PolicyReading,
  readPolicy,
} from '../../shared/policy/read-policy.js';
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
 * Keeps the account's policy: reads, migrates and changes the stored one, and imports settings files.
 * Callers get the policy in force on this computer: the account's own, within the limits of the managed
 * policy. Only this class combines the two.
 */
export class PolicyKeeper {
  readonly #parts: PolicyKeeperParts;
  /** The account's own policy, as it was last read or stored. */
  #own: Policy = DEFAULT_POLICY;
  #onChange: () => void = () => undefined;

  constructor(parts: PolicyKeeperParts) {
    this.#parts = parts;
    parts.decisions.register({
      'policy.set': ({ policy }, { memberId }) => {
        this.#tellOf('policy.changed', memberId, { policy, before: this.#own });
        return undefined;
      },
      'policy.imported': ({ policy, changes }, { memberId }) => {
        this.#tellOf('settings.imported', memberId, { policy, changes, before: this.#own });
        this.#tell(noticesFor(changes));
        return undefined;
      },
    });
  }

  /**
   * Takes the policy that the chain of decisions says; the strictest while the account is in question. Call
   * it after each change of the account.
   * @returns the policy in force
   */
  load(): Policy {
    const own = this.#decided();
    if (!isDeepStrictEqual(own, this.#own)) {
      this.#own = own;
      this.#onChange();
    }
    return this.inForce();
  }

  /** Calls back whenever the account's own policy may have changed. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
  }

  /** The policy in force: the account's own, as last loaded or saved, within the managed limits. */
  inForce(): Policy {
    return applyManaged(this.#own, this.#rules);
  }

  /** The parts of the policy that people cannot choose here. */
  restrictions(): Restrictions {
    return restrictionsOf(this.#own, this.#rules);
  }

  #decided(): Policy {
    const { state, standing } = this.#parts.account;
    if (state === null) {
      const suggested = this.#suggested();
      return suggested?.ok === true ? suggested.policy : DEFAULT_POLICY;
    }
    const reading = standing.kind === 'sound' ? readPolicy(state.policy) : null;
    return reading?.ok === true ? reading.policy : STRICTEST_POLICY;
  }

  /**
   * Saves a changed form of the policy in force. For managed parts, the account's own values stay, and so
   * does what somebody else changed meanwhile.
   * @param opened the policy that the form began with
   * @returns the policy in force from now on; with conflicts nothing was saved, and it is what the form should
   *   show then. Rejects when it cannot be stored, and the old one stays
   */
  async save(shown: Policy, author: Author, opened = this.inForce()): Promise<Merged<Policy>> {
    let result: Merged<Policy> = { settings: shown, conflicts: [], now: opened };
    await this.#parts.decisions.commit(author, ({ state }) => {
      const decided = readPolicy(state?.policy);
      const own = decided.ok ? decided.policy : this.#own;
      result = merged(opened, shown, applyManaged(own, this.#rules));
      if (result.conflicts.length > 0) return { ok: false, code: 'changedMeanwhile' };
      const policy = ownAfterSaving(own, this.#rules, result.settings);
      return { change: { kind: 'policy.set', policy } };
    });
    return result.conflicts.length > 0 ? result : { ...result, settings: this.inForce() };
  }

  /** Reads a settings file without using it. @returns with the policy that would be in force with it */
  check(text: string): PolicyReading {
    const reading = readSettingsFile(text);
    return reading.ok ? { ...reading, policy: applyManaged(reading.policy, this.#rules) } : reading;
  }

  /**
   * Imports a settings file of this or an older version, whole or not at all. Before the clinic is set
   * up, the file is kept as the suggestion for the set-up.
   * @param author `null` before there are members
   * @returns with the policy in force from now on; rejects when it cannot be stored
   */
  async importFile(text: string, author: Author | null): Promise<PolicyReading> {
    const reading = readSettingsFile(text);
    if (!reading.ok) return reading;
    const { policy, changes } = reading;
    const { account, decisions } = this.#parts;
    if (author === null) {
      // Store the text as it is: the set-up reports the migrations, to somebody who can read them.
      account.suggestPolicy(text);
      this.#tellOf('settings.imported', null, { policy, changes });
    } else
      await decisions.commit(author, () => ({
        change: { kind: 'policy.imported', policy, changes: [...changes] },
      }));
    return this.check(text);
  }

  /**
   * The first policy of a new clinic: the imported one, or the defaults, with the timeout chosen at the
   * set-up. Also the notices for the first administrator.
   */
  firstPolicy(sessionTimeoutSeconds: number): {
    readonly policy: Policy;
    readonly notices: readonly NoticeKind[];
  } {
    const reading = this.#suggested();
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

  #suggested(): PolicyReading | undefined {
    const document = this.#parts.account.suggestedPolicy();
    return document === null ? undefined : readDocument(document);
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

function noticesFor(changes: readonly string[]): readonly NoticeKind[] {
  return changes.flatMap((change) => NOTICE_FOR[change as PolicyChange] ?? []);
}

function readDocument(document: string): PolicyReading {
  const json = readJson(document);
  return json.ok ? readPolicy(json.value) : json;
}
