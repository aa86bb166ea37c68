import { run } from '../../../scripts/lib/processes.mjs';
import type { Workstation } from '../workstation.js';

/*
 * What there is of clinic apps on this computer, seen from outside the app: on the screen, as
 * processes, and where files could be.
 */

/** The app's own pages; the main window's come from two hosts by turns. */
const OWN_PAGE = /^app:\/\/clinic(-anew)?\//;

/** Everything that is shown of the web right now: the addresses of all pages and their frames. */
export function shownAddresses(workstation: Workstation): readonly string[] {
  return workstation.app
    .windows()
    .flatMap((page) => page.frames().map((frame) => frame.url()))
    .filter((address) => !OWN_PAGE.test(address));
}

/** The processes that run pages of the web now. */
export async function siteProcesses(workstation: Workstation): Promise<readonly number[]> {
  const all = await workstation.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((contents) => !contents.getURL().startsWith('app:'))
      .map((contents) => contents.getOSProcessId()),
  );
  return [...new Set(all)].filter((pid) => pid !== 0);
}

/** Which of these processes are still there. */
export function living(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}

/** Every folder in which the app, or the desktop for it, could leave something. */
export function foldersOf(workstation: Workstation): readonly string[] {
  const { XDG_RUNTIME_DIR: desktop } = workstation.desktop.env;
  if (desktop === undefined) throw new Error('The desktop has no folder of its own.');
  return [workstation.userData, workstation.home, desktop];
}

/** The titles of the windows that X shows to people: the app's own, and dialogs of the system. */
export async function windowsOnScreen(workstation: Workstation): Promise<readonly string[]> {
  const { env } = workstation.desktop;
  const list = await run('xprop', ['-root', '_NET_CLIENT_LIST'], { env });
  const ids = list.stdout.match(/0x[0-9a-f]+/g) ?? [];
  const titles = ids.map(async (id) => {
    const { code, stdout } = await run('xprop', ['-id', id, '_NET_WM_NAME', 'WM_STATE'], { env });
    // A window that goes at this moment has neither; a hidden one is withdrawn.
    if (code !== 0 || !stdout.includes('window state: Normal')) return [];
    return [/_NET_WM_NAME.* = "(.*)"/.exec(stdout)?.[1] ?? ''];
  });
  return (await Promise.all(titles)).flat();
}
