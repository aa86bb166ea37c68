import type { ReactNode } from 'react';
import type {
  AuditPictures,
  PicturesFilter,
} from '../../../../shared/workstation/audit-pictures.js';
import { say } from '../../../../shared/words/say.js';
import { Callout } from '../../../ui/callout.js';
import layout from '../../../ui/styles/layout.module.css';
import { CountRows } from './count-rows.js';
import { Figure } from './figure.js';
import styles from './pictures.module.css';
import {
  causesInWords,
  COUNT_NAMES,
  latenessClasses,
  latenessInWords,
  refusedInWords,
  sessionsInWords,
  type SpanCount,
  spanInWords,
  sum,
  timeOf,
  UNIT_NAMES,
} from './pictures-words.js';
import { SpanBars } from './span-bars.js';
import { usePictures } from './use-pictures.js';

interface PicturesProps {
  readonly filter: PicturesFilter;
  /** Changes when they are to be counted again. */
  readonly again: number;
}

/** The log counted: when people come and go, why sessions end, how exactly limits are kept, what was refused. */
export function Pictures({ filter, again }: PicturesProps): ReactNode {
  const { pictures, busy, failed } = usePictures(filter, again);
  return (
    <div className={styles['pictures']}>
      {failed && (
        <Callout tone="warning">
          {say(
            'The audit log could not be counted. Try Refresh; if that does not help, close the app and start it again.',
          )}
        </Callout>
      )}
      <p role="status" className={layout['note']}>
        {busy ? say('Counting…') : pictures === null ? '' : countedInWords(pictures)}
      </p>
      {pictures !== null && <Figures pictures={pictures} />}
    </div>
  );
}

function Figures({ pictures }: { readonly pictures: AuditPictures }): ReactNode {
  const { causes, lateness } = pictures;
  const classes = lateness === null ? [] : latenessClasses(lateness);
  return (
    <>
      <OverTime
        {...{ pictures, above: 'signIns', below: 'ends' }}
        title={say('Sign-ins and ends of sessions')}
        words={sessionsInWords(pictures)}
      />
      <Figure
        title={say('Why sessions ended')}
        words={causesInWords(pictures)}
        columns={[say('Cause'), COUNT_NAMES.ends]}
        rows={causes.map(({ name, count }) => [name, count])}
      >
        <CountRows rows={causes} />
      </Figure>
      <Figure
        title={say('How exactly limits were kept')}
        words={latenessInWords(lateness)}
        columns={[say('After the limit'), COUNT_NAMES.ends]}
        rows={classes.map(({ name, count }) => [name, count])}
      >
        <CountRows rows={classes} />
      </Figure>
      <OverTime
        {...{ pictures, above: 'wrongTries', below: 'slowedTries' }}
        title={say('Refused tries')}
        words={refusedInWords(pictures)}
      />
    </>
  );
}

interface OverTimeProps {
  readonly pictures: AuditPictures;
  readonly title: string;
  readonly words: string;
  readonly above: SpanCount;
  readonly below: SpanCount;
}

function OverTime({ pictures, title, words, above, below }: OverTimeProps): ReactNode {
  const { spans, unit } = pictures;
  const isEmpty = sum(spans, above) + sum(spans, below) === 0;
  return (
    <Figure
      title={title}
      words={words}
      columns={[UNIT_NAMES[unit], COUNT_NAMES[above], COUNT_NAMES[below]]}
      rows={
        isEmpty ? [] : spans.map((span) => [spanInWords(span.day, unit), span[above], span[below]])
      }
    >
      <SpanBars spans={spans} unit={unit} above={above} below={below} />
    </Figure>
  );
}

/** Of what these are pictures, and what is missing in them. */
function countedInWords(pictures: AuditPictures): string {
  const { source, isCut, uncounted } = pictures;
  const time = timeOf(pictures);
  return [
    source === 'here'
      ? say('The server is out of reach: counted was the log of this workstation alone.')
      : say('Counted: {time}.', { time }),
    isCut
      ? say('There are too many entries to count all of them, so the pictures begin later.')
      : null,
    uncounted > 0
      ? say(
          '{uncounted, plural, one {# entry is not in the pictures: it does not open, or its date is still to come.} other {# entries are not in the pictures: they do not open, or their date is still to come.}}',
          { uncounted },
        )
      : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}
