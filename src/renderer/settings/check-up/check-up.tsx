import { ChevronRight, CircleAlert, CircleCheck, CircleHelp, RefreshCw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { SettingsView } from '../../../shared/requests/views.js';
import {
  checkUp,
  type CheckUpFacts,
  type CheckUpLine,
  type CheckUpState,
} from '../../../shared/workstation/check-up.js';
import { say, sayings } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout, Problem } from '../../ui/callout.js';
import { classes } from '../../ui/classes.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { TabPage } from '../tab-page.js';
import tab from '../tab-page.module.css';
import styles from './check-up.module.css';
import { titleOf, whyOf } from './check-up-words.js';
import { EncryptionHelp } from './encryption-help.js';
import { type Remedy, remedyInWords, remedyOf } from './remedies.js';
import { useCheckUp } from './use-check-up.js';

const STATE_NAMES = sayings<CheckUpState>({
  todo: 'Needs doing',
  unknown: 'Not known',
  fine: 'In order',
});

const ICONS = { todo: CircleAlert, unknown: CircleHelp, fine: CircleCheck };
const TONES = { todo: 'warning', unknown: 'info', fine: 'success' } as const;

/** The places that only the settings window itself can show. */
export type InSettings = Extract<Remedy, { readonly to: 'tab' | 'clinicApp' }>;

interface CheckUpProps {
  readonly view: SettingsView;
  readonly onGo: (place: InSettings) => void;
}

/** What protects this clinic and what does not, most urgent first. */
export function CheckUp({ view, onGo }: CheckUpProps): ReactNode {
  const { facts, busy, failed, checkAgain } = useCheckUp(view);
  const [explains, setExplains] = useState(false);
  const request = useRequest();

  function go(remedy: Remedy): void {
    if (remedy.to === 'encryption') setExplains(true);
    else if (remedy.to === 'mySecurity')
      void request.send(() => window.clinic.openMySecurity({ page: remedy.page }));
    else onGo(remedy);
  }

  return (
    <TabPage>
      <div className={classes(layout['between'], tab['top'])}>
        <p className={classes(layout['soft'], tab['intro'])}>
          {say('What protects this clinic and what does not, as this computer knows it now.')}
        </p>
        <Button icon={RefreshCw} busy={busy} onClick={checkAgain}>
          {say('Check again')}
        </Button>
      </div>
      <Problem text={request.problem} />
      {failed && (
        <Problem text={say('The check-up got no answer. Close this window and open it again.')} />
      )}
      {facts !== null && <Found facts={facts} onRemedy={go} />}
      {explains && <EncryptionHelp onClose={() => setExplains(false)} />}
    </TabPage>
  );
}

interface FoundProps {
  readonly facts: CheckUpFacts;
  readonly onRemedy: (remedy: Remedy) => void;
}

function Found({ facts, onRemedy }: FoundProps): ReactNode {
  const lines = checkUp(facts);
  const of = (state: CheckUpState): readonly CheckUpLine[] =>
    lines.filter((line) => line.state === state);
  const todo = of('todo');
  const open = [...todo, ...of('unknown')];
  const fine = of('fine');
  return (
    <>
      <div role="status">
        {todo.length === 0 ? (
          <Callout tone="success">{say('Nothing needs doing.')}</Callout>
        ) : (
          <p className={layout['strong']}>
            {say('{count, plural, one {# thing needs} other {# things need}} doing', {
              count: todo.length,
            })}
          </p>
        )}
      </div>
      {open.length > 0 && (
        <ul className={classes(layout['framed'], styles['lines'])} aria-label={say('Check-up')}>
          {open.map((line) => (
            <OpenLine key={line.subject} line={line} facts={facts} onRemedy={onRemedy} />
          ))}
        </ul>
      )}
      {fine.length > 0 && (
        <details className={classes(layout['framed'], styles['fine'])}>
          <summary className={styles['summary']}>
            <ChevronRight className={styles['arrow']} size={18} aria-hidden />
            {say('{count, plural, one {# thing is} other {# things are}} in order', {
              count: fine.length,
            })}
          </summary>
          <ul aria-label={say('In order')}>
            {fine.map(({ subject }) => (
              <li key={subject} className={styles['line']}>
                <State state="fine" />
                <p className={styles['title']}>{titleOf(subject, 'fine')}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface OpenLineProps extends FoundProps {
  readonly line: CheckUpLine;
}

function OpenLine({ line: { subject, state }, facts, onRemedy }: OpenLineProps): ReactNode {
  const titleId = useId();
  const remedy = remedyOf(subject, facts);
  return (
    <li className={styles['line']}>
      <State state={state} />
      <div className={layout['grow']}>
        <h2 id={titleId} className={styles['title']}>
          {titleOf(subject, state)}
        </h2>
        <p className={layout['soft']}>{whyOf(subject, state, facts)}</p>
      </div>
      {/* Several lines may lead to the same place. */}
      <Button aria-describedby={titleId} onClick={() => onRemedy(remedy)}>
        {remedyInWords(remedy)}
      </Button>
    </li>
  );
}

function State({ state }: { readonly state: CheckUpState }): ReactNode {
  const Icon = ICONS[state];
  return (
    <span className={classes(layout['toned'], styles['state'])} data-tone={TONES[state]}>
      <Icon size={18} aria-hidden />
      {STATE_NAMES[state]}
    </span>
  );
}
