import { type ReactNode, useState } from 'react';
import type { MemberSecurityView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import styles from './home-offers.module.css';
import type { SecurityPage } from '../my-security/my-security.js';

interface HomeOffersProps {
  readonly security: MemberSecurityView;
  readonly onOpen: (page: SecurityPage) => void;
}

function deadline(days: number): string {
  if (days === 0) return say('You will be asked to set it up at your next sign-in.');
  return say(
    '{days, plural, one {Set it up within one day; after that you can’t sign in without it.} other {Set it up within {days} days; after that you can’t sign in without it.}}',
    { days },
  );
}

/** What a member should do to protect the sign-in: one suggestion at a time, and none blocks the work. */
export function HomeOffers({ security, onOpen }: HomeOffersProps): ReactNode {
  const [declined, setDeclined] = useState<readonly SecurityPage[]>([]);
  const { twoFactor, emergencyKit } = security;
  const setUp = (
    <Button onClick={() => onOpen('setUp')}>{say('Set up two-factor authentication')}</Button>
  );

  if (twoFactor.dueInDays !== null)
    return (
      <Callout tone="warning" role="alert" action={setUp}>
        {say('Your clinic requires two-factor authentication. {deadline}', {
          deadline: deadline(twoFactor.dueInDays),
        })}
      </Callout>
    );
  const offer = (page: SecurityPage, words: string, accept: ReactNode): ReactNode => (
    <Callout
      tone="info"
      action={
        <div className={styles['choices']}>
          <Button look="quiet" onClick={() => setDeclined([...declined, page])}>
            {say('Not now')}
          </Button>
          {accept}
        </div>
      }
    >
      {words}
    </Callout>
  );
  if (emergencyKit === false && !declined.includes('emergencyKit'))
    return offer(
      'emergencyKit',
      say(
        'There is no emergency kit yet. If no administrator can sign in any more, nobody can recover what is private in this account.',
      ),
      <Button onClick={() => onOpen('emergencyKit')}>{say('Make an emergency kit')}</Button>,
    );
  if (!twoFactor.on && !declined.includes('setUp'))
    return offer(
      'setUp',
      say('With a code from your phone, nobody can sign in as you with your password alone.'),
      setUp,
    );
  return null;
}
