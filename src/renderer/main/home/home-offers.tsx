import { type ReactNode, useState } from 'react';
import type { MemberSecurityView } from '../../../shared/requests/views.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import styles from './home-offers.module.css';
import type { SecurityPage } from '../my-security/my-security.js';

interface HomeOffersProps {
  readonly security: MemberSecurityView;
  readonly onOpen: (page: SecurityPage) => void;
}

function deadline(days: number): string {
  if (days === 0) return 'You will be asked to set it up at your next sign-in.';
  return `Set it up within ${days === 1 ? 'one day' : `${days} days`}; after that you can’t sign in without it.`;
}

/** What a member should do for the safety of the sign-in: one thing at a time, and none by force. */
export function HomeOffers({ security, onOpen }: HomeOffersProps): ReactNode {
  const [declined, setDeclined] = useState<readonly SecurityPage[]>([]);
  const { twoFactor, emergencyKit } = security;
  const setUp = <Button onClick={() => onOpen('setUp')}>Set up two-factor authentication</Button>;

  if (twoFactor.dueInDays !== null)
    return (
      <Callout tone="warning" role="alert" action={setUp}>
        Your clinic requires two-factor authentication. {deadline(twoFactor.dueInDays)}
      </Callout>
    );
  if (emergencyKit === false && !declined.includes('emergencyKit'))
    return (
      <Callout
        tone="info"
        action={
          <div className={styles['choices']}>
            <Button look="quiet" onClick={() => setDeclined([...declined, 'emergencyKit'])}>
              Not now
            </Button>
            <Button onClick={() => onOpen('emergencyKit')}>Make an emergency kit</Button>
          </div>
        }
      >
        There is no emergency kit yet. If no administrator can sign in any more, nobody can recover
        what is private in this account.
      </Callout>
    );
  if (!twoFactor.on && !declined.includes('setUp'))
    return (
      <Callout
        tone="info"
        action={
          <div className={styles['choices']}>
            <Button look="quiet" onClick={() => setDeclined([...declined, 'setUp'])}>
              Not now
            </Button>
            {setUp}
          </div>
        }
      >
        With a code from your phone, nobody can sign in as you with your password alone.
      </Callout>
    );
  return null;
}
