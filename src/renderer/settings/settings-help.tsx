import type { ReactNode } from 'react';
import type { SettingsTab } from '../../shared/requests/settings-tab.js';
import { say } from '../../shared/words/say.js';
import { Help, HelpPart } from '../ui/help/help.js';
import { LOCK_NOW_KEYS } from '../ui/keys.js';
import { diagnosticsInWords, SaveDiagnostics } from './workstation/save-diagnostics.js';

/** The help of the tab that is in front, with the diagnostics at hand. */
export function SettingsHelp({ tab }: { readonly tab: SettingsTab }): ReactNode {
  return (
    <Help topic={tab} shortcuts={[{ keys: LOCK_NOW_KEYS, does: say('Lock now') }]}>
      <HelpPart title={say('Diagnostics')}>
        <p>{diagnosticsInWords()}</p>
        <SaveDiagnostics />
      </HelpPart>
    </Help>
  );
}
