import type { Spoken } from '../words/say.js';

/** A document that main sends to the page that shows it. */
export interface ShownPdf {
  /** The name in the page's title. */
  readonly name: string;
  readonly base64: string;
  readonly mayPrint: boolean;
  /** What the page's own words are said in. */
  readonly language: Spoken;
}
