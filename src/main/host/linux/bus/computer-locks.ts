import { DBusError } from '@jellybrick/dbus-next';
import { LOCKED_BOUND_MS, type LockWay } from '../../lock/lock-ways.js';
import type { RunProgram } from '../../process/run-program.js';
import { Bus, sessionBusAddress, systemBusAddress } from './bus.js';
import type { BusCall } from './connection.js';
import { LOGIND, LOGIND_SESSION, ownSession } from './logind.js';
import { KIN, UNITY } from './screen-savers.js';

/** This script knows the lockers of desktops that have no service for locking. */
const XDG_SCREENSAVER = '/usr/bin/xdg-screensaver';

/** Longer than `lockBy` waits, so that a late answer does not look like a refusal. */
const ASK_BOUND_MS = LOCKED_BOUND_MS + 1_000;

/** Errors of the bus, or of a service without a lock of its own: there is nobody to ask. */
const NOBODY = new Set(
  ['ServiceUnknown', 'NameHasNoOwner', 'UnknownMethod', 'UnknownObject', 'NotSupported'].map(
    (name) => `org.freedesktop.DBus.Error.${name}`,
  ),
);

/**
 * The ways to lock a Linux desktop, in the order of the tries. First logind: today's desktops listen to it,
 * whatever locker they use. Then the desktop's own screen saver; then a script that looks for a locker.
 */
export function linuxLocks(
  env: NodeJS.ProcessEnv,
  run: RunProgram,
): { readonly ways: readonly LockWay[]; dispose(): void } {
  const system = new Bus(systemBusAddress(env));
  const address = sessionBusAddress(env);
  const session = address === null ? null : new Bus(address);
  const savers = session === null ? [] : [...KIN, UNITY].map((name) => screenSaver(session, name));
  return {
    ways: [logind(system, env), ...savers, script(run)],
    dispose: () => {
      system.dispose();
      session?.dispose();
    },
  };
}

function logind(bus: Bus, env: NodeJS.ProcessEnv): LockWay {
  let path: string | null = null;
  return {
    ask: async () => {
      path = await ownSession(bus, env);
      if (path === null) return false;
      // The owner of a session may lock it without further permission.
      return asked(bus, { destination: LOGIND, path, interface: LOGIND_SESSION, member: 'Lock' });
    },
    isLocked: async () => {
      if (path === null) return false;
      const session = { destination: LOGIND, path };
      return (await bus.property(session, LOGIND_SESSION, 'LockedHint')) === true;
    },
  };
}

/** @param name of the service, its interface and, with slashes, its object */
function screenSaver(bus: Bus, name: string): LockWay {
  const saver = { destination: name, path: `/${name.replaceAll('.', '/')}`, interface: name };
  // Cinnamon's `Lock` takes a message to show on the locked screen.
  const message = name.includes('cinnamon') ? { signature: 's', body: [''] } : {};
  return {
    ask: () => asked(bus, { ...saver, member: 'Lock', ...message }),
    // Also true for a saver that was active before it was asked to lock: it locks then.
    isLocked: async () =>
      (await bus.ask({ ...saver, member: name === UNITY ? 'IsLocked' : 'GetActive' })) === true,
  };
}

async function asked(bus: Bus, call: BusCall): Promise<boolean> {
  try {
    await bus.call(call, ASK_BOUND_MS);
    return true;
  } catch (error) {
    if (!bus.connected || (error instanceof DBusError && NOBODY.has(error.type))) return false;
    throw error;
  }
}

/** The script does not tell whether it locked: without a locker it only makes the screen dark. */
function script(run: RunProgram): LockWay {
  return {
    ask: () =>
      run(XDG_SCREENSAVER, ['lock'], { timeMs: ASK_BOUND_MS, output: 4_096 }).then(
        () => true,
        // The script is not installed, or found no locker.
        () => false,
      ),
    isLocked: () => Promise.resolve(false),
  };
}
