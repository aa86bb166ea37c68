import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PushedView, View } from '../../shared/requests/views.js';

/** A view as main sent it, and when this window received it. */
export interface Shown<ShownView extends View> {
  readonly sequence: number;
  readonly view: ShownView;
  /** `performance.now()` at arrival, in milliseconds: the start of every countdown in the view. */
  readonly receivedAt: number;
}

export interface ViewStore<ShownView extends View> {
  readonly api: StoreApi<{ readonly shown: Shown<ShownView> | null }>;
  /**
   * Mirrors a view from main.
   * @returns whether it is shown now; an older one than what is shown, or one that belongs to
   *   another kind of window, is left out
   */
  readonly accept: (pushed: PushedView) => boolean;
}

/** The mirror of main's view that each window draws from. It is written only from main's pushes. */
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
