import type { ReactNode } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { ageInWords } from '../../ui/words/age-in-words.js';
import { Callout } from '../../ui/callout.js';

/** Tells every member that this computer's app is out of date, or may be, and what to do. */
export function OutOfDateNotice({ view }: { readonly view: HomeView }): ReactNode {
  const { outOfDate, member } = view;
  if (outOfDate === null) return null;
  const age = ageInWords(outOfDate);
  return (
    <Callout tone={outOfDate.level === 'warning' ? 'warning' : 'info'} role="status">
      {member.role === 'administrator'
        ? say('{age} What to do is in Settings, under About.', { age })
        : say('{age} Please tell an administrator.', { age })}
    </Callout>
  );
}
