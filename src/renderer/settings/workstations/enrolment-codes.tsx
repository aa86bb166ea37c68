import { Printer } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ENROLMENT_HOURS, type EnrolmentCode } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import { Choice } from '../../ui/fields/choice.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './enrolment-codes.module.css';

interface EnrolmentCodesProps {
  readonly codes: readonly EnrolmentCode[];
  readonly serverAddress: string;
  readonly onDone: () => void;
}

/**
 * New codes; they can be read here and nowhere again. No dialog, as many of them fill several pages. There is
 * no `Copy`: whoever comes next to this computer has the same clipboard.
 */
export function EnrolmentCodes({ codes, serverAddress, onDone }: EnrolmentCodesProps): ReactNode {
  const [areKept, setKept] = useState(false);
  return (
    <Card
      title={say('{count, plural, one {Enrolment code} other {# enrolment codes}}', {
        count: codes.length,
      })}
      description={say(
        '{count, plural, one {Type it at the new computer, under “This clinic has an account already”. It is shown only now.} other {Type each at its new computer, under “This clinic has an account already”. They are shown only now.}}',
        { count: codes.length },
      )}
    >
      <ul className={styles['codes']} data-print="pages">
        {codes.map(({ name, code }) => (
          <li key={code} className={styles['line']}>
            <p className={layout['strong']}>{name}</p>
            <p>
              <code className={styles['code']}>{code}</code>
            </p>
            <p className={layout['note']}>
              {say('Server address: {address}. Good for {hours} hours, for one computer.', {
                address: serverAddress,
                hours: ENROLMENT_HOURS,
              })}
            </p>
          </li>
        ))}
      </ul>
      <div className={layout['buttons']}>
        <Button small icon={Printer} onClick={() => window.print()}>
          {say('Print')}
        </Button>
      </div>
      <Choice
        look="checkbox"
        label={say(
          '{count, plural, one {I have the code on paper} other {I have the codes on paper}}',
          {
            count: codes.length,
          },
        )}
        checked={areKept}
        onChosen={setKept}
      />
      <Actions>
        <Button look="primary" disabled={!areKept} onClick={onDone}>
          {say('Done')}
        </Button>
      </Actions>
    </Card>
  );
}
