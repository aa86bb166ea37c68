import { say } from '../../../shared/words/say.js';

/** Published guidance that the guide was held against, in November 2026. */
export type SourceId =
  | 'securityRule'
  | 'incidental'
  | 'disposal'
  | 'practices'
  | 'nist'
  | 'nhs'
  | 'ncsc'
  | 'ico'
  | 'oaic';

/** Each source in one line, in the order in which the guide names them. */
export const sources = (): Readonly<Record<SourceId, string>> => ({
  securityRule: say(
    'United States, HIPAA Security Rule: 45 CFR §§ 164.308, 164.310 and 164.312 (training, workstations, automatic logoff)',
  ),
  incidental: say(
    'United States, Department of Health and Human Services: “Incidental Uses and Disclosures”',
  ),
  disposal: say(
    'United States, Department of Health and Human Services: “Disposal of Protected Health Information”',
  ),
  practices: say(
    'United States, Department of Health and Human Services: “Health Industry Cybersecurity Practices” (2023)',
  ),
  nist: say('NIST SP 800-63B-4 (2025), section 3.1: passwords and one-time codes'),
  nhs: say('United Kingdom, NHS England: “Keep I.T. Confidential”'),
  ncsc: say('United Kingdom, National Cyber Security Centre: “Three random words”'),
  ico: say('United Kingdom, Information Commissioner’s Office: “Personal data breaches: a guide”'),
  oaic: say(
    'Australia, Office of the Australian Information Commissioner: “Guide to health privacy”',
  ),
});
