/** The tabs of the settings window, in their order. */
export const SETTINGS_TABS = [
  'timeout',
  'sign-in',
  'members',
  'clinic-apps',
  'audit-log',
  'workstation',
  'about',
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** What can be asked for: a tab, or to be where the window was left, or else on its first one. */
export const WANTED_TABS = ['any', ...SETTINGS_TABS] as const;
export type WantedTab = (typeof WANTED_TABS)[number];

/** Where somebody asked to be in the settings window. */
export interface AskedTab {
  readonly tab: SettingsTab;
  /** Counts how often somebody asked, so that the same can be asked again. */
  readonly times: number;
}
