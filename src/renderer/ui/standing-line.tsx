import type { ReactNode } from 'react';
import type { StandingView } from '../../shared/requests/clinic-views.js';
import { say } from '../../shared/words/say.js';
import { Callout } from './callout.js';
import layout from './styles/layout.module.css';
import { momentInWords } from './words/moment-in-words.js';

type Away = Extract<StandingView, { kind: 'alone' | 'shut' }>;
type Place = 'signIn' | 'home' | 'settings';

interface StandingLineProps {
  readonly standing: StandingView;
  readonly place: Place;
}

/** That this workstation is without the clinic's server, and what that means here. Nothing otherwise. */
export function StandingLine({ standing, place }: StandingLineProps): ReactNode {
  if (standing.kind !== 'alone' && standing.kind !== 'shut') return null;
  const isCalm = standing.kind === 'alone' && !standing.needsHelp && !standing.isSoon;
  return (
    <Callout tone={isCalm ? 'info' : 'warning'} role="status">
      <p className={layout['strong']}>{sinceInWords(standing)}</p>
      <p>{consequence(standing, place)}</p>
      {(standing.needsHelp || place === 'settings') && <p>{standing.reason}</p>}
    </Callout>
  );
}

function sinceInWords({ kind, sinceMs }: Away): string {
  const since = momentInWords(sinceMs);
  return kind === 'alone'
    ? say('Working without the server since {since}', { since })
    : say('Without the server since {since}, longer than your clinic allows', { since });
}

function consequence({ kind, untilMs, isSoon }: Away, place: Place): string {
  if (kind === 'shut')
    return place === 'signIn'
      ? say(
          'Until it is back only an administrator can sign in, for an hour each time: one with two-factor authentication who has signed in here before.',
        )
      : say(
          'This session lasts an hour at the most. Changes to settings, members and passwords need the server.',
        );
  const until = momentInWords(untilMs);
  if (isSoon)
    return place === 'signIn'
      ? say(
          'From {until} on only an administrator can sign in here, unless the server is back by then.',
          { until },
        )
      : say(
          'At {until} everybody is signed out here, unless the server is back by then. Finish what cannot wait.',
          { until },
        );
  return place === 'signIn'
    ? say('Who has signed in at this workstation before can sign in until {until}.', { until })
    : say(
        'Your work goes on. Changes to settings, members and passwords need the server. Who has signed in here before can sign in until {until}.',
        { until },
      );
}
