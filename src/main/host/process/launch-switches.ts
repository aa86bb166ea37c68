import { say } from '../../../shared/words/say.js';

/*
 * The switches that a packaged app is started with. Chromium and Node.js know some two thousand, and
 * many take a protection away: they open a debugger, switch the sandbox off, load code, or send
 * traffic elsewhere. So what is not listed here is refused, whatever it does.
 */

/** The exit code of a start that was refused: EX_USAGE of sysexits.h. */
export const REFUSED_EXIT_CODE = 64;

export interface LaunchHost {
  readonly platform: NodeJS.Platform;
  /** Missing where there are no user numbers, as on Windows. */
  readonly getuid?: (() => number) | undefined;
}

/** What each accepted switch may be set to. */
const ACCEPTED: Readonly<Record<string, RegExp>> = {
  // The app's own.
  'user-data-dir': /./,
  'import-settings': /./,
  administrator: /./,
  enrol: /^$/,
  server: /./,
  'set-aside': /^$/,
  'policy-key': /./,
  'policy-address': /./,
  // The file may also be the next argument.
  backup: /^/,
  diagnostics: /^/,
  'verify-audit': /^/,
  'make-policy-key': /^/,
  'sign-policy': /^/,
  'clear-leftovers': /./,
  // Which keychain Chromium asks. The value for no keychain at all is not accepted.
  'password-store': /^(gnome-libsecret|kwallet[56]?)$/,
  // How the app is shown, and to whom.
  'disable-gpu': /^$/,
  'force-device-scale-factor': /^\d(\.\d+)?$/,
  'force-renderer-accessibility': /^(complete|form-controls|basic)?$/,
  lang: /^[A-Za-z]{2,3}(-[A-Za-z\d]+)*$/,
  'ozone-platform': /^(x11|wayland)$/,
};

/** For the command that the guard starts: it shows nothing, and the display may be gone. */
const WITHOUT_DISPLAY = '--ozone-platform=headless';

/** Root can't have Chromium's sandbox; for anybody else it is never switched off. */
const ROOT_ONLY = 'no-sandbox';

/** macOS itself adds this argument when it starts a process. */
const FINDER = /^-psn_[\d_]+$/;

/**
 * @param argv the command line, the program first
 * @returns what to tell whoever started the app, or null when it may start
 */
export function launchRefusal(argv: readonly string[], host: LaunchHost): string | null {
  const given = switchesOf(argv.slice(1), host.platform);
  const clears = given.some(({ name }) => name === 'clear-leftovers');
  const refused = given
    .filter((one) => !isAccepted(one, host) && !(clears && one.text === WITHOUT_DISPLAY))
    .map(({ name }) => `--${name}`);
  if (refused.length === 0) return null;
  return say(
    'Clinic Workstation did not start, because it does not accept {names} as given. Start it without.',
    { names: refused.join(', ') },
  );
}

interface GivenSwitch {
  readonly name: string;
  readonly value: string;
  /** As it was written. */
  readonly text: string;
}

function isAccepted({ name, value, text }: GivenSwitch, host: LaunchHost): boolean {
  if (host.platform === 'darwin' && FINDER.test(text)) return true;
  if (name === ROOT_ONLY) return host.platform === 'linux' && host.getuid?.() === 0;
  return Object.hasOwn(ACCEPTED, name) && ACCEPTED[name]?.test(value) === true;
}

/** Reads them as Chromium does: without white space around, with one dash or two, up to a bare `--`. */
function switchesOf(args: readonly string[], platform: NodeJS.Platform): readonly GivenSwitch[] {
  const texts = args.map((arg) => arg.trim());
  const end = texts.indexOf('--');
  const prefix = platform === 'win32' ? /^(--|-|\/)(?=.)/ : /^(--|-)(?=.)/;
  return (end === -1 ? texts : texts.slice(0, end))
    .filter((text) => prefix.test(text))
    .map((text) => {
      const [name = '', ...rest] = text.replace(prefix, '').split('=');
      return { name, value: rest.join('='), text };
    });
}
