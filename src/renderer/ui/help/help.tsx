import { CircleQuestionMark } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { classes } from '../classes.js';
import { Dialog } from '../dialogs/dialog.js';
import { HELP_KEYS, type Keys } from '../keys.js';
import layout from '../styles/layout.module.css';
import styles from './help.module.css';
import { HELP_TEXTS, type HelpTopic } from './help-texts.js';
import { useHelpKey } from './use-help-key.js';

/** A shortcut, and what it does. */
export interface HelpShortcut {
  readonly keys: Keys;
  readonly does: string;
}

interface HelpTextProps {
  readonly topic: HelpTopic;
  /** Beside that of the help itself. */
  readonly shortcuts: readonly HelpShortcut[];
  /** More that helps here, such as a guide. */
  readonly children?: ReactNode;
}

/** A quiet button, and F1: what this view does, its shortcuts, and where to ask. */
export function Help(props: HelpTextProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useHelpKey(() => setOpen(true));
  return (
    <>
      <button
        type="button"
        className={classes(layout['quiet'], styles['button'])}
        title={say('Help ({keys})', { keys: HELP_KEYS.shown })}
        aria-keyshortcuts={HELP_KEYS.spoken}
        onClick={() => setOpen(true)}
      >
        <CircleQuestionMark size={20} aria-hidden />
        <span className={layout['onlySpoken']}>{say('Help')}</span>
      </button>
      {isOpen && (
        <Dialog title={say('Help')} onClose={() => setOpen(false)}>
          <HelpText {...props} />
        </Dialog>
      )}
    </>
  );
}

/** The help itself, without a title: what a view does, its shortcuts, and where to ask. */
export function HelpText({ topic, shortcuts, children }: HelpTextProps): ReactNode {
  return (
    <>
      <p>{HELP_TEXTS[topic]}</p>
      <Shortcuts shortcuts={shortcuts} />
      <AskForHelp />
      {children}
    </>
  );
}

function Shortcuts({ shortcuts }: Pick<HelpTextProps, 'shortcuts'>): ReactNode {
  const all = [...shortcuts, { keys: HELP_KEYS, does: say('Open this help') }];
  return (
    <HelpPart title={say('Keyboard shortcuts')}>
      <dl className={layout['facts']}>
        {all.map(({ keys, does }) => (
          <div key={keys.spoken} className={styles['shortcut']}>
            <dt>
              <kbd className={styles['keys']}>{keys.shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </HelpPart>
  );
}

/** A part of the help. */
export function HelpPart({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={layout['column']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Where the clinic's own people help, as text: the app opens no other program from an entrance. */
function AskForHelp(): ReactNode {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    void window.clinic
      .readHelpAddress({})
      .catch(() => null)
      .then((answer) => {
        if (isWanted) setAddress(answer?.address ?? '');
      });
    return () => {
      isWanted = false;
    };
  }, []);
  if (address === null) return null;
  return (
    <HelpPart title={say('Ask for help')}>
      {address === '' ? (
        <p>{say('Ask an administrator of your clinic, or whoever looks after this computer.')}</p>
      ) : (
        <p className={styles['address']}>{address}</p>
      )}
    </HelpPart>
  );
}
