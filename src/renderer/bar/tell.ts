import type { SiteCommand } from '../../shared/clinic-apps/guard-bar.js';

/**
 * Sends a request whose result the next view shows. Main refuses requests after the end of the session; by
 * then this window is gone, so a refusal is ignored.
 */
export function tell(request: Promise<unknown>): void {
  void request.catch(() => undefined);
}

export function command(to: SiteCommand): void {
  tell(window.clinic.commandSite({ command: to }));
}
