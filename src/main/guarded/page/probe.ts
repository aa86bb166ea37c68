import type { WebContents } from 'electron';
import {
  type FillOutcome,
  PROBE_WORLD,
  type ProbeReport,
  probeReportSchema,
} from '../../../shared/clinic-apps/page-probe.js';
import { within } from '../../ports/within.js';

/** A page that does not answer within this time, in milliseconds, hangs: nothing waits for it. */
const ANSWER_BOUND_MS = 400;

interface Leaving {
  readonly isMainFrame: boolean;
  readonly isSameDocument: boolean;
}

/** Asks pages of clinic apps what was typed into them, and fills in saved sign-ins. */
export class Probe {
  readonly #script: string;

  /** @param script the built probe; it installs itself once in each document */
  constructor(script: string) {
    this.#script = script;
  }

  install(contents: WebContents): void {
    void this.#run(contents, 'undefined');
  }

  /** @returns `null` when the page does not answer, or not in the form that it should */
  async report(contents: WebContents): Promise<ProbeReport | null> {
    const answer = await this.#run(contents, 'clinicProbe.report()');
    return probeReportSchema.safeParse(answer).data ?? null;
  }

  /**
   * @param origin that the page must still have when the script runs: the page may have gone on meanwhile
   * @returns `notTaken` also where the page did not answer in time
   */
  async fill(
    contents: WebContents,
    origin: string,
    userName: string,
    password: string,
  ): Promise<FillOutcome> {
    const given = [origin, userName, password].map((text) => JSON.stringify(text)).join(', ');
    const call = `clinicProbe.fill(${given})`;
    const { outcome, hasLeft } = await this.#runAndSee(contents, call);
    if (outcome === 'filled' || outcome === 'noFields') return outcome;
    // Who presses Enter at once, or a page that signs in by itself, leaves before the script can answer.
    return hasLeft ? 'filled' : 'notTaken';
  }

  async #runAndSee(
    contents: WebContents,
    code: string,
  ): Promise<{ readonly outcome: unknown; readonly hasLeft: boolean }> {
    let hasLeft = false;
    const see = ({ isMainFrame, isSameDocument }: Leaving): void => {
      hasLeft ||= isMainFrame && !isSameDocument;
    };
    contents.on('did-start-navigation', see);
    const outcome = await this.#run(contents, code);
    if (!contents.isDestroyed()) contents.off('did-start-navigation', see);
    return { outcome, hasLeft };
  }

  async #run(contents: WebContents, code: string): Promise<unknown> {
    if (contents.isDestroyed() || contents.isCrashed()) return null;
    const answer = contents
      // One script: of several, Electron returns the result of the first.
      .executeJavaScriptInIsolatedWorld(PROBE_WORLD, [{ code: `${this.#script};\n${code}` }])
      // The page went away meanwhile.
      .catch(() => null);
    return (await within(answer, ANSWER_BOUND_MS, () => null)) ?? null;
  }
}
