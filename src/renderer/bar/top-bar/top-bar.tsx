import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { BAR_HEIGHT, type BarView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { AppIcon } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Address } from './address.js';
import { KEYS } from '../keys.js';
import { MemberChip } from './member-chip.js';
import { Navigation } from './navigation.js';
import { tell } from '../tell.js';
import { Tools } from './tools.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './top-bar.module.css';

/** The bar itself: the app, the address, the member, and `Lock now`. */
export function TopBar({ view }: { readonly view: BarView }): ReactNode {
  const { app, member, isTest } = view;
  return (
    <header
      className={styles['bar']}
      data-member-colour={member.colour}
      style={{ height: BAR_HEIGHT }}
    >
      <div className={styles['app']}>
        <AppIcon name={app.name} icon={app.icon} size={28} />
        <h1 className={classes(layout['clip'], styles['name'])} title={app.name}>
          {app.name}
        </h1>
      </div>
      <Navigation view={view} />
      <Address view={view} />
      {isTest && (
        <span className={styles['test']} title={say('A test window: nothing of it is kept.')}>
          {say('{this, select, other {Test}}', { this: 'window' })}
        </span>
      )}
      <div className={styles['group']}>
        <Tools view={view} />
      </div>
      <MemberChip member={member} />
      <span className={styles['lock']}>
        <Button
          look="primary"
          icon={LockKeyhole}
          small
          title={say('Lock now ({keys})', { keys: KEYS.lockNow.shown })}
          aria-keyshortcuts={KEYS.lockNow.spoken}
          onClick={() => tell(window.clinic.lockNow({}))}
        >
          {say('Lock now')}
        </Button>
      </span>
    </header>
  );
}
