import { run } from '../../scripts/lib/processes.mjs';
import { contentOf, filesBelow } from './files-below.mjs';
import type { Workstation } from './workstation.js';

/**
 * All that people or programs can read of the app right now: the DOM and form values of every
 * window, the titles that Electron and X know, and the clipboard.
 */
export async function everythingReadable(workstation: Workstation): Promise<string> {
  const { app, desktop } = workstation;
  const pages = await Promise.all(
    app.windows().map((page) =>
      page.evaluate(() => {
        const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
          'input, textarea',
        );
        const values = [...fields].map(({ value }) => value);
        return [document.title, document.documentElement.outerHTML, ...values].join('\n');
      }),
    ),
  );
  const known = await app.evaluate(async ({ BrowserWindow, clipboard }) => [
    ...BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    await clipboard.readText(),
  ]);
  const { stdout } = await run('xwininfo', ['-root', '-tree'], { env: desktop.env });
  return `${[...pages, ...known].join('\n')}\n${stdout}`;
}

/** The files below a folder that hold any of these bytes. */
export function filesWith(folder: string, needles: readonly Buffer[]): readonly string[] {
  return filesBelow(folder).filter((file) => {
    const content = contentOf(file);
    return needles.some((needle) => content.includes(needle));
  });
}
