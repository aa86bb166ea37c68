import type { ReactNode } from 'react';
import type { QuickSignInView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { Section } from './section.js';

export type BadgeTask = 'setUpBadge' | 'removeBadge';

interface OwnBadgeProps {
  readonly badge: QuickSignInView;
  readonly onTask: (task: BadgeTask) => void;
}

/** Whether a member comes back by badge and PIN, and the buttons to change that. */
export function OwnBadge({ badge, onTask }: OwnBadgeProps): ReactNode {
  return (
    <Section title={say('Quick sign-in')}>
      <p>
        {badge.enrolled
          ? say(
              'You have a badge and a PIN. After you have signed in here with your password, they bring you back until your shift ends.',
            )
          : say(
              'After you have signed in here with your password, your badge and a PIN can bring you back until your shift ends.',
            )}
      </p>
      <div className={layout['buttons']}>
        {badge.enrolled ? (
          <>
            <Button small onClick={() => onTask('setUpBadge')}>
              {say('Change badge or PIN')}
            </Button>
            <Button small onClick={() => onTask('removeBadge')}>
              {say('Remove badge')}
            </Button>
          </>
        ) : (
          <Button small onClick={() => onTask('setUpBadge')}>
            {say('Set up quick sign-in')}
          </Button>
        )}
      </div>
    </Section>
  );
}
