import type { ReactNode } from 'react';
import type { Done, Refusal } from '../../shared/requests/answers.js';
import type { ProofInput } from '../../shared/requests/inputs.js';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { useConfirmedRequest, type WhyProof } from '../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../ui/dialogs/dialog.js';

interface ConfirmationProps {
  readonly title: string;
  /** The consequence. */
  readonly description: string;
  readonly action: string;
  /** Why it needs a proof, where it is not for access to the account. */
  readonly why?: WhyProof;
  readonly ask: (proof: ProofInput | null) => Promise<Done | Refusal<string>>;
  readonly onClose: () => void;
}

/** Asks before something is taken away. */
export function Confirmation(props: ConfirmationProps): ReactNode {
  const { title, description, action, why, ask, onClose } = props;
  const request = useConfirmedRequest(why);

  async function act(): Promise<void> {
    const answer = await request.send(ask);
    if (answer.ok) onClose();
  }

  return (
    <Dialog asks title={title} description={description} onClose={onClose}>
      <Problem text={request.problem} />
      <Actions>
        <Button onClick={onClose}>{say('Cancel')}</Button>
        <Button look="danger" busy={request.busy} onClick={() => void act()}>
          {action}
        </Button>
      </Actions>
      {request.confirmation}
    </Dialog>
  );
}
