import { CircleCheck, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import layout from '../ui/styles/layout.module.css';
import styles from './save-bar.module.css';

interface SaveBarProps {
  readonly isDirty: boolean;
  readonly isValid: boolean;
  readonly isSaved: boolean;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly onDiscard: () => void;
}

/** Always at the bottom of the window: whether something is unsaved, and the button to save it. */
export function SaveBar(props: SaveBarProps): ReactNode {
  const { isDirty, isValid, isSaved, busy, problem, onDiscard } = props;
  return (
    <div className={styles['bar']}>
      <div className={styles['inner']}>
        <Problem text={problem} />
        <div className={layout['row']}>
          <p className={styles['unsaved']}>
            {isDirty && !busy && (
              <>
                <CircleDot size={18} aria-hidden /> {say('Unsaved changes')}
              </>
            )}
          </p>
          <p role="status" className={styles['saved']}>
            {isSaved && !isDirty && (
              <>
                <CircleCheck size={18} aria-hidden /> {say('Saved')}
              </>
            )}
          </p>
          {isDirty && !busy && (
            <Button look="quiet" onClick={onDiscard}>
              {say('Discard changes')}
            </Button>
          )}
          <Button type="submit" look="primary" busy={busy} disabled={!isDirty || !isValid}>
            {say('Save changes')}
          </Button>
        </div>
      </div>
    </div>
  );
}
