import { type ReactNode, useId, useState } from 'react';
import type { DraftField, DraftView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { formatOf } from '../../ui/words/moment-in-words.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { classes } from '../../ui/classes.js';
import styles from './draft-panel.module.css';
import { Panel } from './panel.js';

const DATE_AND_TIME = { dateStyle: 'long', timeStyle: 'short' } as const;

/** Text that the same member typed on this page before, for copying: nothing fills it in automatically. */
export function DraftPanel({ draft }: { readonly draft: DraftView }): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  const request = useRequest();
  return (
    <Panel
      title={say('You typed this here on {when}', {
        when: formatOf(DATE_AND_TIME).format(new Date(draft.typedAt)),
      })}
      heading={heading}

      action={
        <Button small busy={request.busy} onClick={request.press(window.clinic.discardDraft)}>
          {say('Discard')}
        </Button>
      }
    >
      <p className={layout['soft']}>
        {say('Your session ended before it was sent. Copy what you still need into the page.')}
      </p>
      <Problem text={request.problem} />
      <ul>
        {draft.fields.map((field, index) => (
          // The fields of one draft never change their order.
          <DraftRow key={index} field={field} index={index} />
        ))}
      </ul>
    </Panel>
  );
}

interface DraftRowProps {
  readonly field: DraftField;
  /** The field's index in the draft. */
  readonly index: number;
}

function DraftRow({ field, index }: DraftRowProps): ReactNode {
  const labelId = useId();
  const request = useRequest();
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    setCopied(false);
    const answer = await request.send(() => window.clinic.copyDraftField({ index }));
    setCopied(answer.ok);
  }

  return (
    <li className={styles['field']}>
      <div className={layout['grow']}>
        <p id={labelId} className={classes(layout['note'], layout['strong'])}>
          {field.label === '' ? say('Text') : field.label}
        </p>
        <p className={styles['text']}>{field.text}</p>
        <Problem text={request.problem} />
      </div>
      <p className={styles['copied']} role="status">
        {copied && say('Copied')}
      </p>
      <Button small aria-describedby={labelId} busy={request.busy} onClick={() => void copy()}>
        {say('Copy')}
      </Button>
    </li>
  );
}
