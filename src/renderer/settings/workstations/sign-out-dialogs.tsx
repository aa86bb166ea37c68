import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { momentInWords } from '../../ui/words/moment-in-words.js';
import { SignOutFromAfar } from '../sign-out-from-afar.js';
import type { ShownWorkstation } from './presence-words.js';

interface SignOutThereProps {
  readonly shown: ShownWorkstation;
  readonly onClose: () => void;
}

/** Asks before whoever is signed in at a workstation is signed out there. */
export function SignOutThere({ shown, onClose }: SignOutThereProps): ReactNode {
  const { id, name } = shown.workstation;
  return (
    <SignOutFromAfar
      whom={{ kind: 'workstation', workstationId: id }}
      title={say('Sign out at {name}?', { name })}
      description={consequence(shown)}
      onClose={onClose}
    />
  );
}

function consequence({ presence }: ShownWorkstation): string {
  const session = presence?.session ?? null;
  if (session === null)
    return say('Whoever is signed in there is signed out. Unsaved work there is lost.');
  const values = { member: session.memberName, since: momentInWords(session.sinceMs) };
  return presence?.isReached === true
    ? say('{member} has been signed in there since {since}. Unsaved work there is lost.', values)
    : say(
        '{member} was signed in there, since {since}, when it was last heard of. The session ends as soon as the workstation is in reach again. Unsaved work there is lost.',
        values,
      );
}

interface SignOutEverybodyProps {
  readonly count: number;
  readonly onClose: () => void;
}

/** Asks before everybody is signed out. */
export function SignOutEverybody({ count, onClose }: SignOutEverybodyProps): ReactNode {
  return (
    <SignOutFromAfar
      whom={{ kind: 'everybody' }}
      title={say('Sign out everybody?')}
      description={say(
        'Whoever is signed in at one of the {count} workstations is signed out, and you are too. Unsaved work is lost. A workstation that is out of reach follows as soon as it is back.',
        { count },
      )}
      onClose={onClose}
    />
  );
}
