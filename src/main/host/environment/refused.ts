import { say } from '../../../shared/words/say.js';
import { accepts, each, type Variables } from './variables.js';

/*
 * Variables that act before the app's first line. Removal comes too late: the app refuses to start.
 */

/**
 * Electron, Node.js and Chromium's sandbox read these first of all. They switch the sandbox off, load
 * compiled code, or open a channel to another process. New versions add more, so whole families are
 * refused.
 */
const ACTED_ON = /^(ELECTRON_|NODE_|SBX_|BREAKPAD_|CHROME_(DEVEL_)?SANDBOX)/;

/**
 * By then Chromium has started the process (zygote) that it copies for its page and graphics processes. In
 * the graphics process, which draws every page, these variables load drivers from any path, or make drivers
 * write down what is drawn.
 */
const DRIVERS = /^(LIBGL|MESA|GALLIUM|GBM|EGL|VK|ANGLE|LIBVA|VDPAU|__EGL|__GLX|__NV|__VK)_/;

const ANY = /^/;
/** A name, and no path. */
const NAME = /^[\w-]*$/;

/** The variables of these families that are allowed, and their allowed values. */
const HARMLESS: Variables = {
  // Which display server to use, like --ozone-platform.
  ELECTRON_OZONE_PLATFORM_HINT: /^(auto|x11|wayland)?$/,
  // Other Electron apps, and terminals in them, pass these on to what they start.
  ...each(['ELECTRON_NO_ATTACH_CONSOLE', 'ELECTRON_TRASH', 'ELECTRON_FORCE_IS_PACKAGED'], ANY),
  // For those who develop apps: the npm package and the packer read them, Electron itself does not.
  ...each(['ELECTRON_MIRROR', 'ELECTRON_CACHE', 'ELECTRON_SKIP_BINARY_DOWNLOAD'], ANY),
  ...each(['ELECTRON_OVERRIDE_DIST_PATH', 'ELECTRON_EXEC_PATH', 'ELECTRON_GET_USE_PROXY'], ANY),
  // Electron's fuses switch these off.
  ...each(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'], ANY),
  // Electron looks for modules in the package alone, whatever this says.
  NODE_PATH: ANY,
  // Removed before they are read, or read by nobody.
  ...each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_NO_WARNINGS', 'NODE_ENV', 'NODE_HOME'], ANY),
  NODE_VERSION: ANY,
  // Chromium sets this itself where its sandbox is a setuid program.
  SBX_CHROME_API_RQ: ANY,
  // Choose one of the system's drivers, by name.
  ...each(['__GLX_VENDOR_LIBRARY_NAME', '__NV_PRIME_RENDER_OFFLOAD', 'GALLIUM_DRIVER'], NAME),
  ...each(['__NV_PRIME_RENDER_OFFLOAD_PROVIDER', '__VK_LAYER_NV_optimus', 'GBM_BACKEND'], NAME),
  ...each(['MESA_LOADER_DRIVER_OVERRIDE', 'LIBVA_DRIVER_NAME', 'VDPAU_DRIVER'], NAME),
  ...each(['VK_ICD_FILENAMES', 'VK_DRIVER_FILES'], systemsDrivers()),
  // How a driver works.
  ...each(['LIBGL_ALWAYS_SOFTWARE', 'LIBGL_ALWAYS_INDIRECT', 'LIBGL_DRI3_DISABLE'], NAME),
  ...each(['EGL_PLATFORM', 'LIBGL_DEBUG'], NAME),
  ...each(['MESA_GL_VERSION_OVERRIDE', 'MESA_GLSL_VERSION_OVERRIDE'], /^[\d.]*[A-Z]*$/),
};

/**
 * @returns what to tell whoever started the app, or null when it may start
 */
export function environmentRefusal(env: NodeJS.ProcessEnv): string | null {
  const refused = Object.entries(env)
    .filter(([name, value = '']) => isRefused(name, value))
    .map(([name]) => name.replace(/\W/g, '?'));
  if (refused.length === 0) return null;
  return say(
    'Clinic Workstation did not start, because it does not accept {names} in its environment. Start it without.',
    { names: refused.join(', ') },
  );
}

function isRefused(name: string, value: string): boolean {
  // Chromium also accepts names in small letters, and Windows in any case.
  const known = name.toUpperCase();
  if (ACTED_ON.test(known)) return !accepts(HARMLESS, known, value);
  return DRIVERS.test(name) && !accepts(HARMLESS, name, value);
}

/** Files in the folders where the system keeps its Vulkan drivers. */
function systemsDrivers(): RegExp {
  const file = '/(usr/share|etc)/vulkan/icd\\.d/[\\w.-]+';
  return new RegExp(`^(${file}(:${file})*)?$`);
}
