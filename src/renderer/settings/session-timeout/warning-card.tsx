import type { ReactNode } from 'react';
import { WARNING_LEAD_PRESETS_SECONDS } from '../../../shared/policy/policy.js';
import { RULE_NAMES, SWITCH_EXPLANATIONS } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Switch } from '../../ui/fields/choice.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { helpWithCap } from '../../ui/fields/timeout-draft.js';
import layout from '../../ui/styles/layout.module.css';
import { playTwoTones } from '../../ui/two-tones.js';
import { durationOptions } from './duration-options.js';
import type { RulesCardProps } from './rules-card.js';

/** The warning before the end of a session: how early, and whether it can be heard. */
export function WarningCard({ rules, restrictions, onRules }: RulesCardProps): ReactNode {
  const mostSeconds = restrictions.mostSeconds.warningLeadSeconds;
  return (
    <Card title={say('The warning')}>
      <div className={layout['stack']}>
        <SelectField
          label={RULE_NAMES.warningLeadSeconds}
          help={helpWithCap(
            say('So long people have to answer. With a very short timeout it is half of it.'),
            mostSeconds,
          )}
          managed={restrictions.locked.includes('warningLeadSeconds')}
          value={rules.warningLeadSeconds}
          options={durationOptions(
            WARNING_LEAD_PRESETS_SECONDS,
            rules.warningLeadSeconds,
            mostSeconds,
          )}
          onValue={(warningLeadSeconds) => onRules({ warningLeadSeconds })}
        />
        <Switch
          label={RULE_NAMES.warningSound}
          explanation={SWITCH_EXPLANATIONS.warningSound}
          checked={rules.warningSound}
          managed={restrictions.locked.includes('warningSound')}
          onChosen={(warningSound) => onRules({ warningSound })}
        />
        <div>
          <Button look="quiet" onClick={playTwoTones}>
            {say('Play the sound')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
