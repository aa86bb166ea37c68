import type { WebContents } from 'electron';
import { PROBE_WORLD } from '../../../shared/clinic-apps/page-probe.js';
import { PersonInput } from '../../windows/input/person-input.js';

/** A page that does not answer for this long after somebody used it hangs, in milliseconds. */
const HUNG_AFTER_MS = 10_000;

/**
 * Reports a page that hangs, because Chromium does not while a debugger is attached. Only a page that
 * somebody uses is asked: a hidden page that hangs disturbs nobody.
 */
export function watchForHangs(
  site: WebContents,
  onPage: (page: { readonly state: 'hung' | 'shown' }) => void,
): void {
  let asked: NodeJS.Timeout | null = null;
  let isHung = false;

  const forget = (): void => {
    if (asked !== null) clearTimeout(asked);
    asked = null;
    isHung = false;
  };
  const ask = (): void => {
    if (asked !== null || site.isDestroyed() || site.isCrashed()) return;
    const question = setTimeout(() => {
      if (site.isDestroyed()) return;
      isHung = true;
      onPage({ state: 'hung' });
    }, HUNG_AFTER_MS);
    question.unref();
    asked = question;
    const answered = (): void => {
      if (asked !== question) return;
      const wasHung = isHung;
      forget();
      if (wasHung) onPage({ state: 'shown' });
    };
    // A failure is an answer as well.
    site.executeJavaScriptInIsolatedWorld(PROBE_WORLD, [{ code: '0' }]).then(answered, answered);
  };

  new PersonInput(ask).listen(site);
  // Now there is another page, or none: the question to the last one no longer counts.
  site.on('did-navigate', forget);
  site.on('render-process-gone', forget);
  site.on('destroyed', forget);
}
