import type { ReactNode } from 'react';
import type { SettingsView } from '../../../shared/requests/views.js';
import { StandingLine } from '../../ui/standing-line.js';
import { TabPage } from '../tab-page.js';
import { SharedAccount } from './shared-account.js';
import { SingleAccount } from './single-account.js';

/** The computers that share the clinic's account. */
export function Workstations({ view }: { readonly view: SettingsView }): ReactNode {
  const { clinic, standing } = view;
  return (
    <TabPage>
      <StandingLine standing={standing} place="settings" />
      {clinic.shared ? <SharedAccount clinic={clinic} /> : <SingleAccount clinic={clinic} />}
    </TabPage>
  );
}
