import type { ReactNode } from 'react';
import styles from './picture.module.css';

/**
 * A drawing beside what it is about, in the style of `assets/illustrations`, but part of the page: it takes
 * the page's colours, on paper too. It says nothing that the text does not say, so it is only decoration.
 * Shapes have `data-fill` and `data-line`; there is no text in it, as it would need translations.
 */
export function Picture({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg className={styles['picture']} viewBox="24 20 432 320" aria-hidden>
      <rect data-fill="back" x="48" y="28" width="384" height="266" rx="133" />
      {children}
    </svg>
  );
}

/** The top of the desk that several drawings stand on. */
export function Desk(): ReactNode {
  return (
    <>
      <path data-fill="middle" d="M76 288H404V312A8 8 0 0 1 396 320H84A8 8 0 0 1 76 312Z" />
      <rect data-fill="surface" data-line="firm" x="36" y="278" width="408" height="14" rx="7" />
    </>
  );
}

interface MonitorProps {
  /** The left edge of its screen, which is 188 wide. */
  readonly x: number;
  /** The same for whatever the screen shows, in a field of 168 by 108. */
  readonly children: ReactNode;
}

/** A screen that stands on the desk. */
export function Monitor({ x, children }: MonitorProps): ReactNode {
  return (
    <g transform={`translate(${x} 114)`}>
      <path data-fill="middle" data-line="firm" d="M77 128H111L115 154H73Z" />
      <rect data-fill="surface" data-line="firm" x="48" y="154" width="92" height="10" rx="5" />
      <rect data-fill="surface" data-line="firm" width="188" height="128" rx="14" />
      <g transform="translate(10 10)">{children}</g>
    </g>
  );
}

/** A person from the chest up, in a field of 64 by 72. */
export function Person({
  x,
  y,
  fill,
}: Record<'x' | 'y', number> & { readonly fill: string }): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path data-fill={fill} data-line="firm" d="M0 72A32 32 0 0 1 64 72Z" />
      <circle data-fill={fill} data-line="firm" cx="32" cy="20" r="19" />
    </g>
  );
}

/** A padlock, 48 wide, that stands for what is closed. */
export function Padlock({ x, y }: Record<'x' | 'y', number>): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path data-line="accent" strokeWidth="5" d="M10 26V14A14 14 0 0 1 38 14V26" />
      <rect data-fill="accent" y="24" width="48" height="38" rx="9" />
      <path
        data-fill="surface"
        d="M21 47.5L22.2 43.2A4.5 4.5 0 1 1 25.8 43.2L27 47.5A2 2 0 0 1 25 50H23A2 2 0 0 1 21 47.5Z"
      />
    </g>
  );
}
