import { expect } from 'playwright/test';
import { run } from '../../scripts/lib/processes.mjs';
import type { Workstation } from './workstation.js';
import { XProgram } from './x-program.js';

/** Copies a text while another program has the focus; its window is gone afterwards. */
export async function copyElsewhere(workstation: Workstation, text: string): Promise<void> {
  const { app, desktop } = workstation;
  process.env['XAUTHORITY'] = desktop.authority;
  const other = await XProgram.open(desktop.display);
  const isOurs = (): Promise<boolean> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
  await other.show({ title: 'Elsewhere', pid: process.pid });
  const activate = ['search', '--sync', '--name', 'Elsewhere', 'windowactivate', '--sync'];
  await run('xdotool', activate, { env: desktop.env });
  await expect.poll(isOurs).toBe(false);
  await app.evaluate(({ clipboard }, given) => void clipboard.writeText(given), text);
  other.close();
  await expect.poll(isOurs).toBe(true);
}
