import { EyeOff, Hourglass, KeyRound, type LucideIcon, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { durationInWords, remainingInWords } from '../../../shared/policy/duration.js';
import type { HomeView } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/shield-policy.svg';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './protection.module.css';

interface Rule {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly detail: string;
}

const ACTIVITY = sayings<HomeView['activityHealth']>({
  believed: 'Activity anywhere on this computer counts.',
  app: 'Only what you do in this app counts as activity.',
  doubtful: 'Only what you do in this app counts as activity now.',
  unreadable: 'Only what you do in this app counts as activity now.',
});

function rulesOf(view: HomeView): readonly Rule[] {
  const lead = durationInWords(view.warningLeadSeconds);
  return [
    {
      icon: Timer,
      title: say('Notices when nobody is here'),
      detail: say(
        'A warning comes up {lead} before you are signed out; one movement keeps you in. {activity}',
        { lead, activity: ACTIVITY[view.activityHealth] },
      ),
    },
    {
      icon: Hourglass,
      title: say('No session goes on for ever'),
      detail: say('This one ends in {time}, however busy you are.', {
        time: remainingInWords(view.sessionLeftSeconds),
      }),
    },
    {
      icon: KeyRound,
      title: say('Nothing usable stays behind'),
      detail: say(
        'At the end of a session its credentials are cleared from this computer’s keychain.',
      ),
    },
    {
      icon: EyeOff,
      title: say('Your name stays private'),
      detail: say('After an automatic sign-out, the screen names nobody until someone asks.'),
    },
  ];
}

/** The rules in force, for the member who wonders what the computer does by itself. */
export function Protection({ view }: { readonly view: HomeView }): ReactNode {
  return (
    <Card
      title={say('How this computer is protected')}
      description={
        view.member.role === 'administrator'
          ? say('You choose these rules, and who can sign in here, in Settings.')
          : say('Your clinic’s administrators choose these rules.')
      }
    >
      {(view.activityHealth === 'doubtful' || view.activityHealth === 'unreadable') && (
        <Callout tone="warning" role="status">
          {say(
            'This computer does not say reliably whether somebody is using it. To be safe, only what you do in this app counts as activity, so you may be warned while you work elsewhere.',
          )}
        </Callout>
      )}
      <div className={styles['columns']}>
        <ul className={styles['rules']}>
          {rulesOf(view).map(({ icon: Icon, title, detail }) => (
            <li key={title} className={styles['rule']}>
              <span className={styles['icon']}>
                <Icon size={20} aria-hidden />
              </span>
              <div>
                <h3 className={styles['title']}>{title}</h3>
                <p className={layout['soft']}>{detail}</p>
              </div>
            </li>
          ))}
        </ul>
        <img src={illustration} alt="" width={240} height={180} className={styles['picture']} />
      </div>
    </Card>
  );
}
