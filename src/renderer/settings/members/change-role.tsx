import { type ReactNode, useState } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { SelectField } from '../../ui/fields/select-field.js';
import { roleOptions } from './role-options.js';

interface ChangeRoleProps {
  readonly member: MemberRow;
  readonly onClose: () => void;
}

/** Gives a member another role. */
export function ChangeRole({ member, onClose }: ChangeRoleProps): ReactNode {
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
      <form
        className={layout['stack']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Problem text={request.problem} />
        <SelectField
          label={say('Role')}
          help={say('Only administrators can open Settings.')}
          value={role}
          options={roleOptions()}
          onValue={setRole}
        />
        <Actions>
          <Button onClick={onClose}>{say('Cancel')}</Button>
          <Button type="submit" look="primary" busy={request.busy}>
            {say('Save')}
          </Button>
        </Actions>
      </form>
      {request.confirmation}
    </Dialog>
  );
}
