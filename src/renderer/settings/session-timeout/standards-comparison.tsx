import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { compareWithStandards, type Comparison } from '../../../shared/policy/standards.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import styles from './standards-comparison.module.css';

function summary(comparisons: readonly Comparison[]): string {
  const within = comparisons.filter((comparison) => comparison.within).length;
  if (within === comparisons.length) return say('Within all of these limits.');
  return within === 0
    ? say('Longer than all of these limits.')
    : say('Within {within} of these {count} limits.', { within, count: comparisons.length });
}

function Row({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { standard, within, verdict } = comparison;
  const Icon = within ? CircleCheck : CircleX;
  return (
    <li className={styles['row']}>
      <div className={styles['line']}>
        <span className={layout['strong']}>{standard.name}</span>
        <span className={styles['verdict']} data-within={within}>
          <Icon size={16} aria-hidden />
          {verdict}
        </span>
      </div>
      <p className={styles['figure']}>{standard.figure}</p>
      <p className={layout['note']}>{standard.source}</p>
    </li>
  );
}

interface StandardsComparisonProps {
  /** The chosen timeout, or `null` while it is no valid number. */
  readonly timeoutSeconds: number | null;
}

/** How the chosen timeout stands against published limits, as it is being chosen. */
export function StandardsComparison({ timeoutSeconds }: StandardsComparisonProps): ReactNode {
  const comparisons = timeoutSeconds === null ? [] : compareWithStandards(timeoutSeconds);
  return (
    <Card title={say('Compared with published limits')}>
      <p className={styles['summary']} aria-live="polite">
        {timeoutSeconds === null ? say('Choose a valid timeout to compare.') : summary(comparisons)}
      </p>
      <ul>
        {comparisons.map((comparison) => (
          <Row key={comparison.standard.name} comparison={comparison} />
        ))}
      </ul>
    </Card>
  );
}
