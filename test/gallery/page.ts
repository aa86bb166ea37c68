import type { Bridge } from '../../src/shared/requests/requests.js';
import type { WindowKind } from '../../src/shared/requests/views.js';
import { isTranslated, spokenFor } from '../../src/shared/words/languages/languages.js';
import { spoken } from '../../src/shared/words/say.js';
import { textsIn } from '../support/pseudo-language.js';
import type { Answers } from './answers.js';
import type { Step } from './samples/sample.js';

/*
 * Shows one sample as its window would: `?sample=sign-in/plain`. Instead of main a stub answers.
 */

/** What the program outside needs to know of a sample; it can't import TypeScript. */
export interface Listed {
  readonly name: string;
  readonly window: WindowKind;
  readonly height: number | null;
  readonly steps: readonly Step[];
}

declare global {
  interface Window {
    readonly samples: readonly Listed[];
    /** Every text that main would have told the page: the page's own words are all others. */
    readonly told: readonly string[];
    /** Draws the view again in another language, as main would ask for. */
    readonly speakIn: (id: string) => void;
  }
}

const ENTRIES: Readonly<Record<WindowKind, () => Promise<unknown>>> = {
  main: () => import('../../src/renderer/main/entry.js'),
  settings: () => import('../../src/renderer/settings/entry.js'),
  warning: () => import('../../src/renderer/warning/entry.js'),
  bar: () => import('../../src/renderer/bar/entry.js'),
};

async function show(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const [{ SAMPLES }, { ANSWERS }] = await Promise.all([
    import('./samples.js'),
    import('./answers.js'),
  ]);
  const samples: readonly Listed[] = SAMPLES.map(({ name, window: kind, height, steps }) => ({
    ...{ name, window: kind },
    ...{ height: height ?? null, steps: steps ?? [] },
  }));
  Object.defineProperty(window, 'samples', { value: samples });

  const sample = SAMPLES.find(({ name }) => name === query.get('sample'));
  if (sample === undefined) return;
  document.title = sample.name;
  const told = [...textsIn(sample.view)];
  Object.defineProperty(window, 'told', { value: told });
  const answers = Object.entries({ ...ANSWERS, ...sample.answers }).map(([name, answer]) => [
    name,
    async (input: never) => {
      const given = await (answer as (input: never) => Promise<unknown>)(input);
      told.push(...textsIn(given));
      return given;
    },
  ]);
  const bridge: Bridge = {
    ...(Object.fromEntries(answers) as Answers),
    readView: () => Promise.resolve({ sequence: 1, language: spoken(), view: sample.view }),
    onView: (listener) => {
      const speakIn = (id: string): void => {
        const language = isTranslated(id) ? { id, tag: id } : spokenFor(null, [id]);
        listener({ sequence: 2, language, view: sample.view });
      };
      Object.defineProperty(window, 'speakIn', { value: speakIn });
      return () => undefined;
    },
  };
  Object.defineProperty(window, 'clinic', { value: bridge });
  await ENTRIES[sample.window]();
}

void show();
