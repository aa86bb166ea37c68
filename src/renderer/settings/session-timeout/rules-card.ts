import type { Restrictions } from '../../../shared/policy/managed-limits.js';
import type { PolicyDraft } from './policy-draft.js';

/** What a card with some of the policy's rules needs. */
export interface RulesCardProps {
  readonly rules: PolicyDraft['rules'];
  readonly restrictions: Restrictions;
  readonly onRules: (patch: Partial<PolicyDraft['rules']>) => void;
}
