import { CircleAlert, Hourglass, type LucideIcon, ShieldAlert, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BarView, PageState } from '../../../shared/clinic-apps/guard-bar.js';
import { Button } from '../../ui/button.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { shortHost } from '../bar-words.js';
import styles from './page-notice.module.css';
import { tell } from '../tell.js';

/** Every state in which the site's page is not on the screen. */
type NotShown = Exclude<PageState, { state: 'shown' }>;

interface Words {
  readonly icon: LucideIcon;
  readonly tone: 'plain' | 'danger';
  readonly title: string;
  readonly text: string;
  readonly button: 'Reload' | 'Try again';
}

function wordsFor(page: NotShown, appName: string, host: string): Words {
  switch (page.state) {
    case 'crashed':
      return {
        icon: CircleAlert,
        tone: 'plain',
        title: 'This page stopped working.',
        text: 'Your session is not affected. What was typed here and not sent may be lost.',
        button: 'Reload',
      };
    case 'hung':
      return {
        icon: Hourglass,
        tone: 'plain',
        title: 'This page does not answer.',
        text: 'It comes back by itself when it answers again. Reloading loses what was typed and not sent.',
        button: 'Reload',
      };
    case 'failed':
      return page.why === 'certificate'
        ? {
            icon: ShieldAlert,
            tone: 'danger',
            title: `${appName} can’t be opened safely`,
            text: `${shortHost(host)} could not prove that it is the right site, so somebody else could read along. To protect you and your patients it stays closed. Check the date and time of this computer, then try again. If that does not help, tell your administrator.`,
            button: 'Try again',
          }
        : {
            icon: Unplug,
            tone: 'plain',
            title: `${appName} can’t be reached`,
            text: `${shortHost(host)} did not answer. Check the network connection of this computer, then try again.`,
            button: 'Try again',
          };
  }
}

interface PageNoticeProps {
  readonly view: BarView;
  readonly page: NotShown;
}

/** Fills the window where the page can't be shown, and says why. */
export function PageNotice({ view, page }: PageNoticeProps): ReactNode {
  const again = useFirstFocus<HTMLButtonElement>();
  const { icon: Icon, tone, title, text, button } = wordsFor(page, view.app.name, view.host);
  return (
    <div className={styles['page']}>
      <div className={styles['notice']}>
        <div className={styles['picture']} data-tone={tone}>
          <Icon size={36} aria-hidden />
        </div>
        <div className={styles['words']} role="alert">
          <h2 className={styles['title']}>{title}</h2>
          <p className={styles['text']}>{text}</p>
        </div>
        <Button
          ref={again}
          look="primary"
          onClick={() => tell(window.clinic.commandSite({ command: 'reload' }))}
        >
          {button}
        </Button>
        {page.state === 'failed' && <p className={styles['detail']}>{page.detail}</p>}
      </div>
    </div>
  );
}
