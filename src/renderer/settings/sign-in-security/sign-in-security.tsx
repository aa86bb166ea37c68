import type { ReactNode } from 'react';
import { shortestPasswordFor } from '../../../shared/policy/sign-in-rules.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { Switch } from '../../ui/fields/choice.js';
import { TextField } from '../../ui/fields/text-field.js';
import columns from '../columns.module.css';
import { SettingsForm } from '../settings-form.js';
import {
  draftedNumber,
  draftedSignInRules,
  draftSignInRules,
  type NumberName,
  NUMBERS,
  type SignInRulesDraft,
} from './sign-in-rules-draft.js';
import { TwoFactorStanding } from './two-factor-standing.js';
import { type SettingsDraft, useSettingsDraft } from '../use-settings-draft.js';

interface NumberFieldProps {
  readonly name: NumberName;
  readonly label: string;
  readonly help: string;
  readonly settings: SettingsDraft<SignInRulesDraft>;
}

function NumberField({ name, settings, ...words }: NumberFieldProps): ReactNode {
  const { draft, edit } = settings;
  const { least, most } = NUMBERS[name];
  const isWrong = draftedNumber(draft, name) === null;
  return (
    <TextField
      {...words}
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      step={1}
      value={draft[name]}
      problem={
        isWrong ? say('Enter a whole number from {least} to {most}.', { least, most }) : undefined
      }
      onValue={(typed) => edit({ ...draft, [name]: typed })}
    />
  );
}

/** What signing in takes, for everyone. */
export function SignInSecurity({ view }: { readonly view: SettingsView }): ReactNode {
  const { signInRules: inForce } = view;
  const settings = useSettingsDraft(inForce, {
    draftOf: draftSignInRules,
    draftedFrom: draftedSignInRules,
    save: (rules, openedWith, proof) => window.clinic.saveSignInRules({ rules, openedWith, proof }),
  });
  const { draft, edit } = settings;
  const rules = draftedSignInRules(draft);

  return (
    <SettingsForm settings={settings}>
      <div className={columns['columns']}>
        <Card
          title={say('Two-factor authentication')}
          description={say(
            'Beside the password, a code from an app on the member’s phone. Each member sets it up under My security.',
          )}
        >
          <div className={layout['stack']}>
            <Switch
              label={say('Require two-factor authentication for everyone')}
              explanation={say('Everyone has to set it up, and nobody can turn it off.')}
              checked={draft.requireTwoFactor}
              onChosen={(requireTwoFactor) => edit({ ...draft, requireTwoFactor })}
            />
            <div aria-live="polite">
              {draft.requireTwoFactor && (
                <TwoFactorStanding
                  revision={view.revision}
                  isRequired={inForce.requireTwoFactor}
                  days={draftedNumber(draft, 'graceDays')}
                />
              )}
            </div>
            <NumberField
              name="graceDays"
              label={say('Days to set it up')}
              help={say('Counted from when it is required. 0: at the next sign-in.')}
              settings={settings}
            />
          </div>
        </Card>
        <Card
          title={say('Passwords')}
          description={say(
            'For new passwords. Those in use go on working. One that is easy to guess is refused at any length.',
          )}
        >
          <div className={layout['stack']}>
            <NumberField
              name="shortestPassword"
              label={say('Shortest password')}
              help={say(
                'In characters. Under 12 it counts only for members with two-factor authentication.',
              )}
              settings={settings}
            />
            <Switch
              label={say('Strict profile (NIST SP 800-63B-4)')}
              explanation={say(
                'Without two-factor authentication a new password needs at least 15 characters.',
              )}
              checked={draft.strictPasswords}
              onChosen={(strictPasswords) => edit({ ...draft, strictPasswords })}
            />
            {rules !== null && (
              <dl className={layout['facts']} aria-live="polite">
                <dt>{say('With two-factor authentication')}</dt>
                <dd>
                  {say('at least {count} characters', { count: shortestPasswordFor(rules, true) })}
                </dd>
                <dt>{say('Without')}</dt>
                <dd>
                  {say('at least {count} characters', { count: shortestPasswordFor(rules, false) })}
                </dd>
              </dl>
            )}
          </div>
        </Card>
      </div>
    </SettingsForm>
  );
}
