import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import { say } from '../../../shared/words/say.js';
import { orElse, orWarn } from '../../ports/or-else.js';

/** Turns the start of the app at a sign-in to the computer on or off. */
export interface StartAtSignIn {
  /** @param wanted `null` leaves it as the person has it */
  apply(wanted: boolean | null): void;
}

/**
 * Only a packaged app has a place of its own that can be started later.
 * @param app Electron's
 */
export function systemStartAtSignIn(
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings' | 'getLoginItemSettings'>,
  platform: NodeJS.Platform,
): StartAtSignIn {
  if (!app.isPackaged) return { apply: () => undefined };
  if (platform === 'linux')
    return new AutostartEntry(autostartFolder(process.env), [
      process.env['APPIMAGE'] ?? process.execPath,
      ...displaySwitches(process.argv),
    ]);
  return {
    apply: (wanted) => {
      if (wanted === null) return;
      app.setLoginItemSettings({ openAtLogin: wanted });
      // On macOS only the person can allow it, and the app cannot ask for that.
      if (wanted && app.getLoginItemSettings().status === 'requires-approval')
        process.emitWarning(say('macOS has not been allowed to start the app at sign-in.'));
    },
  };
}

/**
 * The switches that told this start how to show the app, such as by XWayland: the next start, at sign-in,
 * gets the same. Electron's own list is not used, as it also has switches that Electron sets itself.
 */
export function displaySwitches(argv: readonly string[]): readonly string[] {
  return argv.filter((argument) => /^--ozone-platform=(x11|wayland)$/.test(argument));
}

/** Where a desktop looks for what starts with it (XDG Desktop Application Autostart). */
export function autostartFolder(env: Readonly<Record<string, string | undefined>>): string {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(config) ? config : join(homedir(), '.config'), 'autostart');
}

/** The entry of a Linux desktop that starts a command when this person signs in. */
export class AutostartEntry implements StartAtSignIn {
  readonly #file: string;
  readonly #text: string;

  /** @param command the program and its arguments */
  constructor(folder: string, command: readonly string[]) {
    this.#file = join(folder, 'clinic-workstation.desktop');
    this.#text = [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Clinic Workstation',
      `Exec=${command.map(quoted).join(' ')}`,
      'X-GNOME-Autostart-enabled=true',
      '',
    ].join('\n');
  }

  apply(wanted: boolean | null): void {
    if (wanted === null) return;
    // The app itself works without it.
    orWarn(() => {
      if (!wanted) rmSync(this.#file, { force: true });
      else if (orElse(() => readFileSync(this.#file, 'utf8'), null) !== this.#text) {
        mkdirSync(dirname(this.#file), { recursive: true });
        writeFileSync(this.#file, this.#text);
      }
    });
  }
}

/** As the Desktop Entry Specification wants it in `Exec`: quoted, escaped twice, no field codes. */
function quoted(argument: string): string {
  const inner = argument
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `"${inner}"`;
}
