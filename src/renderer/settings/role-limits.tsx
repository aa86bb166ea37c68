import { type ReactNode, useId } from 'react';
import { type Policy, sessionTimeoutFor, TIMEOUT_PRESETS_SECONDS } from '../../contract/policy.js';
import { type Role, ROLE_NAMES, ROLES } from '../../contract/role.js';
import { Card } from '../ui/card.js';
import layout from '../ui/layout.module.css';
import { SelectField } from '../ui/select-field.js';
import { durationOptions } from './duration-options.js';
import { withRoleLimit } from './policy-draft.js';
import { SAME_AS_EVERYONE } from './policy-words.js';

/** Stands for a role without a limit of its own; no timeout is 0. */
const NO_OWN_LIMIT = 0;

/** Says so where a role's own limit does nothing, because everyone's is shorter. */
function noEffectNote(policy: Policy | null, role: Role): string | undefined {
  const own = policy?.roleTimeoutSeconds[role];
  return policy !== null && own !== undefined && sessionTimeoutFor(policy, role) < own
    ? 'No effect: the limit for everyone is shorter.'
    : undefined;
}

interface RoleLimitsProps {
  /** The policy being edited, or `null` while its timeout is no valid number. */
  readonly policy: Policy | null;
  readonly limits: Policy['roleTimeoutSeconds'];
  readonly onLimits: (limits: Policy['roleTimeoutSeconds']) => void;
}

/** Shorter timeouts for some roles. */
export function RoleLimits({ policy, limits, onLimits }: RoleLimitsProps): ReactNode {
  const descriptionId = useId();
  return (
    <Card title="Limits by role">
      <div
        role="group"
        aria-label="Limits by role"
        aria-describedby={descriptionId}
        className={layout['stack']}
      >
        <p id={descriptionId} className={layout['soft']}>
          A role can have a shorter session timeout than everyone else. The shorter one holds.
        </p>
        <div className={layout['pair']}>
          {ROLES.map((role) => (
            <SelectField
              key={role}
              label={ROLE_NAMES[role]}
              help={noEffectNote(policy, role)}
              value={limits[role] ?? NO_OWN_LIMIT}
              options={[
                { value: NO_OWN_LIMIT, label: SAME_AS_EVERYONE },
                ...durationOptions(TIMEOUT_PRESETS_SECONDS, limits[role]),
              ]}
              onValue={(seconds) =>
                onLimits(withRoleLimit(limits, role, seconds === NO_OWN_LIMIT ? null : seconds))
              }
            />
          ))}
        </div>
      </div>
    </Card>
  );
}
