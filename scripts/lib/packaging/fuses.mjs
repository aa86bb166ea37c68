// @ts-check
// Electron's fuses: switches in the binary itself, which are set once, when the app is packed. Each
// is decided here. A fuse that is new in @electron/fuses is a type error here until it is decided.
// A fuse of the binary that is unknown here stops the packing.

import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { Stop } from '../cli.mjs';

/** Known to Electron 45, but not yet to the newest @electron/fuses that runs on Node 20. */
const newerFuses = /** @type {const} */ (['WasmTrapHandlers']);

/** @typedef {keyof typeof FuseV1Options | typeof newerFuses[number]} FuseName */

/** @type {Readonly<Record<FuseName, boolean>>} */
export const decidedFuses = {
  // With ELECTRON_RUN_AS_NODE anybody could use the program as a plain Node.js.
  RunAsNode: false,
  // No page of the app sets a cookie; if one ever does, the cookie is encrypted.
  EnableCookieEncryption: true,
  // NODE_OPTIONS could load code before the app's own.
  EnableNodeOptionsEnvironmentVariable: false,
  // --inspect and SIGUSR1 would open a debugger, which can read every key.
  EnableNodeCliInspectArguments: false,
  // Windows and macOS: the archive must be the packed one. On Linux root owns it.
  EnableEmbeddedAsarIntegrityValidation: true,
  // Otherwise a folder named `app` beside the archive would run in its place.
  OnlyLoadAppFromAsar: true,
  // There is no snapshot of our own, and with this fuse Electron would not start without one.
  LoadBrowserProcessSpecificV8Snapshot: false,
  // Nothing is served from files: the app has its own protocol.
  GrantFileProtocolExtraPrivileges: false,
  // Electron's default: V8 detects WebAssembly that accesses memory out of bounds.
  WasmTrapHandlers: true,
};

/** In the order of the wire. @type {readonly FuseName[]} */
const wireOrder = [
  ...Object.values(FuseV1Options).filter((value) => typeof value === 'string'),
  ...newerFuses,
].map((name) => /** @type {FuseName} */ (name));

/** A fuse's byte in the binary. */
const on = '1'.charCodeAt(0);
const off = '0'.charCodeAt(0);

/**
 * Sets the fuses of a packed app, and reads them back.
 *
 * @param {string} binary the executable, or on macOS the `.app`
 * @throws {Stop} when the binary's fuses are not as decided
 */
export async function throwFuses(binary) {
  const present = Object.keys(await readFuses(binary));
  /** @type {Partial<Record<FuseV1Options, boolean>>} */
  const config = {};
  for (const [name, value] of Object.entries(FuseV1Options)) {
    if (typeof value !== 'number' || !present.includes(name)) continue;
    config[value] = decidedFuses[/** @type {FuseName} */ (name)];
  }
  await flipFuses(binary, {
    version: FuseVersion.V1,
    ...config,
    resetAdHocDarwinSignature: binary.endsWith('.app'),
  });
  const wrong = await wrongFuses(binary);
  if (wrong.length > 0) throw new Stop(`These fuses of ${binary} are not set: ${wrong.join(', ')}`);
}

/**
 * @param {string} binary
 * @returns {Promise<string[]>} the fuses that are not as decided
 */
export async function wrongFuses(binary) {
  const fuses = await readFuses(binary);
  return Object.entries(fuses)
    .filter(([name, value]) => value !== decidedFuses[/** @type {FuseName} */ (name)])
    .map(([name]) => name);
}

/**
 * The fuses of a binary; an older Electron has fewer.
 *
 * @param {string} binary
 * @returns {Promise<Partial<Record<FuseName, boolean>>>}
 * @throws {Stop} when it has an undecided fuse, or one that Electron removed
 */
export async function readFuses(binary) {
  const wire = await getCurrentFuseWire(binary);
  /** @type {Partial<Record<FuseName, boolean>>} */
  const fuses = {};
  for (const [index, state] of Object.entries(wire)) {
    if (index === 'version' || typeof state !== 'number') continue;
    const name = wireOrder[Number(index)];
    if (name === undefined) {
      throw new Stop(
        `This Electron has a fuse number ${index} that scripts/lib/packaging/fuses.mjs does not ` +
          'know. Look up what it does, and decide on it there.',
      );
    }
    if (state !== on && state !== off) {
      throw new Stop(`This Electron took the fuse ${name} away. Decide what that means for us.`);
    }
    fuses[name] = state === on;
  }
  return fuses;
}
