import type { WebContents } from 'electron';

/**
 * Takes `window.print` from a page and all its frames before any of their scripts runs. Electron has
 * no switch for it, and a preload, which could do it too, is what these pages must not have.
 */
export function forbidPrinting(contents: WebContents): void {
  const { debugger: protocol } = contents;
  void (async () => {
    protocol.attach('1.3');
    await protocol.sendCommand('Page.enable');
    await protocol.sendCommand('Page.addScriptToEvaluateOnNewDocument', {
      source: `Object.defineProperty(window, 'print', { value: () => undefined });`,
    });
  })().catch((error: unknown) => process.emitWarning(String(error)));
}
