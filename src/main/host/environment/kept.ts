import { posix, win32 } from 'node:path';
import { accepts, each, type Variables } from './variables.js';

/*
 * The environment of a packaged app. Libraries read hundreds of variables, and many take a protection away:
 * they load code, write keys into files, or lead traffic and questions elsewhere. So every variable that is
 * not listed here is removed before anything else is loaded. No process that the app starts gets it.
 */

export interface EnvironmentHost {
  readonly platform: NodeJS.Platform;
  /** The program itself. */
  readonly execPath: string;
  /** Whether this user can make files in a folder. */
  readonly isWritable: (folder: string) => boolean;
  readonly exists: (path: string) => boolean;
}

const ANY = /./;
const FLAG = /^[01]$/;
const NUMBER = /^\d{1,3}(\.\d{1,3})?$/;
/** A name, and no path: what it names is looked up in the system's places. */
const NAME = /^[\w.@:+=-]+$/;
/** Only sockets: a bus address with `unixexec:` would run a program. */
const BUS = /^(unix:[^;]+;?)+$/;

const LOCALE = [
  ...['LANG', 'LANGUAGE', 'LC_ALL', 'LC_ADDRESS', 'LC_COLLATE', 'LC_CTYPE', 'LC_IDENTIFICATION'],
  ...['LC_MEASUREMENT', 'LC_MESSAGES', 'LC_MONETARY', 'LC_NAME', 'LC_NUMERIC', 'LC_PAPER'],
  ...['LC_TELEPHONE', 'LC_TIME'],
];

/** The variables kept on Linux, and their allowed values. No proxies: staff can set them here. */
const LINUX: Variables = {
  // The user, and where their files are.
  ...each(['HOME', 'LOGNAME', 'USER', 'SHELL'], ANY),
  // Without XDG_DATA_HOME: newer Chromium looks there for the certificate store of the OS user.
  ...each(['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME'], ANY),
  ...each(['XDG_RUNTIME_DIR', 'XDG_CONFIG_DIRS', 'XDG_DATA_DIRS', 'TMPDIR'], ANY),
  // The display, and the buses over which the programs of this log-in talk.
  ...each(['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY'], ANY),
  ...each(['DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS'], BUS),
  // Which log-in and which desktop it is.
  ...each(['XDG_SESSION_ID', 'XDG_SESSION_TYPE', 'XDG_SESSION_CLASS', 'XDG_SESSION_DESKTOP'], ANY),
  ...each(['XDG_SEAT', 'XDG_VTNR', 'XDG_CURRENT_DESKTOP', 'ORIGINAL_XDG_CURRENT_DESKTOP'], ANY),
  ...each(['DESKTOP_SESSION', 'GNOME_DESKTOP_SESSION_ID', 'MATE_DESKTOP_SESSION_ID'], ANY),
  ...each(['KDE_FULL_SESSION', 'KDE_SESSION_VERSION', 'KDE_SESSION_UID', 'XDG_MENU_PREFIX'], NAME),
  // The start that the desktop waits for, and the desktop entry that the windows belong to.
  ...each(['DESKTOP_STARTUP_ID', 'XDG_ACTIVATION_TOKEN'], ANY),
  CHROME_DESKTOP: /^[\w.-]+\.desktop$/,
  // Languages, and the time of day.
  ...each(LOCALE, NAME),
  TZ: /^[\w+:,/<>.-]+$/,
  // Input methods, whose modules the toolkit finds by their names.
  ...each(['GTK_IM_MODULE', 'QT_IM_MODULE', 'XMODIFIERS'], NAME),
  // How things look: sizes, themes, the desktop's own dialogs.
  ...each(['GDK_SCALE', 'GDK_DPI_SCALE', 'XCURSOR_SIZE'], NUMBER),
  ...each(['GTK_THEME', 'XCURSOR_THEME'], /^[\w. :+-]+$/),
  ...each(['GTK_USE_PORTAL', 'GTK_CSD', 'GTK_OVERLAY_SCROLLING'], FLAG),
  GDK_BACKEND: /^(x11|wayland)$/,
  // Screen readers.
  ...each(['NO_AT_BRIDGE', 'ACCESSIBILITY_ENABLED'], FLAG),
  ...each(['GNOME_ACCESSIBILITY', 'QT_ACCESSIBILITY'], FLAG),
  // Where an AppImage lies, for updates and the start at sign-in.
  ...each(['APPIMAGE', 'APPDIR'], /^\//),
};

const MACOS: Variables = {
  // The user, and where their files are.
  ...each(['HOME', 'LOGNAME', 'USER', 'SHELL', 'TMPDIR'], ANY),
  // Set by launchd and the frameworks.
  ...each(['__CF_USER_TEXT_ENCODING', '__CFBundleIdentifier'], ANY),
  ...each(['XPC_FLAGS', 'XPC_SERVICE_NAME', 'SECURITYSESSIONID', 'COMMAND_MODE'], ANY),
  ...each(LOCALE, NAME),
};

/** In capitals: Windows ignores the case of names. */
const WINDOWS: Variables = {
  // The user, and where their files are.
  ...each(['USERNAME', 'USERDOMAIN', 'USERDOMAIN_ROAMINGPROFILE', 'LOGONSERVER'], ANY),
  ...each(['USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PUBLIC'], ANY),
  ...each(['TEMP', 'TMP', 'SESSIONNAME', 'CLIENTNAME'], ANY),
  // The computer, and its folders.
  ...each(['COMPUTERNAME', 'OS', 'SYSTEMROOT', 'WINDIR', 'SYSTEMDRIVE', 'COMSPEC'], ANY),
  ...each(['PROGRAMDATA', 'ALLUSERSPROFILE', 'PROGRAMFILES', 'PROGRAMFILES(X86)'], ANY),
  ...each(['PROGRAMW6432', 'COMMONPROGRAMFILES', 'COMMONPROGRAMFILES(X86)'], ANY),
  ...each(['COMMONPROGRAMW6432', 'DRIVERDATA', 'PATHEXT', 'NUMBER_OF_PROCESSORS'], ANY),
  ...each(['PROCESSOR_ARCHITECTURE', 'PROCESSOR_IDENTIFIER', 'PROCESSOR_LEVEL'], ANY),
  PROCESSOR_REVISION: ANY,
};

/**
 * Only an app that is not packaged keeps these: tests give it a private system bus, a false time and a
 * stand-in for the person's browser.
 */
const DEVELOPMENT = /^(DBUS_SYSTEM_BUS_ADDRESS|LD_PRELOAD|FAKETIME_\w+|PATH)$/;

/**
 * Removes from an environment what is not listed, and sets what belongs to the system.
 * @param env changed in place, so that native code and later processes lose the variables too
 */
export function cleanEnvironment(
  env: NodeJS.ProcessEnv,
  host: EnvironmentHost,
  { packaged }: { readonly packaged: boolean },
): void {
  const given = { ...env };
  for (const [name, value = ''] of Object.entries(given))
    if (!isKept(name, value, given, host) && (packaged || !DEVELOPMENT.test(name)))
      Reflect.deleteProperty(env, name);
  if (packaged) Object.assign(env, systemsOwn(host, given));
}

function isKept(
  name: string,
  value: string,
  { APPDIR: mounted = '' }: NodeJS.ProcessEnv,
  { platform, execPath, isWritable }: EnvironmentHost,
): boolean {
  if (platform === 'win32') return accepts(WINDOWS, name.toUpperCase(), value);
  if (!accepts(platform === 'darwin' ? MACOS : LINUX, name, value)) return false;
  // Only an app that runs out of the mounted AppImage keeps these two.
  if (name === 'APPIMAGE' || name === 'APPDIR')
    return mounted !== '' && execPath.startsWith(`${posix.resolve(mounted)}/`);
  // Chromium makes its sockets there. If that fails, the app takes itself for a second instance.
  return name !== 'TMPDIR' || (value.length <= LONGEST_TMPDIR && isWritable(value));
}

/** In characters: with what is appended, it must fit into the 108 bytes of a socket's address. */
const LONGEST_TMPDIR = 60;

/**
 * Where programs and policies are looked up. No variable decides that. On Windows this holds where the
 * system is on C:, as it almost always is.
 */
function systemsOwn(
  { platform, exists }: EnvironmentHost,
  given: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  if (platform === 'darwin') return { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' };
  if (platform !== 'win32')
    return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  const usual = 'C:\\Windows';
  const root = exists(`${usual}\\System32\\ntdll.dll`) ? usual : (given['SystemRoot'] ?? usual);
  const system = win32.join(root, 'System32');
  const data = 'C:\\ProgramData';
  return {
    SystemRoot: root,
    windir: root,
    ComSpec: win32.join(system, 'cmd.exe'),
    PATH: [system, root, win32.join(system, 'WindowsPowerShell\\v1.0')].join(';'),
    ...(exists(data) ? { ProgramData: data, ALLUSERSPROFILE: data } : {}),
  };
}
