import { ArrowLeft, ArrowRight, House, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { IconButton } from './icon-button.js';
import { KEYS } from '../keys.js';
import { command } from '../tell.js';
import styles from './top-bar.module.css';

/** The buttons that move between pages. */
export function Navigation({ view }: { readonly view: BarView }): ReactNode {
  const { state } = view.page;
  return (
    <nav className={styles['group']} aria-label={say('Page')}>
      <IconButton
        icon={ArrowLeft}
        label={say('Back')}
        keys={KEYS.back}
        blocked={!view.canGoBack}
        onClick={() => command('back')}
      />
      <span className={styles['forward']}>
        <IconButton
          icon={ArrowRight}
          label={say('Forward')}
          keys={KEYS.forward}
          blocked={!view.canGoForward}
          onClick={() => command('forward')}
        />
      </span>
      {/* If the page stopped working, its notice has the Reload button; one is enough. */}
      {state !== 'crashed' && state !== 'hung' && (
        <IconButton
          icon={RotateCw}
          label={say('Reload')}
          keys={KEYS.reload}
          turning={view.isLoading}
          onClick={() => command('reload')}
        />
      )}
      <IconButton
        icon={House}
        // translators: goes to the first page of a clinic app
        label={say('Home')}
        hint={say('Home of {app}', { app: view.app.name })}
        keys={KEYS.home}
        onClick={() => command('home')}
      />
    </nav>
  );
}
