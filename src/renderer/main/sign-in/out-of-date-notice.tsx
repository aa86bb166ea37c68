import type { ReactNode } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { ageInWords } from '../../ui/words/age-in-words.js';
import { Callout } from '../../ui/callout.js';

/** That this computer's app gets old, for everybody who works with it, and what to do about it. */
export function OutOfDateNotice({ view }: { readonly view: HomeView }): ReactNode {
  const { outOfDate, member } = view;
  if (outOfDate === null) return null;
  return (
    <Callout tone={outOfDate.level === 'warning' ? 'warning' : 'info'} role="status">
      {ageInWords(outOfDate)}{' '}
      {member.role === 'administrator'
        ? 'What to do is in Settings, under About.'
        : 'Please tell an administrator.'}
    </Callout>
  );
}
