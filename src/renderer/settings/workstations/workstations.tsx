import type { ReactNode } from 'react';
import type { SettingsView } from '../../../shared/requests/views.js';
import { StandingLine } from '../../ui/standing-line.js';
import { TabPage } from '../tab-page.js';
import { SharedAccount } from './shared-account.js';
import { SingleAccount } from './single-account.js';

interface WorkstationsProps {
  readonly view: SettingsView;
  /** Whether this tab is in front. */
  readonly isShown: boolean;
}

/** The computers that share the clinic's account. */
export function Workstations({ view, isShown }: WorkstationsProps): ReactNode {
  const { clinic, standing, revision } = view;
  return (
    <TabPage>
      <StandingLine standing={standing} place="settings" />
      {clinic.shared ? (
        <SharedAccount {...{ clinic, revision, isShown }} />
      ) : (
        <SingleAccount clinic={clinic} />
      )}
    </TabPage>
  );
}
