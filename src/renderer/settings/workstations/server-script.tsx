import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import layout from '../../ui/styles/layout.module.css';

/** The SQL file for whoever runs the server, where this app gets no login that may make roles. */
export function ServerScript(): ReactNode {
  const request = useConfirmedRequest();
  const [isSaved, setSaved] = useState(false);

  async function save(): Promise<void> {
    const answer = await request.send(() => window.clinic.saveServerScript({}));
    setSaved(answer.ok && answer.saved);
  }

  return (
    <div className={layout['column']}>
      <p className={layout['soft']}>
        {say(
          'The file makes the clinic’s place in an empty database, for this computer alone. It holds no password and nothing of the clinic. Have it run with psql, then go on here.',
        )}
      </p>
      <div className={layout['buttons']}>
        <Button icon={Download} busy={request.busy} onClick={() => void save()}>
          {say('Save the SQL file…')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {isSaved && (
        <Callout tone="success" role="status">
          {say('Saved. Give it to whoever runs the server.')}
        </Callout>
      )}
      {request.confirmation}
    </div>
  );
}
