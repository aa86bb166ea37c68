import { type ReactNode, useLayoutEffect, useState } from 'react';
import type { MainView } from '../../shared/requests/views.js';
import type { Drawn } from '../mount/mount-window.js';
import { Broken } from './broken.js';
import { GuidePlace } from './guide/guide-place.js';
import { Enrolment } from './my-security/enrolment.js';
import { Home } from './home/home.js';
import { Removed } from './removed.js';
import { SetUp } from './set-up/set-up.js';
import { Acceptance } from './sign-in/acceptance.js';
import { BadgeSignIn } from './sign-in/badge-sign-in.js';
import { SignIn } from './sign-in/sign-in.js';
import { TwoFactor } from './sign-in/two-factor.js';

/**
 * The main window. Each view has its own component and, if it shows a member, a key with that member. When
 * either changes, React unmounts the whole tree with its dialogs and form values, so that nothing of one
 * member is left for the next.
 *
 * A page that showed an entrance before only paints Home without accepting input, until main replaces it
 * with a fresh page (`fresh-page.ts`).
 */
export function App({ view, receivedAt }: Drawn<MainView>): ReactNode {
  const isHome = view.view === 'home';
  const [wasEntrance, setWasEntrance] = useState(!isHome);
  if (!isHome && !wasEntrance) setWasEntrance(true);
  useLayoutEffect(() => {
    document.body.inert = isHome && wasEntrance;
  }, [isHome, wasEntrance]);
  switch (view.view) {
    case 'setUp':
      return <SetUp key="setUp" view={view} />;
    case 'signIn':
      return view.badge === null || view.badge.kind === 'unknown' ? (
        <SignIn key="signIn" view={view} receivedAt={receivedAt} />
      ) : (
        <BadgeSignIn
          key={`badge ${view.badge.tap}`}
          {...{ view, receivedAt }}
          memberName={view.badge.kind === 'member' ? view.badge.memberName : null}
        />
      );
    case 'twoFactor':
      return <TwoFactor key={`code ${view.memberName}`} view={view} receivedAt={receivedAt} />;
    case 'enrolment':
      return <Enrolment key={`enrolment ${view.memberName}`} view={view} receivedAt={receivedAt} />;
    case 'acceptance':
      return (
        <Acceptance key={`acceptance ${view.memberName}`} view={view} receivedAt={receivedAt} />
      );
    case 'home':
      return (
        <GuidePlace key={`home ${view.member.id}`} readAt={view.security.guideReadAt}>
          <Home view={view} />
        </GuidePlace>
      );
    case 'removed':
      return <Removed key="removed" view={view} receivedAt={receivedAt} />;
    case 'broken':
      return <Broken key="broken" view={view} />;
  }
}
