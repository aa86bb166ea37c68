import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import { About } from './workstation/about.js';
import { AuditLog } from './audit-log/audit-log.js';
import { ClinicApps } from './clinic-apps/clinic-apps.js';
import { Members } from './members/members.js';
import { SessionTimeout } from './session-timeout/session-timeout.js';
import styles from './settings.module.css';
import { SignInSecurity } from './sign-in-security/sign-in-security.js';
import { useAskedTab } from './use-asked-tab.js';
import { Workstation } from './workstation/workstation.js';

/** The settings window: one tab for each subject. */
export function Settings({ view }: { readonly view: SettingsView }): ReactNode {
  const [tab, setTab] = useAskedTab(view.asked);
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className={styles['settings']}>
      <header className={styles['header']}>
        <div className={styles['inner']}>
          <div className={styles['heading']}>
            <h1>{say('Settings')}</h1>
            <p className={styles['clinic']}>{view.clinicName}</p>
          </div>
          <Tabs.List className={styles['tabs']} aria-label={say('Settings')}>
            <Tabs.Tab value="timeout" className={styles['tab']}>
              {say('Session timeout')}
            </Tabs.Tab>
            <Tabs.Tab value="sign-in" className={styles['tab']}>
              {say('Sign-in security')}
            </Tabs.Tab>
            <Tabs.Tab value="members" className={styles['tab']}>
              {say('Members')}
            </Tabs.Tab>
            <Tabs.Tab value="clinic-apps" className={styles['tab']}>
              {say('Clinic apps')}
            </Tabs.Tab>
            <Tabs.Tab value="audit-log" className={styles['tab']}>
              {say('Audit log')}
            </Tabs.Tab>
            <Tabs.Tab value="workstation" className={styles['tab']}>
              {say('This workstation')}
            </Tabs.Tab>
            <Tabs.Tab value="about" className={styles['tab']}>
              {say('About')}
            </Tabs.Tab>
          </Tabs.List>
        </div>
      </header>
      <main className={styles['main']}>
        {/* These stay mounted, so that looking at another tab loses no unsaved change. */}
        <Tabs.Panel value="timeout" keepMounted className={styles['panel']}>
          <SessionTimeout policy={view.policy} managed={view.managed} />
        </Tabs.Panel>
        <Tabs.Panel value="sign-in" keepMounted className={styles['panel']}>
          <SignInSecurity view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="members" className={styles['panel']}>
          <Members view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="clinic-apps" keepMounted className={styles['panel']}>
          <ClinicApps view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="audit-log" className={styles['panel']}>
          <AuditLog revision={view.revision} memberCount={view.memberCount} />
        </Tabs.Panel>
        <Tabs.Panel value="workstation" className={styles['panel']}>
          <Workstation facts={view.workstation} managed={view.managed} />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={styles['panel']}>
          <About facts={view.about} updates={view.updates} />
        </Tabs.Panel>
      </main>
    </Tabs.Root>
  );
}
