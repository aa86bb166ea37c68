import { Download, Printer } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { RequestInput } from '../../../shared/requests/requests.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../button.js';
import { Callout, Problem } from '../callout.js';
import { Choice } from '../fields/choice.js';
import { Actions } from './dialog.js';
import layout from '../styles/layout.module.css';
import styles from './kept-document.module.css';
import { useRequest } from '../hooks/use-request.js';

interface KeptDocumentProps {
  /** The input of the request that `Save…` sends. */
  readonly content: RequestInput<'saveDocument'>;
  /** The person confirms this before going on, because the document is not shown again. */
  readonly confirmation: string;
  readonly next: string;
  readonly busy?: boolean;
  readonly onNext: () => void;
  /** The document itself; only this is printed. */
  readonly children: ReactNode;
}

/**
 * A document that is shown once: the person prints or saves it, and keeps it. There is no `Copy`, because
 * the next person at this computer has the same clipboard.
 */
export function KeptDocument(props: KeptDocumentProps): ReactNode {
  const { content, confirmation, next, busy = false, onNext, children } = props;
  const request = useRequest();
  const [kept, setKept] = useState(false);
  const [saved, setSaved] = useState(false);

  async function save(): Promise<void> {
    const answer = await request.send(() => window.clinic.saveDocument(content));
    setSaved(answer.ok && answer.saved);
  }

  return (
    <div className={styles['kept']}>
      <div className={styles['paper']} data-print="">
        {children}
      </div>
      <div className={layout['buttons']}>
        <Button small icon={Printer} onClick={() => window.print()}>
          {say('Print')}
        </Button>
        <Button small icon={Download} busy={request.busy} onClick={() => void save()}>
          {say('Save…')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {saved && (
        <Callout tone="success" role="status">
          {say('Saved. Move the file to a safe place away from this computer.')}
        </Callout>
      )}
      <Choice look="checkbox" label={confirmation} checked={kept} onChosen={setKept} />
      <Actions>
        <Button look="primary" disabled={!kept} busy={busy} onClick={onNext}>
          {next}
        </Button>
      </Actions>
    </div>
  );
}
