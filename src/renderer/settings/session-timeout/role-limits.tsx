import { type ReactNode, useId } from 'react';
import type { Restrictions } from '../../../shared/policy/managed-limits.js';
import {
  type Policy,
  sessionTimeoutFor,
  TIMEOUT_PRESETS_SECONDS,
} from '../../../shared/policy/policy.js';
import { type Role, ROLE_NAMES, ROLES } from '../../../shared/people/role.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { type Option, SelectField } from '../../ui/fields/select-field.js';
import { helpWithCap } from '../../ui/fields/timeout-draft.js';
import { durationOptions } from './duration-options.js';
import { withRoleLimit } from './policy-draft.js';
import { sameAsEveryone } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';

/** Stands for a role without a limit of its own; no timeout is 0. */
const NO_OWN_LIMIT = 0;

/** Says so where a role's own limit does nothing, because everyone's is shorter. */
function noEffectNote(policy: Policy | null, role: Role): string | undefined {
  const own = policy?.roleTimeoutSeconds[role];
  return policy !== null && own !== undefined && sessionTimeoutFor(policy, role) < own
    ? say('No effect: the limit for everyone is shorter.')
    : undefined;
}

interface RoleLimitsProps {
  /** The policy being edited, or `null` while its timeout is no valid number. */
  readonly policy: Policy | null;
  readonly limits: Policy['roleTimeoutSeconds'];
  readonly restrictions: Restrictions;
  readonly onLimits: (limits: Policy['roleTimeoutSeconds']) => void;
}

/** @param mostSeconds the longest that can be chosen, where that is managed: then not nothing */
function limitOptions(
  own: number | undefined,
  mostSeconds: number | undefined,
): readonly Option<number>[] {
  const limits = durationOptions(TIMEOUT_PRESETS_SECONDS, own, mostSeconds);
  if (mostSeconds !== undefined && own !== undefined) return limits;
  return [{ value: NO_OWN_LIMIT, label: sameAsEveryone() }, ...limits];
}

/** Shorter timeouts for some roles. */
export function RoleLimits(props: RoleLimitsProps): ReactNode {
  const { policy, limits, restrictions, onLimits } = props;
  const descriptionId = useId();
  const mostFor = (role: Role): number | undefined =>
    restrictions.mostSeconds[`roleTimeoutSeconds.${role}`];
  return (
    <Card title={say('Limits by role')}>
      <div
        role="group"
        aria-label={say('Limits by role')}
        aria-describedby={descriptionId}
        className={layout['stack']}
      >
        <p id={descriptionId} className={layout['soft']}>
          {say(
            'A role can have a shorter session timeout than everyone else. The shorter one holds.',
          )}
        </p>
        <div className={layout['pair']}>
          {ROLES.map((role) => (
            <SelectField
              key={role}
              label={ROLE_NAMES[role]}
              help={helpWithCap(noEffectNote(policy, role), mostFor(role))}
              managed={restrictions.locked.includes(`roleTimeoutSeconds.${role}`)}
              value={limits[role] ?? NO_OWN_LIMIT}
              options={limitOptions(limits[role], mostFor(role))}
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
