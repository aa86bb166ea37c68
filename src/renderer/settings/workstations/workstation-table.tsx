import { memo, type ReactNode, useId } from 'react';
import type { PresenceRow, WorkstationRow } from '../../../shared/requests/clinic-views.js';
import { say, spoken } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import layout from '../../ui/styles/layout.module.css';
import { momentInWords } from '../../ui/words/moment-in-words.js';
import { areSame } from '../are-same.js';
import { Badge } from '../badge.js';
import {
  heardInWords,
  isInReach,
  type ShownWorkstation,
  signOutInWords,
} from './presence-words.js';
import styles from './workstation-table.module.css';

export type WorkstationAction = 'signOut' | 'rename' | 'remove';

interface WorkstationTableProps {
  readonly shown: readonly ShownWorkstation[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly onAction: (action: WorkstationAction, workstationId: string) => void;
}

const MINUTE_MS = 60_000;

/** The clinic's workstations: who is where, and what can be done about each. */
export function WorkstationTable({ shown, nowMs, onAction }: WorkstationTableProps): ReactNode {
  // What is said of a row changes with the minute, and not each time that it is asked.
  const minuteMs = nowMs - (nowMs % MINUTE_MS);
  return (
    <div className={layout['framed']}>
      <table className={classes(layout['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{say('Name')}</th>
            <th scope="col">
              {say('{column, select, other {Signed in}}', { column: 'whoIsThere' })}
            </th>
            <th scope="col">{say('Last heard of')}</th>
            <th scope="col" className={layout['onlySpoken']}>
              {say('Actions')}
            </th>
          </tr>
        </thead>
        {/* A row is drawn again when what it shows changes, and all of them in another language. */}
        <tbody key={spoken().id}>
          {shown.map(({ workstation, presence }) => (
            <Row key={workstation.id} {...{ workstation, presence, onAction }} nowMs={minuteMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends ShownWorkstation, Pick<WorkstationTableProps, 'nowMs' | 'onAction'> {}

const Row = memo(function Row({ workstation, presence, nowMs, onAction }: RowProps): ReactNode {
  const id = useId();
  const { name, isThis } = workstation;
  const shown = { workstation, presence };
  const isSilent = presence !== null && !isInReach(shown);
  return (
    <tr data-silent={isSilent || undefined}>
      <th scope="row" className={styles['name']}>
        <span id={id} className={layout['strong']}>
          {name}
        </span>{' '}
        {isThis && <Badge tone="success">{say('This workstation')}</Badge>}
        {presence !== null && <AppThere presence={presence} />}
      </th>
      <td className={styles['who']}>
        {presence !== null && <WhoIsThere {...{ presence, nowMs }} isThis={isThis} />}
      </td>
      <td className={classes(layout['note'], styles['heard'])}>
        {presence !== null && heardInWords(shown, nowMs)}
      </td>
      <td className={styles['actions']}>
        {canSignOut(workstation, presence) && (
          <Button small aria-describedby={id} onClick={() => onAction('signOut', workstation.id)}>
            {say('{who, select, other {Sign out}}', { who: 'others' })}
          </Button>
        )}
        <Button small aria-describedby={id} onClick={() => onAction('rename', workstation.id)}>
          {say('Rename')}
        </Button>
        {!isThis && (
          <Button small aria-describedby={id} onClick={() => onAction('remove', workstation.id)}>
            {say('Remove')}
          </Button>
        )}
      </td>
    </tr>
  );
}, areSame);

/** Not where certainly nobody is. Here it is the main window's. */
function canSignOut({ isThis }: WorkstationRow, presence: PresenceRow | null): boolean {
  return !isThis && presence !== null && (presence.session !== null || !presence.isReached);
}

function AppThere({ presence }: { readonly presence: PresenceRow }): ReactNode {
  const { version, settings } = presence;
  return (
    <>
      {version !== null && (
        <p className={layout['note']}>
          {settings === 'newest'
            ? say('Version {version}, newest settings', { version })
            : say('Version {version}', { version })}
        </p>
      )}
      {settings === 'older' && (
        <p>
          <Badge tone="warning">{say('Older settings in force')}</Badge>
        </p>
      )}
    </>
  );
}

interface WhoIsThereProps {
  readonly presence: PresenceRow;
  readonly isThis: boolean;
  readonly nowMs: number;
}

function WhoIsThere({ presence, isThis, nowMs }: WhoIsThereProps): ReactNode {
  const { session, isReached, signOut } = presence;
  return (
    <>
      {session === null ? (
        <p className={layout['soft']}>{nobodyInWords(isThis, isReached)}</p>
      ) : (
        <>
          <p>{session.memberName}</p>
          <p className={layout['note']}>
            {say('Since {since}, idle since {idle}', {
              since: momentInWords(session.sinceMs, nowMs),
              idle: momentInWords(session.idleSinceMs, nowMs),
            })}
          </p>
        </>
      )}
      {signOut !== null && (
        <p className={styles['signOut']} data-state={signOut.kind}>
          <span className={layout['note']}>{say('Sign-out:')}</span>{' '}
          <span>{signOutInWords(signOut, nowMs)}</span>
        </p>
      )}
    </>
  );
}

/** Where no session was heard of. */
function nobodyInWords(isThis: boolean, isReached: boolean): string {
  // Whoever reads this is signed in here.
  if (isThis) return say('You');
  return isReached ? say('Nobody') : say('Not known');
}
