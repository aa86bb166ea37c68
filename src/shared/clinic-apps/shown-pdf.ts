/** A document that main hands to the page that shows it. */
export interface ShownPdf {
  /** As its title has it. */
  readonly name: string;
  readonly base64: string;
  readonly mayPrint: boolean;
}
