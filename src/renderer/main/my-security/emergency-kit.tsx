import { type ReactNode, useState } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import { KeptDocument } from '../../ui/dialogs/kept-document.js';
import layout from '../../ui/styles/layout.module.css';
import { today } from '../../ui/recovery-codes.js';
import styles from './emergency-kit.module.css';

interface EmergencyKitProps {
  readonly view: HomeView;
  readonly onEnd: () => void;
}

/** Makes the clinic's emergency kit, and shows it once. */
export function EmergencyKit({ view, onEnd }: EmergencyKitProps): ReactNode {
  const request = useConfirmedRequest();
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  // The value at the start: making a kit changes the view's value.
  const [hadKit] = useState(view.security.emergencyKit === true);

  async function make(): Promise<void> {
    const answer = await request.send((proof) => window.clinic.makeEmergencyKit({ proof }));
    if (answer.ok) setRecoveryKey(answer.recoveryKey);
  }

  if (recoveryKey !== null)
    return (
      <KeptDocument
        content={{ document: 'emergencyKit', recoveryKey }}
        confirmation={say('I have put this page in a safe place')}
        next={say('Done')}
        onNext={onEnd}
      >
        <h3 className={styles['title']}>
          {say('Emergency kit of {clinic}', { clinic: view.clinicName })}
        </h3>
        <p className={layout['below']}>
          {say('Made by {name}, {date}. Kits made earlier are void.', {
            name: view.member.name,
            date: today(),
          })}
        </p>
        <p className={styles['key']} aria-label={say('Recovery key')}>
          {recoveryKey}
        </p>
        <ul className={styles['rules']}>
          <li>
            {say(
              'With this key an administrator who can’t sign in any more chooses a new password: on the sign-in screen, Can’t sign in?, then I have the emergency kit. It works once.',
            )}
          </li>
          <li>
            {say('Whoever has this page can open everything in the account: keep it in a safe.')}
          </li>
          <li>{say('Don’t keep it at this computer, or as a photo.')}</li>
        </ul>
      </KeptDocument>
    );
  return (
    <div className={layout['stack']}>
      <p>
        {say(
          'The emergency kit is one page with a recovery key. With it an administrator who forgot the password, or lost the phone, gets back in.',
        )}
      </p>
      <p>
        {say(
          'Without it, and without any administrator’s password, nobody can recover what is private in this account, not even the makers of this app.',
        )}
        {hadKit && ` ${say('A new kit makes the one that you have void.')}`}
      </p>
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onEnd}>{say('Cancel')}</Button>
        <Button look="primary" busy={request.busy} onClick={() => void make()}>
          {say('Make an emergency kit')}
        </Button>
      </Actions>
      {request.confirmation}
    </div>
  );
}
