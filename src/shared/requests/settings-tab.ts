/** The tabs of the settings window, in their order. */
export const SETTINGS_TABS = [
  'check-up',
  'timeout',
  'sign-in',
  'members',
  'workstations',
  'clinic-apps',
  'audit-log',
  'workstation',
  'about',
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The tab that the window opens with: what most people come for. */
export const FIRST_TAB: SettingsTab = 'timeout';

/** `any`: the tab that the window showed last, or else {@link FIRST_TAB}. */
export const WANTED_TABS = ['any', ...SETTINGS_TABS] as const;
export type WantedTab = (typeof WANTED_TABS)[number];

/** The tab that somebody asked for in the settings window. */
export interface AskedTab {
  readonly tab: SettingsTab;
  /** Counts how often somebody asked, so that the same tab can be asked for again. */
  readonly times: number;
}
