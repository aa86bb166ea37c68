import { AppWindow } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './clinic-app-hint.module.css';

interface ClinicAppHintProps {
  readonly busy: boolean;
  readonly onSettings: () => void;
}

/** Tells administrators, while there are no clinic apps, that they can add some. */
export function ClinicAppHint({ busy, onSettings }: ClinicAppHintProps): ReactNode {
  return (
    <div className={styles['hint']}>
      <AppWindow size={20} aria-hidden />
      <p className={layout['grow']}>
        {say(
          'Web systems of your clinic can open here, so that their sign-ins end with the session.',
        )}
      </p>
      <Button look="quiet" busy={busy} onClick={onSettings}>
        {say('Add clinic apps')}
      </Button>
    </div>
  );
}
