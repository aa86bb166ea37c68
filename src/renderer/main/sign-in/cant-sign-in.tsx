import { FileKey2, Ticket, UserRoundX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SignInView } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './cant-sign-in.module.css';
import { RecoveryForm } from './recovery-form.js';

const WAYS = [
  ['invitation', Ticket],
  ['kit', FileKey2],
  ['neither', UserRoundX],
] as const;
type Way = (typeof WAYS)[number][0];

const LABELS = sayings<Way>({
  invitation: 'I have an invitation code',
  kit: 'I have the emergency kit',
  neither: 'I have neither',
});

const HINTS = sayings<Way>({
  invitation: 'An administrator of your clinic gave it to you.',
  kit: 'A printed page with a recovery key, for administrators.',
  neither: 'What to do then.',
});

const TITLES = sayings<Way>({
  invitation: 'Use an invitation code',
  kit: 'Use the emergency kit',
  neither: 'Without a code or kit',
});

interface CantSignInProps {
  readonly view: SignInView;
  /** The email that is already in the sign-in form. */
  readonly email: string;
  readonly onClose: () => void;
}

/** The ways back in for a person who forgot the password or lost the phone. */
export function CantSignIn({ view, email, onClose }: CantSignInProps): ReactNode {
  const [way, setWay] = useState<Way | null>(null);
  const back = (): void => setWay(null);

  if (way === null)
    return (
      <Dialog key="ways" title={say('Can’t sign in?')} onClose={onClose}>
        <ul className={layout['column']}>
          {WAYS.map(([one, Icon]) => (
            <li key={one} className={styles['way']}>
              <Icon size={22} aria-hidden />
              <div>
                <button
                  type="button"
                  className={styles['label']}
                  aria-describedby={`way-${one}`}
                  onClick={() => setWay(one)}
                >
                  {LABELS[one]}
                </button>
                <p id={`way-${one}`} className={layout['note']}>
                  {HINTS[one]}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Dialog>
    );
  return (
    <Dialog key={way} title={TITLES[way]} onClose={onClose}>
      {way === 'neither' ? (
        <div className={layout['stack']}>
          <p>
            {say(
              'Ask an administrator of your clinic for an invitation code: Settings, Members, Invitation code. With it you choose a new password. If only your phone is gone, use one of your recovery codes after the password, or ask the administrator to reset your two-factor authentication.',
            )}
          </p>
          <p>
            {view.emergencyKit
              ? say(
                  'If no administrator can sign in any more, look for the emergency kit: there is one for this clinic.',
                )
              : say(
                  'If no administrator can sign in any more: this clinic has no emergency kit, so what is private in its account can’t be recovered, not by anybody.',
                )}
          </p>
          <Actions>
            <Button onClick={back}>{say('Back')}</Button>
          </Actions>
        </div>
      ) : (
        <RecoveryForm view={view} way={way} email={email} onBack={back} />
      )}
    </Dialog>
  );
}
