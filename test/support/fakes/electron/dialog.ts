import type { BaseWindow, Dialog, SaveDialogOptions, SaveDialogReturnValue } from 'electron';

/*
 * Electron's dialog for saving, and a window as far as it is a parent of one, held to the typings of
 * the pinned Electron. A dialog that has a parent ends with it, as on Windows and macOS.
 */

/** As the app gets it from Electron. */
type ShownWindow = Pick<BaseWindow, 'isDestroyed' | 'destroy'>;

export class FakeWindow {
  #destroyed = false;
  readonly #onDestroyed: (() => void)[] = [];

  readonly api = {
    isDestroyed: () => this.#destroyed,
    destroy: () => {
      this.#destroyed = true;
      for (const tell of this.#onDestroyed.splice(0)) tell();
    },
  } satisfies ShownWindow;

  onDestroyed(tell: () => void): void {
    this.#onDestroyed.push(tell);
  }
}

export class FakeDialog {
  /** What was asked, and on which window. */
  readonly shown: { readonly parent: ShownWindow | null; readonly options: SaveDialogOptions }[] =
    [];
  readonly #windows: readonly FakeWindow[];
  #answer: (value: SaveDialogReturnValue) => void = () => undefined;

  constructor(...windows: readonly FakeWindow[]) {
    this.#windows = windows;
  }

  /** The dialog has two forms: with a window, and without one. */
  readonly api = {
    showSaveDialog: (first: ShownWindow | SaveDialogOptions, second?: SaveDialogOptions) => {
      const parent = second === undefined ? null : (first as ShownWindow);
      this.shown.push({ parent, options: second ?? (first as SaveDialogOptions) });
      return new Promise<SaveDialogReturnValue>((resolve) => {
        this.#answer = resolve;
        this.#windows.find(({ api }) => api === parent)?.onDestroyed(() => this.cancel());
      });
    },
  } satisfies Pick<Dialog, 'showSaveDialog'>;

  cancel(): void {
    this.#answer({ canceled: true, filePath: '' });
  }

  choose(filePath: string): void {
    this.#answer({ canceled: false, filePath });
  }
}
