import { type ChangeEvent, type ReactNode, useRef, useState } from 'react';
import { textOfFile } from '../../../shared/texts/file-text.js';
import type { Reading } from '../../../shared/texts/reading.js';
import type { Policy } from '../../../shared/policy/policy.js';
import type { PolicyChange } from '../../../shared/policy/read-policy.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { sayRich } from '../../ui/words/say-rich.js';
import styles from './import-settings.module.css';
import { differences, POLICY_CHANGE_SENTENCES } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';

/** Main reads no larger file; a larger one need not be sent. In bytes. */
const LARGEST_FILE = 65_536;

interface CheckedFile {
  readonly name: string;
  readonly text: string;
  readonly policy: Policy;
  readonly changes: readonly PolicyChange[];
}

function Preview({
  file,
  policy,
}: {
  readonly file: CheckedFile;
  readonly policy: Policy;
}): ReactNode {
  const changed = differences(policy, file.policy);
  return (
    <>
      {file.changes.map((change) => (
        <Callout key={change} tone="warning">
          {POLICY_CHANGE_SENTENCES[change]}
        </Callout>
      ))}
      <h3>
        {changed.length === 0
          ? say('{file} would change nothing.', { file: file.name })
          : say('What {file} would change', { file: file.name })}
      </h3>
      {changed.length > 0 && (
        <ul className={styles['changes']}>
          {changed.map(({ rule, before, after }) => (
            <li key={rule}>
              {sayRich('<b>{rule}</b>: from {before} to <b>{after}</b>', {
                b: (words) => <strong>{words}</strong>,
                rule,
                before,
                after,
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

async function textOf(file: File): Promise<Reading<string>> {
  return file.size > LARGEST_FILE
    ? { ok: false, problem: say('The file is larger than 64 KB. It is no settings file.') }
    : textOfFile(new Uint8Array(await file.arrayBuffer()));
}

interface ImportSettingsProps {
  /** The policy in force. */
  readonly policy: Policy;
  readonly onImported: () => void;
}

/** Takes over a `clinic-settings.json` from this or an older version, after showing what it does. */
export function ImportSettings({ policy, onImported }: ImportSettingsProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<CheckedFile | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const [imported, setImported] = useState(false);
  const request = useConfirmedRequest();

  async function check(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const { target } = event;
    const chosen = target.files?.[0];
    if (chosen === undefined) return;
    setFile(null);
    setImported(false);
    request.forget();
    const read = await textOf(chosen);
    setUnread(read.ok ? null : read.problem);
    if (read.ok) {
      const text = read.value;
      const answer = await request.send(() => window.clinic.checkSettingsFile({ text }));
      if (answer.ok)
        setFile({ name: chosen.name, text, policy: answer.policy, changes: answer.changes });
    }
    // The same file can be chosen again after it was corrected.
    target.value = '';
  }

  async function use({ text }: CheckedFile): Promise<void> {
    const answer = await request.send(() => window.clinic.importSettingsFile({ text }));
    if (!answer.ok) return;
    setFile(null);
    setImported(true);
    onImported();
  }

  return (
    <Card
      title={say('Bring in older settings')}
      description={say(
        'Choose the clinic-settings.json of an earlier version. Nothing changes until you say so.',
      )}
    >
      <div className={layout['stack']}>
        <div className={layout['buttons']}>
          <Button onClick={() => input.current?.click()}>{say('Choose a settings file…')}</Button>
          {/* Chromium labels it in the computer's language, which need not be the reader's. */}
          <input
            ref={input}
            type="file"
            hidden
            aria-label={say('Settings file')}
            accept=".json,application/json"
            onChange={(event) => void check(event)}
          />
        </div>
        <Problem text={unread ?? request.problem} />
        {file !== null && (
          <>
            <Preview file={file} policy={policy} />
            <Actions>
              <Button onClick={() => setFile(null)}>{say('Keep what holds now')}</Button>
              <Button look="primary" busy={request.busy} onClick={() => void use(file)}>
                {say('Use these settings')}
              </Button>
            </Actions>
          </>
        )}
        <div aria-live="polite">
          {imported && (
            <Callout tone="success">{say('The settings from the file are in force.')}</Callout>
          )}
        </div>
      </div>
      {request.confirmation}
    </Card>
  );
}
