import '@fontsource-variable/inter/wght.css';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
// Before the styles of single components, which refine it.
import '../ui/styles/layout.module.css';
import '../ui/styles/print.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PushedView, View } from '../../shared/requests/views.js';
import { afterPaint } from './after-paint.js';

/** A view from main, and when this window received it. */
export interface Drawn<ShownView extends View> {
  readonly view: ShownView;
  /** `performance.now()` at arrival, in milliseconds: the start of every countdown in the view. */
  readonly receivedAt: number;
}

/**
 * Starts a window: draws each of its views that main sends, unless it is older than the one shown,
 * and tells main when the view is on the screen. Main waits for that before it treats the previous member's
 * screen as hidden, so React commits the new tree within the push itself.
 */
export function mountWindow<ShownView extends View>(
  names: Readonly<Record<ShownView['view'], true>>,
  render: (drawn: Drawn<ShownView>) => ReactNode,
): void {
  const container = document.getElementById('root');
  if (container === null) throw new Error('The page has no #root element.');
  const root = createRoot(container);
  const belongsHere = (view: View): view is ShownView => Object.hasOwn(names, view.view);
  let shown = 0;

  const show = ({ sequence, view }: PushedView): void => {
    if (!belongsHere(view) || sequence < shown) return;
    shown = sequence;
    flushSync(() =>
      root.render(
        <StrictMode>
          {/* The content security policy allows no inline style elements. */}
          <CSPProvider disableStyleElements>
            {render({ view, receivedAt: performance.now() })}
          </CSPProvider>
        </StrictMode>,
      ),
    );
    afterPaint(() => void window.clinic.viewShown({ sequence }));
  };
  // Listens before it asks, so that it misses no view in between.
  window.clinic.onView(show);
  void window.clinic.readView({}).then(show);
}
