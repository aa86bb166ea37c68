import { Download, RefreshCw, ShieldCheck } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import {
  type AuditPeriodDays,
  type AuditPlace,
  EVERY_EVENT,
} from '../../../shared/workstation/audit-log.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { Segmented } from '../../ui/fields/segmented.js';
import { SelectField } from '../../ui/fields/select-field.js';
import layout from '../../ui/styles/layout.module.css';
import tab from '../tab-page.module.css';
import { classes } from '../../ui/classes.js';
import styles from './audit-log.module.css';
import {
  ALL,
  type LogLook,
  LOOK_NAMES,
  type OrAll,
  periodOptions,
  picturePeriodOptions,
  subjectOptions,
} from './audit-log-words.js';
import { AuditTable } from './audit-table.js';
import { ExportLog } from './export-log.js';
import { KeepLog } from './keep-log.js';
import { MemberFilter } from './member-filter.js';
import { TabPage } from '../tab-page.js';
import { type ShownAuditLog, useAuditLog } from './use-audit-log.js';
import { isInQuestion, useVerification, type Verification } from './use-verification.js';
import { Verdict } from './verdict.js';
import { WorkstationFilter } from './workstation-filter.js';

/** What draws them is loaded with the first look at them. */
const Pictures = lazy(async () => ({
  default: (await import('./pictures/pictures.js')).Pictures,
}));

/** What happened here: who signed in, how each session ended, and who changed what. */
export function AuditLog({ view }: { readonly view: SettingsView }): ReactNode {
  const { revision, memberCount, clinic } = view;
  const [filter, setFilter] = useState(EVERY_EVENT);
  const log = useAuditLog(filter);
  const verification = useVerification(log.refresh);
  const [isExporting, setExporting] = useState(false);
  const [saved, setSaved] = useState(false);
  const [look, setLook] = useState<LogLook>('log');
  const [pictureDays, setPictureDays] = useState<AuditPeriodDays | null>(30);
  const [refreshed, setRefreshed] = useState(0);

  return (
    <TabPage>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'], styles['intro'])}>
          {clinic.shared
            ? say(
                'Who signed in at which workstation, how each session ended, and who changed what. Nobody can change an entry here; what other programs change, Verify finds. It never holds anything of patients.',
              )
            : say(
                'Who signed in here, how each session ended, and who changed what. Nobody can change an entry here; what other programs change, Verify finds. It never holds anything of patients.',
              )}
        </p>
        <LogActions
          verification={verification}
          saved={saved}
          onRefresh={() => {
            log.refresh();
            setRefreshed(refreshed + 1);
          }}
          onExport={() => {
            setSaved(false);
            setExporting(true);
          }}
        />
      </div>
      <Problem text={verification.problem} />
      {verification.verdict !== null && <Verdict verdict={verification.verdict} />}
      <Segmented
        label={say('Show as')}
        value={look}
        onValue={setLook}
        options={[
          { value: 'log', label: LOOK_NAMES.log },
          { value: 'pictures', label: LOOK_NAMES.pictures },
        ]}
      />
      <div className={styles['filters']}>
        {look === 'log' && (
          <SelectField
            label={say('Events')}
            value={orAll(filter.subject)}
            onValue={(chosen) => setFilter({ ...filter, subject: orNull(chosen) })}
            options={subjectOptions()}
          />
        )}
        <MemberFilter
          revision={revision}
          memberCount={memberCount}
          onMember={(memberId) => setFilter({ ...filter, memberId })}
        />
        {clinic.shared && (
          <WorkstationFilter
            workstations={clinic.workstations}
            entries={log.entries ?? []}
            chosen={filter.workstationId}
            onWorkstation={(workstationId) => setFilter({ ...filter, workstationId })}
          />
        )}
        {look === 'log' ? (
          <SelectField
            label={say('Period')}
            value={orAll(filter.days)}
            onValue={(chosen) => setFilter({ ...filter, days: orNull(chosen) })}
            options={periodOptions()}
          />
        ) : (
          <SelectField
            label={say('Period')}
            value={orAll(pictureDays)}
            onValue={(chosen) => setPictureDays(orNull(chosen))}
            options={picturePeriodOptions()}
          />
        )}
      </div>
      {look === 'log' ? (
        <Entries
          log={log}
          isInQuestion={(place) => isInQuestion(verification.verdict, log.source, place)}
        />
      ) : (
        <Suspense>
          <Pictures
            filter={{
              ...{ memberId: filter.memberId, workstationId: filter.workstationId },
              days: pictureDays,
            }}
            again={refreshed}
          />
        </Suspense>
      )}
      <KeepLog revision={revision} onExport={() => setExporting(true)} onRemoved={log.refresh} />
      {isExporting && (
        <ExportLog
          filter={filter}
          onClose={() => setExporting(false)}
          onSaved={() => {
            setExporting(false);
            setSaved(true);
            log.refresh();
          }}
        />
      )}
    </TabPage>
  );
}

interface EntriesProps {
  readonly log: ShownAuditLog;
  /** Whether a check found that something is wrong with this entry. */
  readonly isInQuestion: (place: AuditPlace) => boolean;
}

/** The entries themselves, newest first. */
function Entries({ log, isInQuestion }: EntriesProps): ReactNode {
  const { entries, more, source, failed } = log;
  return (
    <>
      {source === 'here' && (
        <Callout tone="info" role="status">
          {say(
            'The server is out of reach: these are the entries of this workstation alone. Refresh shows all of them once it is back.',
          )}
        </Callout>
      )}
      {failed && (
        <Callout tone="warning">
          {say(
            'The audit log could not be read. Try Refresh; if that does not help, close the app and start it again.',
          )}
        </Callout>
      )}
      {entries !== null && (
        <AuditTable
          entries={entries}
          readAtMs={log.readAtMs}
          isInQuestion={isInQuestion}
          withWorkstations={source !== 'single'}
        />
      )}
      <div className={layout['listEnd']}>
        <p role="status" className={layout['note']}>
          {entries === null ? '' : countInWords(entries.length, more)}
        </p>
        {more && <Button onClick={log.showOlder}>{say('Show older')}</Button>}
      </div>
    </>
  );
}

interface ActionsProps {
  readonly verification: Verification;
  readonly saved: boolean;
  readonly onRefresh: () => void;
  readonly onExport: () => void;
}

function LogActions({ verification, saved, onRefresh, onExport }: ActionsProps): ReactNode {
  return (
    <div className={styles['actions']}>
      <div className={layout['buttons']}>
        <Button look="quiet" icon={RefreshCw} onClick={onRefresh}>
          {say('Refresh')}
        </Button>
        <Button icon={ShieldCheck} busy={verification.busy} onClick={verification.verify}>
          {say('Verify')}
        </Button>
        <Button icon={Download} onClick={onExport}>
          {say('Export…')}
        </Button>
      </div>
      <p role="status" className={layout['note']}>
        {verification.busy ? progressInWords(verification) : saved ? say('Saved') : ''}
      </p>
    </div>
  );
}

function progressInWords({ progress }: Verification): string {
  if (progress === null || progress.of === 0) return say('Checking…');
  const percent = Math.floor((100 * progress.checked) / progress.of);
  return say('Checking… {percent} %', { percent: Math.min(100, percent) });
}

function countInWords(count: number, more: boolean): string {
  if (count === 0) return say('No entry matches.');
  return more
    ? say('The newest {count, plural, one {# entry} other {# entries}}', { count })
    : say('{count, plural, one {# entry} other {# entries}}', { count });
}

function orAll<Value>(value: Value | null): OrAll<Value> {
  return value ?? ALL;
}

function orNull<Value>(chosen: OrAll<Value>): Value | null {
  return chosen === ALL ? null : chosen;
}
