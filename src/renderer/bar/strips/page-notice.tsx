import { CircleAlert, Hourglass, type LucideIcon, ShieldAlert, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BarView, PageState } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { shortHost } from '../bar-words.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './page-notice.module.css';
import { command } from '../tell.js';

/** Every state in which the site's page is not on the screen. */
type NotShown = Exclude<PageState, { state: 'shown' }>;

interface Words {
  readonly icon: LucideIcon;
  readonly tone?: 'danger';
  readonly title: string;
  readonly text: string;
  readonly button: string;
}

function wordsFor(page: NotShown, appName: string, host: string): Words {
  switch (page.state) {
    case 'crashed':
      return {
        icon: CircleAlert,
        title: say('This page stopped working.'),
        text: say('Your session is not affected. What was typed here and not sent may be lost.'),
        button: say('Reload'),
      };
    case 'hung':
      return {
        icon: Hourglass,
        title: say('This page does not answer.'),
        text: say(
          'It comes back by itself when it answers again. Reloading loses what was typed and not sent.',
        ),
        button: say('Reload'),
      };
    case 'failed':
      return page.why === 'certificate'
        ? {
            icon: ShieldAlert,
            tone: 'danger',
            title: say('{appName} can’t be opened safely', { appName }),
            text: say(
              '{host} could not prove that it is the right site, so somebody else could read along. To protect you and your patients it stays closed. Check the date and time of this computer, then try again. If that does not help, tell your administrator.',
              { host: shortHost(host) },
            ),
            button: say('Try again'),
          }
        : {
            icon: Unplug,
            title: say('{appName} can’t be reached', { appName }),
            text: say(
              '{host} did not answer. Check the network connection of this computer, then try again.',
              { host: shortHost(host) },
            ),
            button: say('Try again'),
          };
  }
}

interface PageNoticeProps {
  readonly view: BarView;
  readonly page: NotShown;
}

/** Fills the window if the page can't be shown, and says why. */
export function PageNotice({ view, page }: PageNoticeProps): ReactNode {
  const {
    icon: Icon,
    tone = 'info',
    title,
    text,
    button,
  } = wordsFor(page, view.app.name, view.host);
  return (
    <div className={styles['page']}>
      <div className={styles['notice']}>
        <div className={classes(layout['toned'], styles['picture'])} data-tone={tone}>
          <Icon size={36} aria-hidden />
        </div>
        <div className={styles['words']} role="alert">
          <h2>{title}</h2>
          <p className={styles['text']}>{text}</p>
        </div>
        <Button autoFocus look="primary" onClick={() => command('reload')}>
          {button}
        </Button>
        {page.state === 'failed' && (
          <p className={classes(layout['note'], styles['detail'])}>{page.detail}</p>
        )}
      </div>
    </div>
  );
}
