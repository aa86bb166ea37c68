import '@fontsource-variable/inter/wght.css';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
// Before the styles of single components, which refine it.
import '../ui/styles/layout.module.css';
import '../ui/styles/print.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PushedView, View, WindowKind } from '../../shared/requests/views.js';
import { windowTitle } from '../../shared/requests/window-titles.js';
import { directionOf } from '../../shared/words/languages/languages.js';
import type { Spoken } from '../../shared/words/say.js';
import { afterPaint } from './after-paint.js';
import { PageLanguage } from './page-language.js';

/** A view from main, and when this window received it. */
export interface Drawn<ShownView extends View> {
  readonly view: ShownView;
  /** `performance.now()` at arrival, in milliseconds: the start of every countdown in the view. */
  readonly receivedAt: number;
}

interface Latest<ShownView extends View> extends Drawn<ShownView> {
  readonly sequence: number;
  readonly language: Spoken;
}

/**
 * Starts a window: draws each of its views that main sends, in the language that goes with it, unless it is
 * older than the one shown, and tells main when the view is on the screen. Main waits for that before it
 * treats the previous member's screen as hidden, so React commits the new tree within the push itself.
 *
 * @param secret a view that leaves the screen before the next one is drawn: an empty page is on the screen
 *   in a third of the time that another view takes
 */
export function mountWindow<ShownView extends View>(
  kind: WindowKind,
  names: Readonly<Record<ShownView['view'], true>>,
  render: (drawn: Drawn<ShownView>) => ReactNode,
  secret?: ShownView['view'],
): void {
  const container = document.getElementById('root');
  if (container === null) throw new Error('The page has no #root element.');
  const root = createRoot(container);
  const belongsHere = (view: View): view is ShownView => Object.hasOwn(names, view.view);
  const spoken = new PageLanguage();
  let latest: Latest<ShownView> | null = null;
  let isEmptied = false;

  const commit = (sequence: number, tree: ReactNode, then?: () => void): void => {
    flushSync(() => root.render(tree));
    afterPaint(() => {
      void window.clinic.viewShown({ sequence });
      then?.();
    });
  };
  const draw = ({ sequence, language, ...drawn }: Latest<ShownView>): void =>
    commit(
      sequence,
      <StrictMode>
        {/* The content security policy allows no inline style elements. */}
        <CSPProvider disableStyleElements>
          <DirectionProvider direction={directionOf(language)}>{render(drawn)}</DirectionProvider>
        </CSPProvider>
      </StrictMode>,
    );

  const show = (pushed: PushedView, receivedAt = performance.now()): void => {
    const { sequence, language, view } = pushed;
    if (!belongsHere(view) || sequence < (latest?.sequence ?? 0)) return;
    if (!spoken.speak(language)) {
      void spoken.fetch(language).then(() => show(pushed, receivedAt));
      // What somebody saw goes at once, in whatever words. Only the first view waits for its own.
      if (latest === null) return;
    }
    const leaves = latest !== null && latest.view.view === secret && view.view !== secret;
    latest = { sequence, language, view, receivedAt };
    document.title = windowTitle(kind);
    if (leaves && !isEmptied) {
      isEmptied = true;
      commit(sequence, null, () => {
        isEmptied = false;
        if (latest !== null) draw(latest);
      });
    } else if (!isEmptied) draw(latest);
  };
  // Listens before it asks, so that it misses no view in between.
  window.clinic.onView((pushed) => show(pushed));
  void window.clinic.readView({}).then((pushed) => show(pushed));
}
