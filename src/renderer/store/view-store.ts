import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PushedView, View } from '../../shared/requests/views.js';

/** A view from main, and when this window received it. */
export interface Shown<ShownView extends View> {
  readonly sequence: number;
  readonly view: ShownView;
  /** `performance.now()` at arrival, in milliseconds: the start of every countdown in the view. */
  readonly receivedAt: number;
}

export interface ViewStore<ShownView extends View> {
  readonly api: StoreApi<{ readonly shown: Shown<ShownView> | null }>;
  /**
   * Stores a view from main.
   * @returns whether the view is shown now; a view older than the shown one, or one for another kind of
   *   window, is ignored
   */
  readonly accept: (pushed: PushedView) => boolean;
}

/** The window's copy of main's view, which the window draws. Only main's pushes change it. */
export function createViewStore<ShownView extends View>(
  belongsHere: (view: View) => view is ShownView,
): ViewStore<ShownView> {
  const api = createStore<{ readonly shown: Shown<ShownView> | null }>(() => ({ shown: null }));
  return {
    api,
    accept: ({ sequence, view }) => {
      const shown = api.getState().shown;
      if (!belongsHere(view) || (shown !== null && sequence < shown.sequence)) return false;
      api.setState({ shown: { sequence, view, receivedAt: performance.now() } });
      return true;
    },
  };
}
