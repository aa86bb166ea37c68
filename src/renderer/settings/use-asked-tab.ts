import { useState } from 'react';
import type { AskedTab, SettingsTab } from '../../shared/requests/settings-tab.js';

/** The tab that somebody chose here, until another one is asked for from outside. */
export function useAskedTab(asked: AskedTab): readonly [SettingsTab, (tab: SettingsTab) => void] {
  const [chosen, setChosen] = useState(asked);
  const tab = chosen.times === asked.times ? chosen.tab : asked.tab;
  return [tab, (next) => setChosen({ tab: next, times: asked.times })];
}
