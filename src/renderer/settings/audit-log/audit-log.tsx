import { Download, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type AuditFilter, EVERY_EVENT } from '../../../shared/workstation/audit-log.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { SelectField } from '../../ui/fields/select-field.js';
import layout from '../../ui/styles/layout.module.css';
import tab from '../tab-page.module.css';
import { classes } from '../../ui/classes.js';
import styles from './audit-log.module.css';
import { ALL, type OrAll, periodOptions, subjectOptions } from './audit-log-words.js';
import { AuditTable } from './audit-table.js';
import { MemberFilter } from './member-filter.js';
import { TabPage } from '../tab-page.js';
import { useAuditLog } from './use-audit-log.js';

/** What happened here: who signed in, how each session ended, and who changed what. */
export function AuditLog({ view }: { readonly view: SettingsView }): ReactNode {
  const { revision, memberCount } = view;
  const [filter, setFilter] = useState(EVERY_EVENT);
  const log = useAuditLog(filter);
  const { entries, more, failed } = log;

  return (
    <TabPage>
      <div className={classes(layout['between'], tab['top'], styles['top'])}>
        <p className={classes(layout['soft'], tab['intro'], styles['intro'])}>
          {say(
            'Who signed in here, how each session ended, and who changed what. Nobody can change or delete an entry here; it never holds anything of patients.',
          )}
        </p>
        <Actions filter={filter} onRefresh={log.refresh} />
      </div>
      <div className={styles['filters']}>
        <SelectField
          label={say('Events')}
          value={orAll(filter.subject)}
          onValue={(chosen) => setFilter({ ...filter, subject: orNull(chosen) })}
          options={subjectOptions()}
        />
        <MemberFilter
          revision={revision}
          memberCount={memberCount}
          onMember={(memberId) => setFilter({ ...filter, memberId })}
        />
        <SelectField
          label={say('Period')}
          value={orAll(filter.days)}
          onValue={(chosen) => setFilter({ ...filter, days: orNull(chosen) })}
          options={periodOptions()}
        />
      </div>
      {failed && (
        <Callout tone="warning">
          {say(
            'The audit log could not be read. Try Refresh; if that does not help, close the app and start it again.',
          )}
        </Callout>
      )}
      {entries !== null && <AuditTable entries={entries} readAtMs={log.readAtMs} />}
      <div className={layout['listEnd']}>
        <p role="status" className={layout['note']}>
          {entries === null ? '' : countInWords(entries.length, more)}
        </p>
        {more && <Button onClick={log.showOlder}>{say('Show older')}</Button>}
      </div>
    </TabPage>
  );
}

interface ActionsProps {
  readonly filter: AuditFilter;
  readonly onRefresh: () => void;
}

function Actions({ filter, onRefresh }: ActionsProps): ReactNode {
  const request = useConfirmedRequest();
  const [saved, setSaved] = useState(false);

  async function send(): Promise<void> {
    setSaved(false);
    const answer = await request.send(() => window.clinic.exportAuditLog({ filter }));
    if (!answer.ok || !answer.saved) return;
    setSaved(true);
    onRefresh();
  }

  return (
    <div className={styles['actions']}>
      <div className={layout['buttons']}>
        <Button look="quiet" icon={RefreshCw} onClick={onRefresh}>
          {say('Refresh')}
        </Button>
        <Button icon={Download} busy={request.busy} onClick={() => void send()}>
          {say('Export…')}
        </Button>
      </div>
      <p role="status" className={layout['note']}>
        {saved ? say('Saved') : ''}
      </p>
      <Problem text={request.problem} />
      {request.confirmation}
    </div>
  );
}

function countInWords(count: number, more: boolean): string {
  if (count === 0) return say('No entry matches.');
  return more
    ? say('The newest {count, plural, one {# entry} other {{count} entries}}', { count })
    : say('{count, plural, one {# entry} other {{count} entries}}', { count });
}

function orAll<Value>(value: Value | null): OrAll<Value> {
  return value ?? ALL;
}

function orNull<Value>(chosen: OrAll<Value>): Value | null {
  return chosen === ALL ? null : chosen;
}
