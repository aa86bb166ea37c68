import { setTimeout as pause } from 'node:timers/promises';
import type { SiteFinding } from '../../../shared/clinic-apps/clinic-app.js';
import { within } from '../../ports/within.js';
import type { GuardedWindow } from '../guarded-window.js';

/** How long a page may take in a test, in milliseconds. */
const BOUND_MS = 20_000;
/** How long a loaded page may still send itself or its frames elsewhere, in milliseconds. */
const SETTLE_MS = 1_000;

/** Finds out what becomes of a clinic app's first page, in a window that a test has just opened. */
export async function findOut(window: GuardedWindow): Promise<SiteFinding> {
  const { site } = window;
  const begunMs = performance.now();
  const stopped = new Promise<'loaded'>((resolve) => {
    site.once('did-stop-loading', () => resolve('loaded'));
    site.once('destroyed', () => resolve('loaded'));
  });
  const ended = await within(stopped, BOUND_MS, () => 'late' as const);
  const tookMs = Math.round(performance.now() - begunMs);
  if (ended === 'loaded') await pause(SETTLE_MS);
  const { page } = window.bar.state;
  const found = {
    host: new URL(window.address).host,
    title: site.isDestroyed() ? '' : titleOf(site.getTitle(), window.address),
    detail: page.state === 'failed' ? page.detail : '',
    refusedHosts: [...window.refusals.hosts].filter((host) => !host.endsWith(':')),
    tookMs,
  };
  return { ...found, outcome: outcomeOf(window, ended) };
}

function outcomeOf(window: GuardedWindow, ended: 'loaded' | 'late'): SiteFinding['outcome'] {
  const { page, question } = window.bar.state;
  if (page.state === 'failed') return page.why;
  if (ended === 'late') return 'slow';
  if (question?.kind === 'outside' && window.site.getURL() === '') return 'outside';
  return page.state === 'shown' ? 'opened' : 'unreachable';
}

/** A page without a title is called by its address, which is no title. */
function titleOf(title: string, address: string): string {
  return address.includes(title) ? '' : title.slice(0, 200);
}
