import '@fontsource-variable/inter/wght.css';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import '../ui/styles/print.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';
import type { PushedView, View } from '../../shared/requests/views.js';
import { afterPaint } from './after-paint.js';
import { createViewStore, type Shown, type ViewStore } from './view-store.js';

interface MirrorProps<ShownView extends View> {
  readonly store: ViewStore<ShownView>;
  readonly render: (shown: Shown<ShownView>) => ReactNode;
}

function Mirror<ShownView extends View>({ store, render }: MirrorProps<ShownView>): ReactNode {
  const shown = useStore(store.api, (state) => state.shown);
  return shown === null ? null : render(shown);
}

/**
 * Starts a window: draws each view that main sends, and tells main when the view is on the screen. Main
 * waits for that before it treats the previous member's screen as hidden, so React commits the new tree
 * within the push itself.
 */
export function mountWindow<ShownView extends View>(
  belongsHere: (view: View) => view is ShownView,
  render: (shown: Shown<ShownView>) => ReactNode,
): void {
  const container = document.getElementById('root');
  if (container === null) throw new Error('The page has no #root element.');
  const store = createViewStore(belongsHere);
  createRoot(container).render(
    <StrictMode>
      {/* The content security policy allows no inline style elements. */}
      <CSPProvider disableStyleElements>
        <Mirror store={store} render={render} />
      </CSPProvider>
    </StrictMode>,
  );

  const show = (pushed: PushedView): void => {
    if (!flushSync(() => store.accept(pushed))) return;
    afterPaint(() => void window.clinic.viewShown({ sequence: pushed.sequence }));
  };
  // Listens before it asks, so that it misses no view in between.
  window.clinic.onView(show);
  void window.clinic.readView({}).then(show);
}
