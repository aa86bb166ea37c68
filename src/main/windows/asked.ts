import type { AskedSecurity } from '../../shared/requests/asked-security.js';
import { type AskedTab, FIRST_TAB, type WantedTab } from '../../shared/requests/settings-tab.js';

/** What somebody asked for in one window that another one shows. */
export class Asked {
  #tab: AskedTab = { tab: FIRST_TAB, times: 0 };
  #security: AskedSecurity = { page: 'setUp', times: 0 };

  get tab(): AskedTab {
    return this.#tab;
  }

  get security(): AskedSecurity {
    return this.#security;
  }

  askTab(wanted: WantedTab): void {
    const tab = wanted === 'any' ? FIRST_TAB : wanted;
    this.#tab = { tab, times: this.#tab.times + 1 };
  }

  askSecurity(page: AskedSecurity['page']): void {
    this.#security = { page, times: this.#security.times + 1 };
  }
}
