import type { ReactNode } from 'react';
import { LONGEST_REASON } from '../../shared/requests/clinic-views.js';
import type { WhomToSignOut } from '../../shared/requests/clinic.js';
import { say } from '../../shared/words/say.js';
import { useConfirmedRequest } from '../ui/dialogs/confirmed-request.js';
import { Dialog } from '../ui/dialogs/dialog.js';
import { TextField } from '../ui/fields/text-field.js';
import { useForm } from '../ui/hooks/use-form.js';
import { RequestForm } from '../ui/request-form.js';

interface SignOutFromAfarProps {
  readonly whom: WhomToSignOut;
  readonly title: string;
  /** Who is signed out, and what that means. */
  readonly description: string;
  /** Called when the order is decided, which does not say that it has come anywhere. */
  readonly onDecided?: () => void;
  readonly onClose: () => void;
}

/** Asks before somebody is signed out at other workstations, and for the reason that is shown there. */
export function SignOutFromAfar(props: SignOutFromAfarProps): ReactNode {
  const { whom, title, description, onDecided, onClose } = props;
  const needsReason = whom.kind === 'everybody';
  const request = useConfirmedRequest();
  const form = useForm({ reason: '' }, ({ reason }) => ({
    reason:
      needsReason && reason.trim() === ''
        ? say('Say why, so that nobody takes it for a fault.')
        : null,
  }));

  async function signOut(): Promise<void> {
    const reason = form.values.reason.trim();
    const answer = await request.send(() =>
      window.clinic.signOutFromAfar({ whom, reason: reason === '' ? null : reason }),
    );
    if (!answer.ok) return;
    onDecided?.();
    onClose();
  }

  return (
    <Dialog asks title={title} description={description} onClose={onClose}>
      <RequestForm
        request={request}
        form={form}
        onSend={signOut}
        action={say('{who, select, other {Sign out}}', { who: 'others' })}
        dangerous
        onCancel={onClose}
      >
        <TextField
          label={needsReason ? say('Reason') : say('Reason (optional)')}
          maxLength={LONGEST_REASON}
          help={say('In your words, at the sign-in screen there. No names of patients.')}
          {...form.field('reason')}
        />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
