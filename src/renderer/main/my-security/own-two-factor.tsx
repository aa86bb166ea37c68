import { ShieldCheck, ShieldOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MemberSecurityView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { Section } from './section.js';
import styles from './my-security.module.css';

/** At this number of unused codes or below, the member should make new ones. */
const FEW_CODES = 3;

export type TwoFactorTask = 'setUp' | 'renewCodes' | 'turnOff';

interface OwnTwoFactorProps {
  readonly twoFactor: MemberSecurityView['twoFactor'];
  readonly onTask: (task: TwoFactorTask) => void;
}

/** Whether a member's sign-in has a second step, and the buttons to change that. */
export function OwnTwoFactor({ twoFactor, onTask }: OwnTwoFactorProps): ReactNode {
  const { on, required, recoveryCodesLeft } = twoFactor;
  const Icon = on ? ShieldCheck : ShieldOff;
  return (
    <Section title={say('Two-factor authentication')}>
      <p className={styles['state']} data-on={on || undefined}>
        <Icon size={20} aria-hidden />
        {/* translators: whether two-factor authentication is on */}
        {on ? say('On') : say('Off')}
      </p>
      {on ? (
        <>
          <p>
            {say(
              'You sign in with your password and a code of your authenticator app. {codes, plural, one {One recovery code is left.} other {# recovery codes are left.}}',
              { codes: recoveryCodesLeft },
            )}
            {required &&
              ` ${say('Your clinic requires it of everyone, so it cannot be turned off.')}`}
          </p>
          {recoveryCodesLeft <= FEW_CODES && (
            <Callout tone="warning">
              {say('Make new recovery codes before you run out of them.')}
            </Callout>
          )}
          <div className={layout['buttons']}>
            <Button small onClick={() => onTask('setUp')}>
              {say('Set up a new device')}
            </Button>
            <Button small onClick={() => onTask('renewCodes')}>
              {say('New recovery codes')}
            </Button>
            {!required && (
              <Button small onClick={() => onTask('turnOff')}>
                {say('Turn off')}
              </Button>
            )}
          </div>
        </>
      ) : (
        <>
          <p>
            {say(
              'With a code from your phone, nobody can sign in as you with your password alone.',
            )}
            {required && ` ${say('Your clinic requires it of everyone.')}`}
          </p>
          <div className={layout['buttons']}>
            <Button small look="primary" onClick={() => onTask('setUp')}>
              {say('Set up two-factor authentication')}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}
