import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';

/** What no button of the app can do: each system encrypts its disk in its own settings. */
export function EncryptionHelp({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog
      title={say('Encrypt the disk of this computer')}
      description={say('Do this with whoever looks after the computer, and keep the recovery key.')}
      onClose={onClose}
    >
      <dl className={layout['stack']}>
        <div>
          {/* Names of products are the same in every language. */}
          <dt className={layout['strong']}>{'Windows'}</dt>
          <dd>
            {say(
              'Settings → Privacy & security → Device encryption, or BitLocker in Control Panel.',
            )}
          </dd>
        </div>
        <div>
          <dt className={layout['strong']}>{'macOS'}</dt>
          <dd>{say('System Settings → Privacy & Security → FileVault.')}</dd>
        </div>
        <div>
          <dt className={layout['strong']}>{'Linux'}</dt>
          <dd>
            {say(
              'Choose encryption when the system is installed: a disk in use is encrypted by installing it anew. Make a backup of the account first.',
            )}
          </dd>
        </div>
      </dl>
      <Actions>
        <Button look="primary" onClick={onClose}>
          {say('Got it')}
        </Button>
      </Actions>
    </Dialog>
  );
}
