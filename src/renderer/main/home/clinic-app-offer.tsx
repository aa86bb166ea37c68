import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { listInWords } from '../../ui/words/list-in-words.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import styles from './home-offers.module.css';

/** How many apps the offer names; the rest are counted. */
const MOST_NAMED = 4;

/** Offers to reopen what this member had open when the last session ended. */
export function ClinicAppOffer({ names }: { readonly names: readonly string[] }): ReactNode {
  const request = useRequest();
  if (names.length === 0) return null;
  return (
    <>
      <Callout
        tone="info"
        role="status"
        action={
          <div className={styles['choices']}>
            <Button look="quiet" onClick={request.press(window.clinic.declinePlaces)}>
              {say('No, thanks')}
            </Button>
            <Button busy={request.busy} onClick={request.press(window.clinic.reopenPlaces)}>
              {say('Open again')}
            </Button>
          </div>
        }
      >
        {say('When your last session ended you had {apps} open.', {
          apps: listInWords(names, MOST_NAMED),
        })}
      </Callout>
      <Problem text={request.problem} />
    </>
  );
}
