import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Help, HelpPart } from '../../ui/help/help.js';
import layout from '../../ui/styles/layout.module.css';
import { useOpenGuide } from '../guide/open-guide.js';
import { LOCK_NOW_SHORTCUT, SETTINGS_SHORTCUT } from '../shortcuts.js';

/** The help of Home, with the guide that the app brings along. */
export function HomeHelp({ isAdministrator }: { readonly isAdministrator: boolean }): ReactNode {
  const openGuide = useOpenGuide();
  return (
    <Help
      topic="home"
      shortcuts={[
        { keys: LOCK_NOW_SHORTCUT, does: say('Lock now') },
        ...(isAdministrator ? [{ keys: SETTINGS_SHORTCUT, does: say('Settings') }] : []),
      ]}
    >
      {openGuide !== null && (
        <HelpPart title={say('Guides')}>
          <div className={layout['buttons']}>
            <Button icon={BookOpen} onClick={openGuide}>
              {say('Protecting patient data')}
            </Button>
          </div>
        </HelpPart>
      )}
    </Help>
  );
}
