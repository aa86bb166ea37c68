import { type ReactNode, useState } from 'react';
import type { ElsewhereView } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { askedInWords, elsewhereInWords } from './elsewhere-words.js';

interface ElsewhereProps {
  readonly elsewhere: readonly ElsewhereView[];
}

/** Where else this member is signed in, and the way to end that. Nothing where it is only here. */
export function Elsewhere({ elsewhere }: ElsewhereProps): ReactNode {
  const request = useRequest();
  const names = elsewhere.map(({ workstationName }) => workstationName);
  const places = names.join('\n');
  /** The places that were asked; another one has not been. */
  const [asked, setAsked] = useState('');

  async function signOut(): Promise<void> {
    const answer = await request.send(() => window.clinic.signOutElsewhere({}));
    if (answer.ok) setAsked(places);
  }

  if (elsewhere.length === 0) return null;
  return (
    <>
      <Callout
        tone="info"
        role="status"
        action={
          asked !== places && (
            <Button busy={request.busy} onClick={() => void signOut()}>
              {say('Sign out there')}
            </Button>
          )
        }
      >
        {asked === places ? askedInWords(names) : elsewhereInWords(elsewhere)}
      </Callout>
      <Problem text={request.problem} />
    </>
  );
}
