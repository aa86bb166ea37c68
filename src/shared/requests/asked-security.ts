/** The pages of My security in the main window that the settings window can ask for. */
export const ASKED_SECURITY_PAGES = ['setUp', 'emergencyKit'] as const;

/** The page of My security that somebody asked for in the settings window. */
export interface AskedSecurity {
  readonly page: (typeof ASKED_SECURITY_PAGES)[number];
  /** Counts how often somebody asked, so that the same page can be asked for again. */
  readonly times: number;
}
