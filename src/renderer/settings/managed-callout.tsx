import type { ReactNode } from 'react';
import type { ManagedView } from '../../contract/views.js';
import { Callout } from '../ui/callout.js';

const EXPLANATION: Readonly<Record<ManagedView['state'], string | null>> = {
  none: null,
  inForce:
    'Your organisation manages this computer. Settings marked so cannot be changed here; what the clinic had chosen for them is kept.',
  lastGood:
    'The policy file of your organisation cannot be used, so the rules that it had before hold.',
  refused: 'The policy file of your organisation cannot be used, so nothing of it holds.',
};

/** That this computer is managed, and what is wrong with the file when something is. */
export function ManagedCallout({ managed }: { readonly managed: ManagedView }): ReactNode {
  const { state, problem, file } = managed;
  const explanation = EXPLANATION[state];
  if (explanation === null) return null;
  return (
    <Callout tone={problem === null ? 'info' : 'warning'}>
      {explanation}
      {problem !== null && ` ${problem} Tell who looks after this computer: ${file}`}
    </Callout>
  );
}
