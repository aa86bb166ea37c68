import type { ReactNode } from 'react';
import type { AuditProblem, AuditVerdict } from '../../../shared/workstation/audit-verdict.js';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { afterInWords } from './audit-log-words.js';
import styles from './verdict.module.css';

/** What a check of the log found, in words. */
export function Verdict({ verdict }: { readonly verdict: AuditVerdict }): ReactNode {
  const { isComplete, summary, problems, moreProblems, notes } = verdict;
  return (
    <Callout tone={isComplete ? 'success' : 'danger'} role={isComplete ? 'status' : 'alert'}>
      <div className={styles['verdict']}>
        <p className={styles['summary']}>{summary}</p>
        {problems.length > 0 && (
          <ul className={styles['problems']}>
            {problems.map((problem) => (
              <li key={keyOf(problem)}>
                {problem.text}
                {problem.afterMs !== null && (
                  <span className={styles['after']}> {afterInWords(problem.afterMs)}</span>
                )}
              </li>
            ))}
          </ul>
        )}
        {moreProblems > 0 && (
          <p>
            {say('{moreProblems, plural, one {And one more thing.} other {And # more things.}}', {
              moreProblems,
            })}
          </p>
        )}
        {notes.map((note) => (
          <p key={note} className={styles['note']}>
            {note}
          </p>
        ))}
      </div>
    </Callout>
  );
}

function keyOf({ from, to, text }: AuditProblem): string {
  return `${from}–${to} ${text}`;
}
