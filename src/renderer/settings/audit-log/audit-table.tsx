import {
  AppWindow,
  Clock,
  KeyRound,
  type LucideIcon,
  MonitorCog,
  SlidersHorizontal,
  TriangleAlert,
  UsersRound,
} from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type {
  AuditEntry,
  AuditPlace,
  AuditSubject,
} from '../../../shared/workstation/audit-log.js';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import { byDay, SUBJECT_NAMES, timeInWords } from './audit-log-words.js';
import { classes } from '../../ui/classes.js';
import styles from './audit-table.module.css';

const ICONS: Readonly<Record<AuditSubject, LucideIcon>> = {
  session: Clock,
  signIn: KeyRound,
  member: UsersRound,
  setting: SlidersHorizontal,
  clinicApp: AppWindow,
  workstation: MonitorCog,
};

interface AuditTableProps {
  readonly entries: readonly AuditEntry[];
  /** Milliseconds since 1970. */
  readonly readAtMs: number;
  /** Whether a check found that something is wrong with this entry. */
  readonly isInQuestion: (place: AuditPlace) => boolean;
  /** Whether the log is that of several workstations. */
  readonly withWorkstations: boolean;
}

/** The entries, newest first, day by day. */
export function AuditTable(props: AuditTableProps): ReactNode {
  const { entries, readAtMs, isInQuestion, withWorkstations } = props;
  if (entries.length === 0) return null;
  return (
    <div className={layout['framed']}>
      <table className={classes(layout['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{say('Time')}</th>
            <th scope="col">{say('What happened')}</th>
            <th scope="col">{say('Member')}</th>
            {withWorkstations && <th scope="col">{say('Workstation')}</th>}
          </tr>
        </thead>
        <tbody>
          {byDay(entries, readAtMs).map(({ name, entries: ofDay }) => (
            <Fragment key={ofDay[0] && keyOf(ofDay[0])}>
              <tr className={styles['day']}>
                <th scope="colgroup" colSpan={withWorkstations ? 4 : 3}>
                  {name}
                </th>
              </tr>
              {ofDay.map((entry) => (
                <AuditTableRow
                  key={keyOf(entry)}
                  entry={entry}
                  inQuestion={isInQuestion(entry.place)}
                  withWorkstations={withWorkstations}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function keyOf({ place }: AuditEntry): string {
  return `${place.workstationId} ${place.id}`;
}

interface AuditTableRowProps extends Pick<AuditTableProps, 'withWorkstations'> {
  readonly entry: AuditEntry;
  readonly inQuestion: boolean;
}

function AuditTableRow(props: AuditTableRowProps): ReactNode {
  const { entry, inQuestion, withWorkstations } = props;
  const { subject, title, details, member, workstation } = entry;
  const alarming = entry.alarming || inQuestion;
  const Icon = subject === null ? null : ICONS[subject];
  return (
    <tr data-alarming={alarming || undefined} data-in-question={inQuestion || undefined}>
      <td className={styles['time']}>{timeInWords(entry)}</td>
      <th scope="row">
        <div className={styles['what']}>
          <span className={styles['icon']}>
            {alarming ? (
              <TriangleAlert size={20} aria-hidden />
            ) : (
              Icon && <Icon size={20} aria-hidden />
            )}
          </span>
          <div>
            <span className={layout['onlySpoken']}>
              {subject === null ? '' : `${SUBJECT_NAMES[subject]}: `}
              {alarming ? `${say('to look into')}: ` : ''}
            </span>
            <span className={layout['strong']}>{title}</span>
            {details.map((detail) => (
              <p key={detail} className={layout['note']}>
                {detail}
              </p>
            ))}
            {inQuestion && <p className={styles['proof']}>{say('Its proof does not fit.')}</p>}
          </div>
        </div>
      </th>
      <td className={styles['member']}>{member ?? ''}</td>
      {withWorkstations && <td className={styles['workstation']}>{workstation ?? ''}</td>}
    </tr>
  );
}
