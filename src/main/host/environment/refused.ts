import { say } from '../../../shared/words/say.js';
import { accepts, each, type Variables } from './variables.js';

/*
 * What was acted on before the app's first line, and is not undone by taking it away.
 */

/**
 * Electron, Node.js and Chromium's sandbox read these first of all: no sandbox, code that was compiled
 * before, a channel to another process. Each version knows new ones, so the families are refused whole.
 */
const ACTED_ON = /^(ELECTRON_|NODE_|SBX_|BREAKPAD_|CHROME_(DEVEL_)?SANDBOX)/;

/**
 * Chromium has made the process by then that its page and graphics processes are copies of. In the
 * graphics process, which draws every page, drivers are loaded from where these say, or write down what
 * is drawn.
 */
const DRIVERS = /^(LIBGL|MESA|GALLIUM|GBM|EGL|VK|ANGLE|LIBVA|VDPAU|__EGL|__GLX|__NV|__VK)_/;

const ANY = /^/;
/** A name, and no path. */
const NAME = /^[\w-]*$/;

/** Of these families, what may be set, and to what. */
const HARMLESS: Variables = {
  // Which display to use, as --ozone-platform has it.
  ELECTRON_OZONE_PLATFORM_HINT: /^(auto|x11|wayland)?$/,
  // What other Electron apps, and terminals in them, leave to what they start.
  ...each(['ELECTRON_NO_ATTACH_CONSOLE', 'ELECTRON_TRASH', 'ELECTRON_FORCE_IS_PACKAGED'], ANY),
  // For those who develop apps: the npm package and the packer read them, Electron itself does not.
  ...each(['ELECTRON_MIRROR', 'ELECTRON_CACHE', 'ELECTRON_SKIP_BINARY_DOWNLOAD'], ANY),
  ...each(['ELECTRON_OVERRIDE_DIST_PATH', 'ELECTRON_EXEC_PATH', 'ELECTRON_GET_USE_PROXY'], ANY),
  // Fuses have switched them off.
  ...each(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'], ANY),
  // Electron looks for modules in the package alone, whatever it says.
  NODE_PATH: ANY,
  // Taken out before they are read, or read by nobody.
  ...each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_NO_WARNINGS', 'NODE_ENV', 'NODE_HOME'], ANY),
  NODE_VERSION: ANY,
  // Chromium sets it itself where its sandbox is a program of root's.
  SBX_CHROME_API_RQ: ANY,
  // Which of the system's drivers, by name.
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
  // Chromium takes a name in small letters as well, and Windows in any.
  const known = name.toUpperCase();
  if (ACTED_ON.test(known)) return !accepts(HARMLESS, known, value);
  return DRIVERS.test(name) && !accepts(HARMLESS, name, value);
}

/** Files in the folders where the system keeps its Vulkan drivers. */
function systemsDrivers(): RegExp {
  const file = '/(usr/share|etc)/vulkan/icd\\.d/[\\w.-]+';
  return new RegExp(`^(${file}(:${file})*)?$`);
}
