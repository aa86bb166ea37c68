import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  LISTED_APPS,
  LISTED_KINDS,
  type ListedApp,
  listedHost,
} from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import { say } from '../../../shared/words/say.js';
import { AppIcon } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { TextField } from '../../ui/fields/text-field.js';
import { classes } from '../../ui/classes.js';
import styles from './clinic-app-picker.module.css';
import { KIND_NAMES } from './clinic-app-words.js';

interface ClinicAppPickerProps {
  /** `null`: something that is not listed. */
  readonly onPicked: (listed: ListedApp | null) => void;
  readonly onClose: () => void;
}

function matches(listed: ListedApp, search: string): boolean {
  const words = `${listed.name} ${listedHost(listed)} ${KIND_NAMES[listed.kind]}`.toLowerCase();
  return words.includes(search.trim().toLowerCase());
}

function countInWords(count: number): string {
  if (count === 0) return say('Nothing in the list matches. Choose “Something else…”.');
  return say('{count} in the list', { count });
}

/** Common systems to pick from, so that nobody has to know their addresses. */
export function ClinicAppPicker({ onPicked, onClose }: ClinicAppPickerProps): ReactNode {
  const [search, setSearch] = useState('');
  const found = LISTED_APPS.filter((listed) => matches(listed, search));
  return (
    <Dialog
      title={say('Add clinic app')}
      description={say('Pick a system that your clinic uses, or enter the address of another one.')}
      onClose={onClose}
    >
      <div className={layout['stack']}>
        <TextField
          label={say('Search')}
          type="search"
          value={search}
          onValue={setSearch}
          below={
            <p className={found.length === 0 ? styles['none'] : layout['note']} aria-live="polite">
              {countInWords(found.length)}
            </p>
          }
        />
        {found.length > 0 && (
          <div className={styles['list']}>
            {LISTED_KINDS.map((kind) => ({
              kind,
              apps: found.filter((listed) => listed.kind === kind),
            })).map(
              ({ kind, apps }) =>
                apps.length > 0 && (
                  <section key={kind} aria-label={KIND_NAMES[kind]}>
                    <h3 className={classes(layout['note'], styles['kind'])}>{KIND_NAMES[kind]}</h3>
                    <ul>
                      {apps.map((listed) => (
                        <li key={listed.name}>
                          <button
                            type="button"
                            className={classes(layout['row'], styles['app'])}
                            onClick={() => onPicked(listed)}
                          >
                            <AppIcon name={listed.name} icon={null} size={36} />
                            <span className={styles['words']}>
                              <span className={styles['name']}>{listed.name}</span>{' '}
                              <span className={classes(layout['note'], styles['host'])}>
                                {listedHost(listed)}
                              </span>
                            </span>
                          </button>
                        </li>
                      ))}
                    </ul>
                  </section>
                ),
            )}
          </div>
        )}
        <Actions>
          <Button onClick={onClose}>{say('Cancel')}</Button>
          <Button icon={Plus} onClick={() => onPicked(null)}>
            {say('Something else…')}
          </Button>
        </Actions>
      </div>
    </Dialog>
  );
}
