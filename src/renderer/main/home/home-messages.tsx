import { AppWindow } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { HomeView, MemberSecurityView, NoticeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { ageInWords } from '../../ui/words/age-in-words.js';
import { listInWords } from '../../ui/words/list-in-words.js';
import type { SecurityPage } from '../my-security/my-security.js';
import { classes } from '../../ui/classes.js';
import styles from './home-messages.module.css';

/** A message that stays until the member acknowledges it. */
export function Notice({ notice }: { readonly notice: NoticeView }): ReactNode {
  const textId = useId();
  const request = useRequest();
  return (
    <Callout
      tone="warning"
      role="alert"
      id={textId}
      action={
        <Button
          aria-describedby={textId}
          busy={request.busy}
          onClick={() =>
            void request.send(() => window.clinic.acknowledgeNotice({ noticeId: notice.id }))
          }
        >
          {say('Got it')}
        </Button>
      }
    >
      {notice.text}
    </Callout>
  );
}

/** How many apps the offer names; the rest are counted. */
const MOST_NAMED = 4;

/** Offers to reopen what this member had open when the last session ended. */
export function ClinicAppOffer({ names }: { readonly names: readonly string[] }): ReactNode {
  const request = useRequest();
  if (names.length === 0) return null;
  return (
    <>
      <Callout
        tone="info"
        role="status"
        action={
          <div className={classes(layout['buttons'], styles['choices'])}>
            <Button look="quiet" onClick={request.press(window.clinic.declinePlaces)}>
              {say('No, thanks')}
            </Button>
            <Button busy={request.busy} onClick={request.press(window.clinic.reopenPlaces)}>
              {say('Open again')}
            </Button>
          </div>
        }
      >
        {say('When your last session ended you had {apps} open.', {
          apps: listInWords(names, MOST_NAMED),
        })}
      </Callout>
      <Problem text={request.problem} />
    </>
  );
}

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

interface HomeOffersProps {
  readonly security: MemberSecurityView;
  readonly onOpen: (page: SecurityPage) => void;
}

function deadline(days: number): string {
  if (days === 0) return say('You will be asked to set it up at your next sign-in.');
  return say(
    '{days, plural, one {Set it up within one day; after that you can’t sign in without it.} other {Set it up within {days} days; after that you can’t sign in without it.}}',
    { days },
  );
}

/** What a member should do to protect the sign-in: one suggestion at a time, and none blocks the work. */
export function HomeOffers({ security, onOpen }: HomeOffersProps): ReactNode {
  const [declined, setDeclined] = useState<readonly SecurityPage[]>([]);
  const { twoFactor, emergencyKit } = security;
  const setUp = (
    <Button onClick={() => onOpen('setUp')}>{say('Set up two-factor authentication')}</Button>
  );

  if (twoFactor.dueInDays !== null)
    return (
      <Callout tone="warning" role="alert" action={setUp}>
        {say('Your clinic requires two-factor authentication. {deadline}', {
          deadline: deadline(twoFactor.dueInDays),
        })}
      </Callout>
    );
  const offer = (page: SecurityPage, words: string, accept: ReactNode): ReactNode => (
    <Callout
      tone="info"
      action={
        <div className={classes(layout['buttons'], styles['choices'])}>
          <Button look="quiet" onClick={() => setDeclined([...declined, page])}>
            {say('Not now')}
          </Button>
          {accept}
        </div>
      }
    >
      {words}
    </Callout>
  );
  if (emergencyKit === false && !declined.includes('emergencyKit'))
    return offer(
      'emergencyKit',
      say(
        'There is no emergency kit yet. If no administrator can sign in any more, nobody can recover what is private in this account.',
      ),
      <Button onClick={() => onOpen('emergencyKit')}>{say('Make an emergency kit')}</Button>,
    );
  if (!twoFactor.on && !declined.includes('setUp'))
    return offer(
      'setUp',
      say('With a code from your phone, nobody can sign in as you with your password alone.'),
      setUp,
    );
  return null;
}

interface ClinicAppHintProps {
  readonly busy: boolean;
  readonly onSettings: () => void;
}

/** Tells administrators, while there are no clinic apps, that they can add some. */
export function ClinicAppHint({ busy, onSettings }: ClinicAppHintProps): ReactNode {
  return (
    <div className={classes(layout['row'], styles['hint'])}>
      <AppWindow size={20} aria-hidden />
      <p>
        {say(
          'Web systems of your clinic can open here, so that their sign-ins end with the session.',
        )}
      </p>
      <Button look="quiet" busy={busy} onClick={onSettings}>
        {say('Add clinic apps')}
      </Button>
    </div>
  );
}
