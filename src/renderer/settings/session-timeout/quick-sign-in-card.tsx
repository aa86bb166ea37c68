import type { ReactNode } from 'react';
import { QUICK_SIGN_IN_PRESETS_SECONDS } from '../../../shared/policy/policy.js';
import { RULE_NAMES, SWITCH_EXPLANATIONS } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import { Switch } from '../../ui/fields/choice.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { helpWithCap } from '../../ui/fields/timeout-draft.js';
import layout from '../../ui/styles/layout.module.css';
import { durationOptions } from './duration-options.js';
import type { RulesCardProps } from './rules-card.js';

/** Coming back by badge and PIN, and for how long. */
export function QuickSignInCard({ rules, restrictions, onRules }: RulesCardProps): ReactNode {
  const mostSeconds = restrictions.mostSeconds.quickSignInSeconds;
  return (
    <Card title={say('Quick sign-in')}>
      <div className={layout['stack']}>
        <Switch
          label={RULE_NAMES.quickSignIn}
          explanation={SWITCH_EXPLANATIONS.quickSignIn}
          checked={rules.quickSignIn}
          managed={restrictions.locked.includes('quickSignIn')}
          onChosen={(quickSignIn) => onRules({ quickSignIn })}
        />
        {rules.quickSignIn && (
          <SelectField
            label={RULE_NAMES.quickSignInSeconds}
            help={helpWithCap(
              say(
                'So long after a full sign-in at this computer. Then the password is needed again.',
              ),
              mostSeconds,
            )}
            managed={restrictions.locked.includes('quickSignInSeconds')}
            value={rules.quickSignInSeconds}
            options={durationOptions(
              QUICK_SIGN_IN_PRESETS_SECONDS,
              rules.quickSignInSeconds,
              mostSeconds,
            )}
            onValue={(quickSignInSeconds) => onRules({ quickSignInSeconds })}
          />
        )}
      </div>
    </Card>
  );
}
