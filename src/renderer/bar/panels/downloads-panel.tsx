import { CircleAlert, CircleCheck, FileDown, FileText, type LucideIcon } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { DownloadView } from '../../../shared/clinic-apps/guard-bar.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { downloadInWords } from '../bar-words.js';
import { classes } from '../../ui/classes.js';
import styles from './downloads-panel.module.css';
import { Panel } from './panel.js';

const ICONS: Readonly<Record<DownloadView['state'], LucideIcon>> = {
  running: FileDown,
  done: FileText,
  failed: CircleAlert,
};

/** The files that pages of this window sent, until they are saved elsewhere or the session ends. */
export function DownloadsPanel({
  downloads,
}: {
  readonly downloads: readonly DownloadView[];
}): ReactNode {
  const heading = useFirstFocus<HTMLHeadingElement>();
  return (
    <Panel title={say('Downloads')} heading={heading}>
      <p className={layout['soft']}>
        {downloads.length === 0
          ? say('There are no downloads.')
          : say(
              'These files are deleted when your session ends or this window is closed. Save what you need.',
            )}
      </p>
      <ul>
        {downloads.map((download) => (
          <DownloadRow
            key={download.id}
            download={download}
            // The row's buttons disappear with the row, and the focus would be lost.
            onRemove={() => heading.current?.focus()}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface DownloadRowProps {
  readonly download: DownloadView;
  readonly onRemove: () => void;
}

function DownloadRow({ download, onRemove }: DownloadRowProps): ReactNode {
  const nameId = useId();
  const saving = useRequest();
  const removing = useRequest();
  const [saved, setSaved] = useState(false);
  const { id, fileName, state, percent } = download;
  const Icon = saved ? CircleCheck : ICONS[state];

  async function save(): Promise<void> {
    setSaved(false);
    const answer = await saving.send(() => window.clinic.saveDownload({ downloadId: id }));
    setSaved(answer.ok && answer.saved);
  }

  async function remove(): Promise<void> {
    const answer = await removing.send(() => window.clinic.removeDownload({ downloadId: id }));
    if (answer.ok) onRemove();
  }

  return (
    <li className={styles['file']}>
      <div className={layout['row']}>
        <Icon
          className={styles['icon']}
          data-state={saved ? 'saved' : state}
          size={24}
          aria-hidden
        />
        <div className={layout['grow']}>
          <p id={nameId} className={classes(layout['clip'], layout['strong'])} title={fileName}>
            {fileName}
          </p>
          <p className={layout['ticking']} role="status">
            {saved ? say('Saved') : downloadInWords(download)}
          </p>
          {state === 'running' && percent !== null && (
            // For sighted people only: the words above say the same.
            <div className={styles['track']} aria-hidden>
              <div className={styles['fill']} style={{ transform: `scaleX(${percent / 100})` }} />
            </div>
          )}
        </div>
        {state === 'done' && (
          <Button small aria-describedby={nameId} busy={saving.busy} onClick={() => void save()}>
            {say('Save to…')}
          </Button>
        )}
        <Button
          small
          look="quiet"
          aria-describedby={nameId}
          busy={removing.busy}
          onClick={() => void remove()}
        >
          {say('Remove')}
        </Button>
      </div>
      <Problem text={saving.problem ?? removing.problem} />
    </li>
  );
}
