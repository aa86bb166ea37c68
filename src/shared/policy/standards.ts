import { say } from '../words/say.js';
import { durationInWords } from './duration.js';

/** A published limit on inactivity, with its source. */
export interface Standard {
  readonly name: string;
  /** The limit in seconds: a timeout up to and including it is within the standard. */
  readonly limitSeconds: number;
  /** The figure of the source, in our words. */
  readonly figure: string;
  readonly source: string;
}

/** What most of the limits ask of a clinic, in seconds. */
export const CLINIC_LIMIT_SECONDS = 900;

/**
 * The limits that the settings window compares with, strictest first. Read in November 2026. Each `source`
 * names the clause, so that an auditor can look it up.
 */
export const standards = (): readonly Standard[] => [
  {
    name: say('OWASP, high-value applications'),
    limitSeconds: 300,
    figure: say('2 to 5 minutes'),
    source: say('OWASP Session Management Cheat Sheet, “Session Expiration”'),
  },
  {
    name: say('HIPAA practice'),
    limitSeconds: CLINIC_LIMIT_SECONDS,
    figure: say('No figure in the rule; up to 15 minutes is usual, 1 to 3 in clinical areas'),
    source: say('45 CFR § 164.312(a)(2)(iii), automatic logoff (addressable)'),
  },
  {
    name: say('NIST AAL3'),
    limitSeconds: 900,
    figure: say('15 minutes'),
    source: say('NIST SP 800-63B-4 (2025), section 2.3.3'),
  },
  {
    name: say('PCI DSS'),
    limitSeconds: 900,
    figure: say('15 minutes'),
    source: say('PCI DSS 4.0.1, requirement 8.2.8'),
  },
  {
    name: say('Australian ISM'),
    limitSeconds: 900,
    figure: say('15 minutes'),
    source: say('Information Security Manual, control ISM-0428'),
  },
  {
    name: say('OWASP, low-risk applications'),
    limitSeconds: 1_800,
    figure: say('15 to 30 minutes'),
    source: say('OWASP Session Management Cheat Sheet, “Session Expiration”'),
  },
  {
    name: say('NIST AAL2'),
    limitSeconds: 3_600,
    figure: say('1 hour'),
    source: say('NIST SP 800-63B-4 (2025), section 2.2.3'),
  },
];

export interface Comparison {
  readonly standard: Standard;
  readonly within: boolean;
  /** For example `Within` or `45 minutes over`. */
  readonly verdict: string;
}

/**
 * Compares a session timeout with each published limit.
 * @param timeoutSeconds 60 to 604 800
 */
export function compareWithStandards(timeoutSeconds: number): readonly Comparison[] {
  return standards().map((standard) => {
    const over = timeoutSeconds - standard.limitSeconds;
    return {
      standard,
      within: over <= 0,
      verdict:
        // translators: the timeout is within what a standard asks for
        over <= 0 ? say('Within') : say('{duration} over', { duration: durationInWords(over) }),
    };
  });
}
