import { LogOut, MonitorSmartphone } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type {
  ClinicView,
  EnrolmentCode,
  PresenceView,
} from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import tab from '../tab-page.module.css';
import { AddWorkstations } from './add-workstations.js';
import { ClinicServer } from './clinic-server.js';
import { EnrolmentCodes } from './enrolment-codes.js';
import { FindWorkstation } from './find-workstation.js';
import { InvitedList } from './invited-list.js';
import { LostDecisions } from './lost-decisions.js';
import {
  foundWorkstations,
  MANY_WORKSTATIONS,
  type ShownWorkstation,
  shownWorkstations,
  usedInWords,
} from './presence-words.js';
import { SignOutEverybody, SignOutThere } from './sign-out-dialogs.js';
import { usePresence } from './use-presence.js';
import { RemoveWorkstation, RenameWorkstation } from './workstation-dialogs.js';
import { type WorkstationAction, WorkstationTable } from './workstation-table.js';

interface SharedAccountProps {
  readonly clinic: Extract<ClinicView, { shared: true }>;
  readonly revision: number;
  /** Whether this tab is in front. */
  readonly isShown: boolean;
}

type OpenDialog =
  | { readonly kind: 'add' | 'signOutEverybody' }
  | { readonly kind: WorkstationAction; readonly workstationId: string };

/** The workstations that share the account, who is where, and what administrators do about it. */
export function SharedAccount({ clinic, revision, isShown }: SharedAccountProps): ReactNode {
  const { workstations, invited, serverAddress } = clinic;
  const { presence, readAtMs, failed } = usePresence(isShown, revision);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [codes, setCodes] = useState<readonly EnrolmentCode[] | null>(null);
  const request = useConfirmedRequest();
  const close = (): void => setOpen(null);
  const act = useCallback(
    (kind: WorkstationAction, workstationId: string) => setOpen({ kind, workstationId }),
    [],
  );
  const all = shownWorkstations(workstations, presence);
  const found = foundWorkstations(all, search);
  const count = workstations.length;

  return (
    <>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'])}>{introInWords(all, presence)}</p>
        <div className={layout['buttons']}>
          <Button icon={LogOut} onClick={() => setOpen({ kind: 'signOutEverybody' })}>
            {say('Sign out everybody')}
          </Button>
          <Button look="primary" icon={MonitorSmartphone} onClick={() => setOpen({ kind: 'add' })}>
            {say('Add a workstation')}
          </Button>
        </div>
      </div>
      {codes !== null && (
        <EnrolmentCodes codes={codes} serverAddress={serverAddress} onDone={() => setCodes(null)} />
      )}
      <LostDecisions revision={revision} isShown={isShown} />
      {failed && (
        <Callout tone="warning">
          {say('Who is where could not be read. Close this window and open it again.')}
        </Callout>
      )}
      <FindWorkstation count={count} search={search} onSearch={setSearch} />
      {found.length > 0 && <WorkstationTable shown={found} nowMs={readAtMs} onAction={act} />}
      {count >= MANY_WORKSTATIONS && (
        <p role="status" className={layout['note']}>
          {foundInWords(found.length, count)}
        </p>
      )}
      <Problem text={request.problem} />
      {invited.length > 0 && (
        <InvitedList
          invited={invited}
          busy={request.busy}
          onTakeBack={(workstationId) =>
            void request.send(() => window.clinic.withdrawWorkstation({ workstationId }))
          }
        />
      )}
      <ClinicServer clinic={clinic} />
      {open?.kind === 'add' && (
        <AddWorkstations
          taken={[...workstations, ...invited].map(({ name }) => name)}
          onMade={(made) => {
            setCodes(made);
            close();
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'signOutEverybody' && <SignOutEverybody count={count} onClose={close} />}
      {open !== null && 'workstationId' in open && (
        <AboutOne {...open} shown={all} onClose={close} />
      )}
      {request.confirmation}
    </>
  );
}

function introInWords(all: readonly ShownWorkstation[], presence: PresenceView | null): string {
  if (presence?.contact === 'connected') return usedInWords(all);
  const share = say(
    '{count, plural, one {One workstation has} other {# workstations share}} the account of your clinic.',
    { count: all.length },
  );
  return presence === null
    ? share
    : say('{share} All that is said here of the others was heard before the server went away.', {
        share,
      });
}

interface AboutOneProps {
  readonly kind: WorkstationAction;
  readonly workstationId: string;
  readonly shown: readonly ShownWorkstation[];
  readonly onClose: () => void;
}

/** The dialog about one workstation, as long as there is such a workstation. */
function AboutOne({ kind, workstationId, shown, onClose }: AboutOneProps): ReactNode {
  const one = shown.find(({ workstation }) => workstation.id === workstationId);
  if (one === undefined) return null;
  if (kind === 'signOut') return <SignOutThere shown={one} onClose={onClose} />;
  const Dialog = kind === 'rename' ? RenameWorkstation : RemoveWorkstation;
  return <Dialog workstation={one.workstation} onClose={onClose} />;
}

function foundInWords(found: number, count: number): string {
  if (found === 0) return say('No workstation matches.');
  return found < count
    ? say('{found, number} of {count, plural, one {# workstation} other {# workstations}}', {
        found,
        count,
      })
    : say('{count, plural, one {# workstation} other {# workstations}}', { count });
}
