import type { ReactNode } from 'react';
import { type Policy, LONGEST_HELP_ADDRESS } from '../../../shared/policy/policy.js';
import { RULE_NAMES } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import { TextField } from '../../ui/fields/text-field.js';

interface StaffHelpProps {
  readonly policy: Policy;
  readonly managed: boolean;
  readonly onPolicy: (policy: Policy) => void;
}

/** Where staff ask for help, as the help of every window shows it. */
export function StaffHelp({ policy, managed, onPolicy }: StaffHelpProps): ReactNode {
  return (
    <Card
      title={say('Help for your staff')}
      description={say(
        'Everybody at this computer can read it under Help, also before they sign in.',
      )}
    >
      <TextField
        label={RULE_NAMES.helpAddress}
        help={say('An email address, a web address or a telephone number.')}
        value={policy.helpAddress}
        maxLength={LONGEST_HELP_ADDRESS}
        managed={managed}
        onValue={(helpAddress) => onPolicy({ ...policy, helpAddress })}
      />
    </Card>
  );
}
