import { type ReactNode, useState } from 'react';
import { ROLE_NAMES } from '../../../shared/people/role.js';
import type { HomeView } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { ChangePassword } from './change-password.js';
import { EmergencyKit } from './emergency-kit.js';
import { GuideRow } from './guide-row.js';
import { LanguageChoice } from './language-choice.js';
import { BadgeTaskPage } from './badge-task.js';
import { OwnBadge, type BadgeTask } from './own-badge.js';
import { Section } from './section.js';
import { OwnTwoFactor, type TwoFactorTask } from './own-two-factor.js';
import { TwoFactorTaskPage } from './two-factor-task.js';

/** The page of the dialog: everything, or one task step by step. */
export type SecurityPage = 'overview' | 'emergencyKit' | TwoFactorTask | BadgeTask;

const TITLES = sayings<SecurityPage>({
  overview: 'My security',
  setUp: 'Set up two-factor authentication',
  renewCodes: 'New recovery codes',
  turnOff: 'Turn off two-factor authentication',
  emergencyKit: 'Emergency kit',
  setUpBadge: 'Set up quick sign-in',
  removeBadge: 'Remove badge',
});

interface MySecurityProps {
  readonly view: HomeView;
  /** The page that the dialog opens with. */
  readonly first: SecurityPage;
  readonly onClose: () => void;
}

/** A member's own account: name and role, how the sign-in is protected, and the way back in. */
export function MySecurity({ view, first, onClose }: MySecurityProps): ReactNode {
  const [page, setPage] = useState(first);
  const toOverview = (): void => setPage('overview');
  return (
    <Dialog key={page} title={TITLES[page]} onClose={onClose}>
      {page === 'overview' && <Overview view={view} onPage={setPage} />}
      {page === 'emergencyKit' && <EmergencyKit view={view} onEnd={toOverview} />}
      {(page === 'setUpBadge' || page === 'removeBadge') && (
        <BadgeTaskPage view={view} task={page} onEnd={toOverview} />
      )}
      {(page === 'setUp' || page === 'renewCodes' || page === 'turnOff') && (
        <TwoFactorTaskPage view={view} task={page} onEnd={toOverview} />
      )}
    </Dialog>
  );
}

interface OverviewProps {
  readonly view: HomeView;
  readonly onPage: (page: SecurityPage) => void;
}

function Overview({ view, onPage }: OverviewProps): ReactNode {
  const { member, security } = view;
  return (
    <>
      <dl className={layout['facts']}>
        <dt>{say('Name')}</dt>
        <dd>{member.name}</dd>
        <dt>{say('Role')}</dt>
        <dd>{ROLE_NAMES[member.role]}</dd>
        <dt>{say('Clinic')}</dt>
        <dd>{view.clinicName}</dd>
      </dl>
      <OwnTwoFactor twoFactor={security.twoFactor} onTask={onPage} />
      {security.quickSignIn !== null && <OwnBadge badge={security.quickSignIn} onTask={onPage} />}
      <ChangePassword view={view} />
      {security.emergencyKit !== null && (
        <Section title={say('Emergency kit')}>
          <p>
            {security.emergencyKit
              ? say(
                  'There is a kit. With it an administrator who can’t sign in any more gets back in.',
                )
              : say(
                  'There is no kit yet. If no administrator can sign in any more, nobody can recover what is private in this account.',
                )}
          </p>
          <div className={layout['buttons']}>
            <Button small onClick={() => onPage('emergencyKit')}>
              {security.emergencyKit ? say('Make a new kit') : say('Make an emergency kit')}
            </Button>
          </div>
        </Section>
      )}
      <LanguageChoice chosen={security.language} />
      <GuideRow readAt={security.guideReadAt} />
    </>
  );
}
