import { EyeOff, Hourglass, KeyRound, type LucideIcon, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { durationInWords, remainingInWords } from '../../../shared/policy/duration.js';
import { warningLeadSeconds } from '../../../shared/policy/policy.js';
import type { HomeView } from '../../../shared/requests/views.js';
import illustration from '../../../../assets/illustrations/shield-policy.svg';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import styles from './protection.module.css';

interface Rule {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly detail: string;
}

const ACTIVITY: Readonly<Record<HomeView['activityHealth'], string>> = {
  believed: 'Activity anywhere on this computer counts.',
  app: 'Only what you do in this app counts as activity.',
  doubtful: 'Only what you do in this app counts as activity now.',
  unreadable: 'Only what you do in this app counts as activity now.',
};

function rulesOf(view: HomeView): readonly Rule[] {
  const lead = durationInWords(warningLeadSeconds(view.timeoutSeconds));
  return [
    {
      icon: Timer,
      title: 'Notices when nobody is here',
      detail: `A warning comes up ${lead} before you are signed out; one movement keeps you in. ${ACTIVITY[view.activityHealth]}`,
    },
    {
      icon: Hourglass,
      title: 'No session goes on for ever',
      detail: `This one ends in ${remainingInWords(view.sessionLeftSeconds)}, however busy you are.`,
    },
    {
      icon: KeyRound,
      title: 'Nothing usable stays behind',
      detail: 'At the end of a session its credentials are cleared from this computer’s keychain.',
    },
    {
      icon: EyeOff,
      title: 'Your name stays private',
      detail: 'After an automatic sign-out, the screen names nobody until someone asks.',
    },
  ];
}

/** The rules that hold now, for the member who wonders what the computer does by itself. */
export function Protection({ view }: { readonly view: HomeView }): ReactNode {
  return (
    <Card
      title="How this computer is protected"
      description={
        view.member.role === 'administrator'
          ? 'You choose these rules, and who can sign in here, in Settings.'
          : 'Your clinic’s administrators choose these rules.'
      }
    >
      {(view.activityHealth === 'doubtful' || view.activityHealth === 'unreadable') && (
        <Callout tone="warning" role="status">
          This computer does not say reliably whether somebody is using it. To be safe, only what
          you do in this app counts as activity, so you may be warned while you work elsewhere.
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
                <p className={styles['detail']}>{detail}</p>
              </div>
            </li>
          ))}
        </ul>
        <img src={illustration} alt="" width={240} height={180} className={styles['picture']} />
      </div>
    </Card>
  );
}
