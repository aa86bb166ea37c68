import { Tabs } from '@base-ui/react/tabs';
import { type ReactNode, useState } from 'react';
import {
  type AskedTab,
  SETTINGS_TABS,
  type SettingsTab,
} from '../../shared/requests/settings-tab.js';
import type { SettingsView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import { About } from './workstation/about.js';
import { AuditLog } from './audit-log/audit-log.js';
import { CheckUp, type InSettings } from './check-up/check-up.js';
import type { AskedApp } from './clinic-apps/clinic-app-list.js';
import { ClinicApps } from './clinic-apps/clinic-apps.js';
import { Members } from './members/members.js';
import { SessionTimeout } from './session-timeout/session-timeout.js';
import layout from '../ui/styles/layout.module.css';
import { classes } from '../ui/classes.js';
import styles from './settings.module.css';
import { SettingsHelp } from './settings-help.js';
import { SignInSecurity } from './sign-in-security/sign-in-security.js';
import { TAB_NAMES } from './tab-names.js';
import { Workstation } from './workstation/workstation.js';
import { Workstations } from './workstations/workstations.js';

/** These stay mounted, so that looking at another tab loses nothing that was typed or is shown once. */
const WITH_DRAFT: readonly SettingsTab[] = [
  'timeout',
  'sign-in',
  'workstations',
  'clinic-apps',
  'about',
];

/** The settings window: one tab for each subject. */
export function Settings({ view }: { readonly view: SettingsView }): ReactNode {
  const [tab, setTab] = useAskedTab(view.asked);
  const [askedApp, setAskedApp] = useState<AskedApp | null>(null);
  const go = (place: InSettings): void => {
    setTab(place.to === 'tab' ? place.tab : 'clinic-apps');
    // Each time a new one, so that the same app can be asked for again.
    if (place.to === 'clinicApp') setAskedApp({ appId: place.appId });
  };
  const contents: Readonly<Record<SettingsTab, ReactNode>> = {
    'check-up': <CheckUp view={view} onGo={go} />,
    timeout: <SessionTimeout view={view} />,
    'sign-in': <SignInSecurity view={view} />,
    members: <Members view={view} />,
    workstations: <Workstations view={view} isShown={tab === 'workstations'} />,
    'clinic-apps': <ClinicApps view={view} asked={askedApp} />,
    'audit-log': <AuditLog view={view} />,
    workstation: <Workstation view={view} />,
    about: <About view={view} />,
  };
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className={styles['settings']}>
      <header className={styles['header']}>
        <div className={classes(layout['page'], styles['inner'])}>
          <div className={styles['heading']}>
            <h1>{say('Settings')}</h1>
            <p className={classes(layout['clip'], layout['soft'], styles['clinic'])}>
              {view.clinicName}
            </p>
            <SettingsHelp tab={tab} />
          </div>
          <Tabs.List className={styles['tabs']} aria-label={say('Settings')}>
            {SETTINGS_TABS.map((name) => (
              <Tabs.Tab key={name} value={name} className={styles['tab']}>
                {TAB_NAMES[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </div>
      </header>
      <main className={styles['main']}>
        {SETTINGS_TABS.map((name) => (
          <Tabs.Panel
            key={name}
            value={name}
            keepMounted={WITH_DRAFT.includes(name)}
            className={styles['panel']}
          >
            {contents[name]}
          </Tabs.Panel>
        ))}
      </main>
    </Tabs.Root>
  );
}

/** The tab that somebody chose here, until another one is asked for from outside. */
function useAskedTab(asked: AskedTab): readonly [SettingsTab, (tab: SettingsTab) => void] {
  const [chosen, setChosen] = useState(asked);
  const tab = chosen.times === asked.times ? chosen.tab : asked.tab;
  return [tab, (next) => setChosen({ tab: next, times: asked.times })];
}
