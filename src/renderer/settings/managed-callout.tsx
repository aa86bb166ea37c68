import type { ReactNode } from 'react';
import type { ManagedPlaceView, ManagedView } from '../../shared/requests/views.js';
import { say, sayings } from '../../shared/words/say.js';
import { Callout } from '../ui/callout.js';

const PLACE_NAMES: Readonly<Record<ManagedPlaceView['kind'], string>> = sayings({
  file: 'policy file',
  groupPolicy: 'Group Policy',
  profile: 'configuration profile',
  address: 'policy address',
});

/** That this computer is managed, and what is wrong with a policy when something is. */
export function ManagedCallout({ managed }: { readonly managed: ManagedView }): ReactNode {
  const broken = managed.places.filter(({ problem }) => problem !== null);
  if (broken.length > 0)
    return broken.map(({ kind, path, state, problem }) => (
      <Callout key={kind} tone="warning">
        {say(
          'The {place} of your organisation cannot be used, so {state, select, lastGood {the rules that it had before hold} other {nothing of it holds}}. {problem} Tell who looks after this computer: {path}',
          { place: PLACE_NAMES[kind], state, problem: problem ?? '', path },
        )}
      </Callout>
    ));
  if (managed.places.every(({ state }) => state === 'none')) return null;
  return (
    <Callout tone="info">
      {say(
        'Your organisation manages this computer. Settings marked so cannot be changed here; what the clinic had chosen for them is kept.',
      )}
    </Callout>
  );
}
