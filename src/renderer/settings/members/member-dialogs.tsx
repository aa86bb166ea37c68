import { type ReactNode, useState } from 'react';
import { type Role, ROLE_NAMES, ROLES } from '../../../shared/people/role.js';
import type { MemberRow } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { type Option, SelectField } from '../../ui/fields/select-field.js';
import { RequestForm } from '../../ui/request-form.js';
import { Confirmation } from '../confirmation.js';
import { SignOutFromAfar } from '../sign-out-from-afar.js';

/** What a dialog about one member gets. */
interface AboutMemberProps {
  readonly member: MemberRow;
  readonly onClose: () => void;
}

export function roleOptions(): readonly Option<Role>[] {
  return ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }));
}

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

interface EnabledAgainProps extends AboutMemberProps {
  readonly onInvite: () => void;
}

/** Says that access alone is not enough where the password went with it. */
export function EnabledAgain({ member, onInvite, onClose }: EnabledAgainProps): ReactNode {
  const { name } = member;
  return (
    <Dialog
      title={say('{name} is enabled', { name })}
      description={say(
        'The password was deleted when access was turned off. {name} needs an invitation code to set a new one, and signs in then.',
        { name },
      )}
      onClose={onClose}
    >
      <Actions>
        <Button onClick={onClose}>{say('Later')}</Button>
        <Button look="primary" onClick={onInvite}>
          {say('Make an invitation code')}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** Asks before a member's badge for quick sign-in is taken away. */
export function RemoveBadge({ member, onClose }: AboutMemberProps): ReactNode {
  return (
    <Confirmation
      title={say('Remove the badge of {name}?', { name: member.name })}
      description={say(
        'The badge and its PIN stop working at every workstation. {name} signs in with the password, and can set up a badge again.',
        { name: member.name },
      )}
      action={say('Remove badge')}
      ask={() => window.clinic.removeMemberBadge({ memberId: member.id })}
      onClose={onClose}
    />
  );
}

interface DisableMemberProps extends AboutMemberProps {
  /** Whether several workstations share the account: the password goes with the access there. */
  readonly isShared: boolean;
}

function disabling({ signedIn }: MemberRow, isShared: boolean): string {
  if (isShared)
    return signedIn
      ? say(
          'Every session of this member ends at once, and this member can no longer sign in. The password is deleted: if you enable the account again, the member needs an invitation code to set a new one.',
        )
      : say(
          'This member can no longer sign in. The password is deleted: if you enable the account again, the member needs an invitation code to set a new one.',
        );
  return signedIn
    ? say(
        'The session that is open now ends at once, and this member can no longer sign in. You can enable the account again at any time.',
      )
    : say('This member can no longer sign in. You can enable the account again at any time.');
}

/** Asks before a member loses access. */
export function DisableMember({ member, isShared, onClose }: DisableMemberProps): ReactNode {
  return (
    <Confirmation
      title={say('Disable {name}?', { name: member.name })}
      description={disabling(member, isShared)}
      action={say('Disable')}
      ask={() => window.clinic.disableMember({ memberId: member.id })}
      onClose={onClose}
    />
  );
}

function consequences({ name, role, twoFactor }: MemberRow): string {
  if (twoFactor === 'on')
    return say(
      'The authenticator app and the recovery codes stop working at once. At the next sign-in {name} enters the password and then sets two-factor authentication up again. Do this only when you have made sure who asks.',
      { name },
    );
  const changed = say(
    'This member’s record was changed by other means than this app, so nothing in it is trusted. At the next sign-in {name} enters the password and then sets two-factor authentication up again.',
    { name },
  );
  return role === 'administrator'
    ? `${changed} ${say('Until you have looked into it, this account becomes a receptionist’s: change its role afterwards.')}`
    : changed;
}

/** Asks before a member's two-factor authentication is taken away. */
export function ResetTwoFactor({ member, onClose }: AboutMemberProps): ReactNode {
  return (
    <Confirmation
      title={say('Reset two-factor for {name}?', { name: member.name })}
      description={consequences(member)}
      action={say('Reset two-factor')}
      ask={(proof) => window.clinic.resetTwoFactor({ memberId: member.id, proof })}
      onClose={onClose}
    />
  );
}

interface SignOutEverywhereProps extends AboutMemberProps {
  readonly onDecided: () => void;
}

/** Asks before a member is signed out at every workstation. */
export function SignOutEverywhere({
  member,
  onDecided,
  onClose,
}: SignOutEverywhereProps): ReactNode {
  const { id, name } = member;
  return (
    <SignOutFromAfar
      whom={{ kind: 'member', memberId: id }}
      title={say('Sign {name} out everywhere?', { name })}
      description={say(
        'Every session of {name} ends, at each workstation. Unsaved work there is lost. A workstation that is out of reach follows as soon as it is back.',
        { name },
      )}
      onDecided={onDecided}
      onClose={onClose}
    />
  );
}
