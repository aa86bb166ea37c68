import {
  CircleQuestionMark,
  Download,
  FileClock,
  KeyRound,
  Minus,
  Plus,
  Search,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { BarPanel, BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import { IconButton } from './icon-button.js';
import { HELP_KEYS } from '../../ui/keys.js';
import { useHelpKey } from '../../ui/help/use-help-key.js';
import { KEYS } from '../keys.js';
import { command, tell } from '../tell.js';
import { classes } from '../../ui/classes.js';
import styles from './top-bar.module.css';

/** The tools for the current page, and its downloads and draft. */
export function Tools({ view }: { readonly view: BarView }): ReactNode {
  const { panel, downloads } = view;
  const isShown = view.page.state === 'shown';

  useHelpKey(() => tell(window.clinic.openBarPanel({ panel: 'help' })));

  const toggle = (one: BarPanel): { 'aria-expanded': boolean; onClick: () => void } => ({
    'aria-expanded': panel === one,
    onClick: () => tell(window.clinic.openBarPanel({ panel: panel === one ? 'none' : one })),
  });

  return (
    <>
      <span className={styles['find']}>
        <IconButton
          icon={Search}
          label={say('Find')}
          hint={say('Find in page')}
          keys={KEYS.find}
          blocked={!isShown}
          {...toggle('find')}
        />
      </span>
      <div
        className={styles['zoom']}
        data-plain={view.zoomPercent === 100 || undefined}
        role="group"
        aria-label={say('Zoom')}
      >
        <span className={styles['step']}>
          <IconButton
            icon={Minus}
            label={say('Zoom out')}
            keys={KEYS.zoomOut}
            blocked={!isShown}
            onClick={() => command('zoomOut')}
          />
        </span>
        <button
          type="button"
          className={classes(layout['ticking'], layout['quiet'], styles['percent'])}
          aria-keyshortcuts={KEYS.zoomReset.spoken}
          title={say('Zoom is {percent} %. Reset it ({keys})', {
            percent: view.zoomPercent,
            keys: KEYS.zoomReset.shown,
          })}
          onClick={() => command('zoomReset')}
        >
          <span className={layout['onlySpoken']}>{say('Reset zoom')}</span>
          <span aria-hidden>{view.zoomPercent} %</span>
        </button>
        <span className={styles['step']}>
          <IconButton
            icon={Plus}
            label={say('Zoom in')}
            keys={KEYS.zoomIn}
            blocked={!isShown}
            onClick={() => command('zoomIn')}
          />
        </span>
      </div>
      {(downloads.length > 0 || panel === 'downloads') && (
        <IconButton
          icon={Download}
          label={say('Downloads')}
          hint={say('Downloads: {count}', { count: downloads.length })}
          count={downloads.length}
          {...toggle('downloads')}
        />
      )}
      {view.draft !== null && (
        <IconButton
          icon={FileClock}
          label={say('Kept text')}
          hint={say('Text that you typed here before')}
          {...toggle('draft')}
        />
      )}
      {!view.isTest && (
        <IconButton
          icon={KeyRound}
          // translators: noun: opens the saved sign-in to a clinic app
          label={say('Sign-in')}
          hint={say('Saved sign-in for {app}', { app: view.app.name })}
          {...toggle('signIn')}
        />
      )}
      <span className={styles['help']}>
        <IconButton
          icon={CircleQuestionMark}
          label={say('Help')}
          keys={HELP_KEYS}
          {...toggle('help')}
        />
      </span>
    </>
  );
}
