import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { RequestForm } from '../../ui/request-form.js';
import type { AboutMemberProps } from './member-actions.js';
import { roleOptions } from './role-options.js';

/** Gives a member another role. */
export function ChangeRole({ member, onClose }: AboutMemberProps): ReactNode {
  const [role, setRole] = useState(member.role);
  const request = useConfirmedRequest();

  async function save(): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.changeMemberRole({ memberId: member.id, role, proof }),
    );
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Change role')}
      description={say('{name} gets the rights and the session timeout of the new role at once.', {
        name: member.name,
      })}
      onClose={onClose}
    >
      <RequestForm request={request} onSend={save} action={say('Save')} onCancel={onClose}>
        <SelectField
          label={say('Role')}
          help={say('Only administrators can open Settings.')}
          value={role}
          options={roleOptions()}
          onValue={setRole}
        />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
