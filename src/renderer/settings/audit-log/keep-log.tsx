import { type ReactNode, useEffect, useState } from 'react';
import { AUDIT_YEARS, type AuditKeeping } from '../../../shared/workstation/audit-verdict.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { SelectField } from '../../ui/fields/select-field.js';
import layout from '../../ui/styles/layout.module.css';
import { keepsTheLog } from './audit-log-words.js';
import { RemoveOldEvents } from './remove-old-events.js';

interface KeepLogProps {
  /** Changes with the account: who decided last may be somebody else. */
  readonly revision: number;
  readonly onExport: () => void;
  readonly onRemoved: () => void;
}

/** How long the log is kept, and the button that removes what is older. */
export function KeepLog({ revision, onExport, onRemoved }: KeepLogProps): ReactNode {
  const request = useConfirmedRequest(keepsTheLog);
  const [keeping, setKeeping] = useState<AuditKeeping | null>(null);
  const [isAsking, setAsking] = useState(false);

  const [asked, setAsked] = useState(0);

  useEffect(() => {
    let isWanted = true;
    const read = async (): Promise<void> => {
      const answer = await window.clinic.readAuditKeeping({}).catch(() => null);
      if (answer !== null && isWanted) setKeeping(answer.keeping);
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [revision, asked]);
  const readAgain = (): void => setAsked((times) => times + 1);

  async function keep(years: number): Promise<void> {
    await request.send((proof) => window.clinic.keepAuditLog({ years, proof }));
    readAgain();
  }

  if (keeping === null) return null;
  const { years, older } = keeping;
  const choices = [...new Set([...AUDIT_YEARS, years])].sort((a, b) => a - b);
  return (
    <Card
      title={say('How long the log is kept')}
      description={say(
        'HIPAA asks for 6 years. Nothing is removed by itself: older events stay until an administrator removes them here.',
      )}
    >
      <div className={layout['stack']}>
        <SelectField
          label={say('Keep events for')}
          value={years}
          onValue={(chosen) => void keep(chosen)}
          options={choices.map((value) => ({
            value,
            label: say('{value, plural, one {# year} other {# years}}', { value }),
          }))}
        />
        <Problem text={request.problem} />
        <div className={layout['listEnd']}>
          <p role="status" className={layout['count']}>
            {say(
              '{older, plural, =0 {No event is older.} one {# event is older.} other {# events are older.}}',
              { older },
            )}
          </p>
          {older > 0 && (
            <Button onClick={() => setAsking(true)}>{say('Remove older events…')}</Button>
          )}
        </div>
      </div>
      {request.confirmation}
      {isAsking && (
        <RemoveOldEvents
          count={older}
          onClose={() => setAsking(false)}
          onExport={() => {
            setAsking(false);
            onExport();
          }}
          onRemoved={() => {
            setAsking(false);
            readAgain();
            onRemoved();
          }}
        />
      )}
    </Card>
  );
}
