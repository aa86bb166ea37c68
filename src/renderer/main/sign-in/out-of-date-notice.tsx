import type { ReactNode } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { ageInWords } from '../../ui/words/age-in-words.js';
import { Callout } from '../../ui/callout.js';

/** That this computer's app gets old, for everybody who works with it, and what to do about it. */
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
