import type { ReactNode } from 'react';
import type {
  AuditFinding,
  AuditProblem,
  AuditVerdict,
  WorkstationFinding,
} from '../../../shared/workstation/audit-verdict.js';
import { say } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { afterInWords } from './audit-log-words.js';
import styles from './verdict.module.css';

/** What a check of the log found, in words. */
export function Verdict({ verdict }: { readonly verdict: AuditVerdict }): ReactNode {
  const { isComplete, summary, notes, parts } = verdict;
  const wrong = parts.filter((part) => !part.isComplete);
  const complete = parts.filter((part) => part.isComplete);
  return (
    <Callout tone={isComplete ? 'success' : 'danger'} role={isComplete ? 'status' : 'alert'}>
      <div className={styles['verdict']}>
        <p className={styles['summary']}>{summary}</p>
        <Problems finding={verdict} />
        {wrong.map((part) => (
          <Part key={keyOfPart(part)} part={part} />
        ))}
        {notes.map((note) => (
          <p key={note} className={styles['note']}>
            {note}
          </p>
        ))}
        {complete.length > 0 && (
          <details>
            <summary>
              {say(
                '{count, plural, one {One log is complete} other {# logs are complete}}: what was found in each',
                { count: complete.length },
              )}
            </summary>
            <div className={styles['complete']}>
              {complete.map((part) => (
                <Part key={keyOfPart(part)} part={part} />
              ))}
            </div>
          </details>
        )}
      </div>
    </Callout>
  );
}

/** What was found in the log of one workstation. */
function Part({ part }: { readonly part: WorkstationFinding }): ReactNode {
  const { workstation, copy, summary, notes } = part;
  return (
    <section className={styles['part']}>
      <h2>{copy === 'here' ? say('{workstation}, as kept here', { workstation }) : workstation}</h2>
      <p>{summary}</p>
      <Problems finding={part} />
      {notes.map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
    </section>
  );
}

function Problems({ finding }: { readonly finding: AuditFinding }): ReactNode {
  const { problems, moreProblems } = finding;
  return (
    <>
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
    </>
  );
}

function keyOf({ from, to, text }: AuditProblem): string {
  return `${from}–${to} ${text}`;
}

function keyOfPart({ workstationId, copy }: WorkstationFinding): string {
  return `${copy} ${workstationId}`;
}
