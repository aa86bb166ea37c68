import { AxisBottom, AxisLeft } from '@visx/axis';
import { useParentSize } from '@visx/responsive';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar, Line } from '@visx/shape';
import { type ReactNode, useId } from 'react';
import type { AuditSpan, SpanUnit } from '../../../../shared/workstation/audit-pictures.js';
import { languageTag, say } from '../../../../shared/words/say.js';
import { classes } from '../../../ui/classes.js';
import styles from './pictures.module.css';
import { COUNT_NAMES, type SpanCount, spanInShort, spanInWords } from './pictures-words.js';

/** As in the styles: all sizes within the picture follow the size of the letters by this. */
const HEIGHT_REM = 16;
/** Room for a tick and for each sign of the longest number, and for the days, in rem. */
const LEFT = 1.25;
const SIGN = 0.6;
const RIGHT = 1.5;
const BOTTOM = 2;
const TOP = 0.5;
/** Room that one day's name takes. */
const NAME = 5;

interface SpanBarsProps {
  readonly spans: readonly AuditSpan[];
  readonly unit: SpanUnit;
  /** What stands above the line, and what below it. */
  readonly above: SpanCount;
  readonly below: SpanCount;
}

/** Two counts over time: one above the line, the other one below it and striped, so that no colour is needed. */
export function SpanBars(props: SpanBarsProps): ReactNode {
  const { above, below } = props;
  const { parentRef, width, height } = useParentSize({ debounceTime: 50 });
  const stripes = useId();
  return (
    <>
      <p className={styles['key']}>
        <KeyEntry name={say('▲ {name}', { name: COUNT_NAMES[above] })} />
        <KeyEntry name={say('▼ {name}', { name: COUNT_NAMES[below] })} stripes={`${stripes}-key`} />
      </p>
      <div ref={parentRef} className={styles['plot']}>
        {width > 0 && <Plot {...props} width={width} height={height} stripes={stripes} />}
      </div>
    </>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly stripes: string;
}

function Plot({
  spans,
  unit,
  above,
  below,
  width,
  height,
  stripes,
}: SpanBarsProps & Size): ReactNode {
  const rem = height / HEIGHT_REM;
  const most = (count: SpanCount): number => Math.max(...spans.map((span) => span[count]));
  const number = new Intl.NumberFormat(languageTag());
  const signs = number.format(Math.max(most(above), most(below))).length;
  const left = (LEFT + SIGN * signs) * rem;
  const x = scaleBand({
    domain: spans.map(({ day }) => day),
    range: [left, width - RIGHT * rem],
    padding: 0.2,
  });
  const y = scaleLinear({
    domain: [-most(below), Math.max(most(above), most(below) === 0 ? 1 : 0)],
    range: [height - BOTTOM * rem, TOP * rem],
  });
  const axis = {
    axisLineClassName: classes(styles['axis']),
    tickClassName: classes(styles['tick']),
  };
  return (
    <svg width={width} height={height} className={styles['chart']}>
      <Stripes id={stripes} />
      <AxisLeft
        {...axis}
        scale={y}
        left={left}
        tickValues={y.ticks(4).filter(Number.isInteger)}
        tickFormat={(value) => number.format(Math.abs(Number(value)))}
        tickLength={0.5 * rem}
        tickLabelProps={{ textAnchor: 'end', dx: -0.25 * rem, verticalAnchor: 'middle' }}
        hideAxisLine
      />
      {spans.map((span) => {
        const place = { x: x(span.day) ?? 0, width: x.bandwidth() };
        return (
          <g key={span.day}>
            <title>{spanTitle(span, unit, above, below)}</title>
            <Bar
              {...place}
              y={0}
              height={height - BOTTOM * rem}
              className={classes(styles['hover'])}
            />
            <Bar
              {...place}
              y={y(span[above])}
              height={y(0) - y(span[above])}
              className={classes(styles['first'])}
            />
            <Bar
              {...place}
              y={y(0)}
              height={y(-span[below]) - y(0)}
              fill={`url(#${stripes})`}
              className={classes(styles['second'])}
            />
          </g>
        );
      })}
      <Line
        from={{ x: left, y: y(0) }}
        to={{ x: width - RIGHT * rem, y: y(0) }}
        className={classes(styles['zero'])}
      />
      <AxisBottom
        {...axis}
        scale={x}
        top={height - BOTTOM * rem}
        tickValues={someOf(spans, (width - left - RIGHT * rem) / (NAME * rem))}
        tickFormat={(day) => spanInShort(day, unit)}
        tickLength={0.5 * rem}
        tickLabelProps={{ textAnchor: 'middle', dy: 0.875 * rem }}
      />
    </svg>
  );
}

function spanTitle(span: AuditSpan, unit: SpanUnit, above: SpanCount, below: SpanCount): string {
  return say('{time}. {above}: {one}. {below}: {other}.', {
    ...{ time: spanInWords(span.day, unit), above: COUNT_NAMES[above], below: COUNT_NAMES[below] },
    ...{ one: span[above], other: span[below] },
  });
}

/** The days that have room for their names, the last one among them. */
function someOf(spans: readonly AuditSpan[], room: number): string[] {
  const step = Math.ceil(spans.length / Math.max(1, Math.floor(room)));
  return spans.filter((_span, at) => (spans.length - 1 - at) % step === 0).map(({ day }) => day);
}

function KeyEntry({
  name,
  stripes,
}: {
  readonly name: string;
  readonly stripes?: string;
}): ReactNode {
  return (
    <span className={styles['entry']}>
      <svg className={styles['sample']}>
        {stripes !== undefined && <Stripes id={stripes} />}
        <Bar
          width="100%"
          height="100%"
          {...(stripes === undefined ? {} : { fill: `url(#${stripes})` })}
          className={classes(styles[stripes === undefined ? 'first' : 'second'])}
        />
      </svg>
      {name}
    </span>
  );
}

function Stripes({ id }: { readonly id: string }): ReactNode {
  return (
    <pattern
      id={id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="5" height="5" className={styles['gap']} />
      <rect width="2" height="5" className={styles['stripe']} />
    </pattern>
  );
}
