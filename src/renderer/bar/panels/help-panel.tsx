import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { HelpText } from '../../ui/help/help.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { KEYS } from '../keys.js';
import { Panel } from './panel.js';

/** What a guarded window does, and its keyboard shortcuts. */
export function HelpPanel(): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  return (
    <Panel title={say('Help')} heading={heading}>
      <HelpText
        topic="clinicApp"
        shortcuts={[
          { keys: KEYS.lockNow, does: say('Lock now') },
          { keys: KEYS.switchFocus, does: say('Move between the page and this bar') },
          { keys: KEYS.find, does: say('Find in page') },
          { keys: KEYS.back, does: say('Back') },
          { keys: KEYS.forward, does: say('Forward') },
          { keys: KEYS.reload, does: say('Reload') },
          // translators: goes to the first page of a clinic app
          { keys: KEYS.home, does: say('Home') },
          { keys: KEYS.zoomIn, does: say('Zoom in') },
          { keys: KEYS.zoomOut, does: say('Zoom out') },
          { keys: KEYS.zoomReset, does: say('Reset zoom') },
        ]}
      />
    </Panel>
  );
}
