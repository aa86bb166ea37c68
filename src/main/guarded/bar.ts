import type { BrowserWindow } from 'electron';
import { VIEW_PUSH } from '../../shared/requests/channels.js';
import type { PushedView } from '../../shared/requests/views.js';
import type { BarView, DraftView } from '../../shared/clinic-apps/guard-bar.js';
import { spoken } from '../../shared/words/say.js';

/** The part of a bar's view that is kept only here. */
export type BarState = Pick<BarView, 'page' | 'question' | 'message' | 'panel' | 'found' | 'draft'>;

const FIRST_STATE: BarState = {
  page: { state: 'shown' },
  question: null,
  message: null,
  panel: 'none',
  found: null,
  draft: null,
};

/** The bar of one guarded window: keeps what the bar shows, and sends it to the bar's page. */
export class Bar {
  readonly #window: BrowserWindow;
  readonly #complete: (state: BarState) => BarView;
  readonly #onChange: (view: BarView) => void;
  #state = FIRST_STATE;
  #sequence = 0;
  #sent = '';
  #isOver = false;

  /**
   * @param complete makes the whole view, with what the page and its session tell
   * @param onChange called with each new view, before the bar's page hears of it
   */
  constructor(
    window: BrowserWindow,
    complete: (state: BarState) => BarView,
    onChange: (view: BarView) => void,
  ) {
    this.#window = window;
    this.#complete = complete;
    this.#onChange = onChange;
  }

  get state(): BarState {
    return this.#state;
  }

  get view(): BarView {
    return this.#complete(this.#state);
  }

  /** The window is hidden for good: its bar shows nothing new. */
  end(): void {
    this.#isOver = true;
  }

  change(change: Partial<BarState>): void {
    if (this.#isOver) return;
    this.#state = { ...this.#state, ...change };
    this.refresh();
  }

  showDraft(draft: DraftView | null): void {
    const { panel, draft: before } = this.#state;
    if (draft !== null && before === null) this.change({ draft, panel: 'draft' });
    else this.change({ draft, panel: draft === null && panel === 'draft' ? 'none' : panel });
  }

  read(): PushedView {
    const pushed = { language: spoken(), view: this.view };
    this.#sent = JSON.stringify(pushed);
    return { sequence: this.#sequence, ...pushed };
  }

  /** To be called when something that is not kept here may have changed. */
  refresh(): void {
    if (this.#window.isDestroyed()) return;
    const { view } = this;
    const language = spoken();
    const text = JSON.stringify({ language, view });
    if (text === this.#sent) return;
    this.#sent = text;
    this.#sequence += 1;
    this.#onChange(view);
    const pushed: PushedView = { sequence: this.#sequence, language, view };
    this.#window.webContents.send(VIEW_PUSH, pushed);
  }
}
