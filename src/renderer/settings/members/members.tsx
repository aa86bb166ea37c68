import { UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MemberRow, SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/empty-members.svg';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { AddMember } from './add-member.js';
import { GuideReaders } from './guide-readers.js';
import { InvitationCode } from './invitation-code.js';
import {
  ChangeRole,
  DisableMember,
  EnabledAgain,
  RemoveBadge,
  ResetTwoFactor,
  SignOutEverywhere,
} from './member-dialogs.js';
import { type MemberAction, MemberTable } from './member-table.js';
import { NewKeys } from './new-keys.js';
import tab from '../tab-page.module.css';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './members.module.css';
import { TabPage } from '../tab-page.js';
import { FindMember } from './find-member.js';
import { MANY_MEMBERS, useMembers } from './use-members.js';

type OpenDialog =
  | { readonly kind: 'add' }
  | {
      readonly kind:
        'role' | 'disable' | 'enabled' | 'resetTwoFactor' | 'removeBadge' | 'signOutEverywhere';
      readonly member: MemberRow;
    }
  | {
      readonly kind: 'invitation';
      readonly memberName: string;
      readonly code: string;
      readonly validHours: number;
    };

/** Who can sign in here. */
export function Members({ view }: { readonly view: SettingsView }): ReactNode {
  const { memberCount } = view;
  const { members, found, failed, search, onSearch, showMore } = useMembers(view.revision);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [signedOut, setSignedOut] = useState<string | null>(null);
  const request = useConfirmedRequest();
  const close = (): void => setOpen(null);

  async function invite({ id, name }: MemberRow): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.inviteMember({ memberId: id, proof }),
    );
    if (!answer.ok) return;
    const { code, validHours } = answer;
    setOpen({ kind: 'invitation', memberName: name, code, validHours });
  }

  async function enable(member: MemberRow): Promise<void> {
    const answer = await request.send((proof) =>
      window.clinic.enableMember({ memberId: member.id, proof }),
    );
    if (answer.ok && member.needsInvitation) setOpen({ kind: 'enabled', member });
  }

  function act(action: MemberAction, member: MemberRow): void {
    const memberId = member.id;
    switch (action) {
      case 'enable':
        void enable(member);
        break;
      case 'signOut':
        void request.send(() => window.clinic.signOutMember({ memberId }));
        break;
      case 'invite':
        void invite(member);
        break;
      case 'role':
      case 'disable':
      case 'resetTwoFactor':
      case 'removeBadge':
      case 'signOutEverywhere':
        setOpen({ kind: action, member });
    }
  }

  return (
    <TabPage>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'])}>
          {say(
            'Everyone signs in as themselves, so that each session has one name and its own limit.',
          )}
        </p>
        <Button look="primary" icon={UserRoundPlus} onClick={() => setOpen({ kind: 'add' })}>
          {say('Add member')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {signedOut !== null && (
        <Callout tone="info" role="status">
          {say(
            'Every workstation is asked to sign {name} out. Workstations shows how far that has come.',
            { name: signedOut },
          )}
        </Callout>
      )}
      {failed && (
        <Callout tone="warning">
          {say('The members could not be read. Close this window and open it again.')}
        </Callout>
      )}
      <FindMember memberCount={memberCount} search={search} onSearch={onSearch} />
      {members !== null && members.length > 0 && (
        <MemberTable members={members} isShared={view.clinic.shared} onAction={act} />
      )}
      {memberCount >= MANY_MEMBERS && members !== null && (
        <div className={layout['listEnd']}>
          <p role="status" className={layout['note']}>
            {countInWords(members.length, found)}
          </p>
          {members.length < found && <Button onClick={showMore}>{say('Show more')}</Button>}
        </div>
      )}
      {memberCount > 1 && <GuideReaders revision={view.revision} />}
      {memberCount === 1 && (
        <div className={classes(layout['column'], layout['soft'], styles['alone'])}>
          <img src={illustration} alt="" width={200} height={150} />
          <p>{say('So far it is only you. Add the colleagues who share this computer.')}</p>
        </div>
      )}
      <NewKeys />
      {open?.kind === 'add' && <AddMember view={view} onClose={close} />}
      {open?.kind === 'role' && <ChangeRole member={open.member} onClose={close} />}
      {open?.kind === 'disable' && (
        <DisableMember member={open.member} isShared={view.clinic.shared} onClose={close} />
      )}
      {open?.kind === 'enabled' && (
        <EnabledAgain
          member={open.member}
          onInvite={() => {
            close();
            void invite(open.member);
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'resetTwoFactor' && <ResetTwoFactor member={open.member} onClose={close} />}
      {open?.kind === 'removeBadge' && <RemoveBadge member={open.member} onClose={close} />}
      {open?.kind === 'signOutEverywhere' && (
        <SignOutEverywhere
          member={open.member}
          onDecided={() => setSignedOut(open.member.name)}
          onClose={close}
        />
      )}
      {open?.kind === 'invitation' && <InvitationCode {...open} onClose={close} />}
      {request.confirmation}
    </TabPage>
  );
}

function countInWords(shown: number, found: number): string {
  if (found === 0) return say('No member matches.');
  return shown < found
    ? say('{shown, number} of {found, plural, one {# member} other {# members}}', { shown, found })
    : say('{found, plural, one {# member} other {# members}}', { found });
}
