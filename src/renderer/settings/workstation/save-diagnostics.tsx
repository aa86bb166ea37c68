import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { useRequest } from '../../ui/hooks/use-request.js';

/** What the file is for, and that it names nobody. */
export function diagnosticsInWords(): string {
  return say(
    'A file for whoever helps with this installation: versions, settings and the last errors. It names nobody and holds nothing of patients.',
  );
}

/** Asks where to save the diagnostics, and tells when they were saved. */
export function SaveDiagnostics(): ReactNode {
  const request = useRequest();
  const [saved, setSaved] = useState(false);

  async function save(): Promise<void> {
    setSaved(false);
    const answer = await request.send(() => window.clinic.saveDiagnostics({}));
    setSaved(answer.ok && answer.saved);
  }

  return (
    <div className={layout['stack']}>
      <div>
        <Button busy={request.busy} onClick={() => void save()}>
          {say('Save diagnostics…')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {saved && (
        <Callout tone="success" role="status">
          {say('The diagnostics were saved.')}
        </Callout>
      )}
    </div>
  );
}
