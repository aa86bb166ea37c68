import { BookOpen } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { SettingsTab } from '../../shared/requests/settings-tab.js';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Help, HelpPart } from '../ui/help/help.js';
import { LOCK_NOW_KEYS } from '../ui/keys.js';
import layout from '../ui/styles/layout.module.css';
import { diagnosticsInWords, SaveDiagnostics } from './workstation/save-diagnostics.js';

/** Long, and seldom read: the window must not wait for it. */
const AdministratorsGuide = lazy(async () => ({
  default: (await import('./guide/administrators-guide.js')).AdministratorsGuide,
}));

/** The help of the tab that is in front, with the guide and the diagnostics at hand. */
export function SettingsHelp({ tab }: { readonly tab: SettingsTab }): ReactNode {
  return (
    <Help topic={tab} shortcuts={[{ keys: LOCK_NOW_KEYS, does: say('Lock now') }]}>
      <GuideAtHand />
      <HelpPart title={say('Diagnostics')}>
        <p>{diagnosticsInWords()}</p>
        <SaveDiagnostics />
      </HelpPart>
    </Help>
  );
}

function GuideAtHand(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <HelpPart title={say('Administrator’s guide')}>
      <p>
        {say(
          'How to set up, run and repair all of this. It is part of the app, and needs no internet.',
        )}
      </p>
      <div className={layout['buttons']}>
        <Button small icon={BookOpen} onClick={() => setOpen(true)}>
          {say('Open the guide')}
        </Button>
      </div>
      {isOpen && (
        <Suspense fallback={null}>
          <AdministratorsGuide onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </HelpPart>
  );
}
