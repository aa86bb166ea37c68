import { Settings, UserRoundCog } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ROLE_NAMES } from '../../../shared/people/role.js';
import type { WantedTab } from '../../../shared/requests/settings-tab.js';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { StandingLine } from '../../ui/standing-line.js';
import { Wordmark } from '../../ui/wordmark.js';
import { ClinicApps } from './clinic-apps.js';
import { Elsewhere } from './elsewhere.js';
import { HomeHelp } from './home-help.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './home.module.css';
import {
  ClinicAppHint,
  ClinicAppOffer,
  HomeOffers,
  Notice,
  OutOfDateNotice,
} from './home-messages.js';
import { MySecurity, type SecurityPage } from '../my-security/my-security.js';
import { Protection } from '../my-security/protection.js';
import { SessionCard } from './session-card.js';
import { SETTINGS_SHORTCUT, useSettingsShortcut } from '../shortcuts.js';

/** What a signed-in member sees: whose session this is, the time left, and how to end the session. */
export function Home({ view }: { readonly view: HomeView }): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  const settings = useConfirmedRequest();
  const [security, setSecurity] = useState<SecurityPage | null>(null);
  const [asked, setAsked] = useState(view.asked.times);
  if (asked !== view.asked.times) {
    // Somebody asked for it in the settings window since this Home is there.
    setAsked(view.asked.times);
    setSecurity(view.asked.page);
  }
  const { member } = view;
  const isAdministrator = member.role === 'administrator';
  const openSettings = (tab: WantedTab): void =>
    void settings.send(() => window.clinic.openSettings({ tab }));
  useSettingsShortcut(() => openSettings('any'), isAdministrator);

  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <div className={classes(layout['between'], styles['inner'])}>
          <Wordmark />
          <div className={styles['actions']}>
            <Button look="quiet" icon={UserRoundCog} onClick={() => setSecurity('overview')}>
              {say('My security')}
            </Button>
            {isAdministrator && (
              <Button
                look="quiet"
                icon={Settings}
                shortcut={SETTINGS_SHORTCUT}
                busy={settings.busy}
                onClick={() => openSettings('any')}
              >
                {say('Settings')}
              </Button>
            )}
            <HomeHelp isAdministrator={isAdministrator} />
          </div>
        </div>
      </header>
      <main className={styles['main']}>
        <div className={classes(layout['between'], styles['top'])}>
          <h1 ref={heading} tabIndex={-1} className={styles['clinic']}>
            {view.clinicName}
          </h1>
          <div className={classes(layout['row'], styles['member'])}>
            <Avatar name={member.name} />
            <div className={styles['who']}>
              <p className={styles['name']}>{member.name}</p>
              <p className={layout['note']}>{ROLE_NAMES[member.role]}</p>
            </div>
          </div>
        </div>
        <Problem text={settings.problem} />
        <StandingLine standing={view.standing} place="home" />
        <Elsewhere elsewhere={view.elsewhere} />
        {view.notices.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
        <ClinicAppOffer names={view.reopen} />
        <OutOfDateNotice view={view} />
        <HomeOffers security={view.security} onOpen={setSecurity} />
        {view.clinicApps.length > 0 && <ClinicApps apps={view.clinicApps} />}
        {view.clinicApps.length === 0 && isAdministrator && (
          <ClinicAppHint busy={settings.busy} onSettings={() => openSettings('clinic-apps')} />
        )}
        <SessionCard view={view} />
        <Protection view={view} />
      </main>
      {settings.confirmation}
      {security !== null && (
        <MySecurity key={asked} view={view} first={security} onClose={() => setSecurity(null)} />
      )}
    </div>
  );
}
