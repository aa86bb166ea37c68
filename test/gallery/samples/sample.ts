import type { Views, WindowKind } from '../../../src/shared/requests/views.js';
import type { Answers } from '../answers.js';

/**
 * What a person does before the view is in the state that the sample is about. Plain data, so that it gets
 * from the page to the program that does it. Names are found as parts of what a control is called.
 */
export interface Step {
  readonly how: 'press' | 'pressExactly' | 'fill' | 'check' | 'choose' | 'attach' | 'see';
  readonly name: string;
  /** What is typed, or the option's name, or what is in the file. */
  readonly text: string;
}

export const press = (name: string): Step => ({ how: 'press', name, text: '' });
/** Not what only has this in its name. */
export const pressExactly = (name: string): Step => ({ how: 'pressExactly', name, text: '' });
export const fill = (name: string, text: string): Step => ({ how: 'fill', name, text });
export const check = (name: string): Step => ({ how: 'check', name, text: '' });
/** Opens a list, and picks an option where one is named. */
export const choose = (name: string, option = ''): Step => ({ how: 'choose', name, text: option });
export const attach = (name: string, text: string): Step => ({ how: 'attach', name, text });

/** Waits for a text that comes by itself. */
export const see = (name: string): Step => ({ how: 'see', name, text: '' });

/** One view of a window in one state. */
interface SampleOf<Kind extends WindowKind> {
  /** `view/state`: the first part names the group, and the folder of its pictures. */
  readonly name: `${string}/${string}`;
  readonly window: Kind;
  readonly view: Views[Kind];
  /** What main answers here, where that is another thing than usual. */
  readonly answers?: Partial<Answers>;
  readonly steps?: readonly Step[];
  /** In CSS pixels, where the window is smaller than this kind of window is when it opens. */
  readonly height?: number;
}

export type Sample = { readonly [Kind in WindowKind]: SampleOf<Kind> }[WindowKind];
