import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './new-keys.module.css';

/** Why it needs a proof to give the clinic new keys. */
function opensWhatIsShared(withCode: boolean): string {
  return withCode
    ? say(
        'New keys decide who can open what your clinic shares, so this asks for your password and a code every time.',
      )
    : say(
        'New keys decide who can open what your clinic shares, so this asks for your password every time.',
      );
}

/** After a loss: somebody may have a copy of the account and a member’s password. */
export function NewKeys(): ReactNode {
  const request = useConfirmedRequest(opensWhatIsShared);
  const [areMade, setMade] = useState(false);

  async function make(): Promise<void> {
    setMade(false);
    const answer = await request.send((proof) => window.clinic.rotateKeys({ proof }));
    setMade(answer.ok);
  }

  return (
    <Card
      title={say('New keys for the clinic')}
      description={say(
        'If a computer or a backup was lost or stolen, and somebody may know a member’s password: let that member choose a new password first, then make new keys.',
      )}
    >
      <div className={styles['act']}>
        <p className={classes(layout['soft'], styles['words'])}>
          {say(
            'What your clinic shares is sealed anew, and the lost copy opens nothing that comes later. Nobody is signed out. An emergency kit and open invitation codes stay valid.',
          )}
        </p>
        <Button icon={KeyRound} busy={request.busy} onClick={() => void make()}>
          {say('Make new keys…')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {areMade && (
        <Callout tone="success" role="status">
          {say(
            'The clinic has new keys. Make a new backup: an older one would bring the old keys back.',
          )}
        </Callout>
      )}
      {request.confirmation}
    </Card>
  );
}
