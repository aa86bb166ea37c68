import { Variant } from '@jellybrick/dbus-next';
import { Bus, type BusSignal, sessionBusAddress, systemBusAddress } from './bus.js';

const LOGIND = 'org.freedesktop.login1';
const MANAGER = `${LOGIND}.Manager`;
const SESSION = `${LOGIND}.Session`;
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** Screen savers that tell by `ActiveChanged(b)`: the freedesktop one (KDE among them) and its kin. */
const SCREEN_SAVERS: ReadonlySet<string> = new Set([
  'org.freedesktop.ScreenSaver',
  'org.gnome.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
  'org.xfce.ScreenSaver',
]);

export interface LockListener {
  /** The computer was locked, or another person's OS session is in front of this one. */
  readonly onLock: () => void;
  readonly onUnlock: () => void;
  readonly onSleep: () => void;
  readonly onWake: () => void;
}

/** Which of the two buses is heard now. */
export interface LockSignalState {
  readonly logind: boolean;
  readonly screenSaver: boolean;
}

export interface LockSignals {
  readonly state: LockSignalState;
  dispose(): void;
}

/**
 * Listens to what a Linux desktop tells of locking and sleep, over D-Bus: Electron's own events for
 * locking exist on macOS and Windows only. Whoever may send on these buses can at most lock.
 */
export function listenToLockSignals(
  listener: LockListener,
  env: NodeJS.ProcessEnv = process.env,
): LockSignals {
  /** This process's own OS session; `null` while unknown: then any session's signals count. */
  let own: string | null = null;

  const system = new Bus(systemBusAddress(env), {
    matches: [
      `type='signal',sender='${LOGIND}',interface='${SESSION}'`,
      `type='signal',sender='${LOGIND}',interface='${PROPERTIES}',arg0='${SESSION}'`,
      `type='signal',sender='${LOGIND}',interface='${MANAGER}',member='PrepareForSleep'`,
    ],
    onSignal: (signal) => {
      if (signal.interface === MANAGER) hearSleep(signal, listener);
      else if (own === null || signal.path === own) hearSession(signal, listener);
    },
    onChange: (connected) => {
      if (connected) void ownSession(system, env).then((path) => (own = path));
    },
  });

  const address = sessionBusAddress(env);
  const session =
    address === null
      ? null
      : new Bus(address, {
          matches: [...SCREEN_SAVERS].map(
            (name) => `type='signal',interface='${name}',member='ActiveChanged'`,
          ),
          onSignal: (signal) => {
            if (SCREEN_SAVERS.has(signal.interface)) hear(signal.body[0], listener);
          },
          onChange: () => undefined,
        });

  return {
    get state() {
      return { logind: system.connected, screenSaver: session?.connected ?? false };
    },
    dispose: () => {
      system.dispose();
      session?.dispose();
    },
  };
}

/** What is no boolean says nothing. */
function hear(locked: unknown, { onLock, onUnlock }: LockListener): void {
  if (locked === true) onLock();
  if (locked === false) onUnlock();
}

function hearSleep({ body }: BusSignal, { onSleep, onWake }: LockListener): void {
  if (body[0] === true) onSleep();
  if (body[0] === false) onWake();
}

function hearSession(signal: BusSignal, listener: LockListener): void {
  if (signal.interface === SESSION) {
    if (signal.member === 'Lock') listener.onLock();
    if (signal.member === 'Unlock') listener.onUnlock();
    return;
  }
  const [, changed] = signal.body;
  hear(property(changed, 'LockedHint'), listener);
  // Somebody switched to another user: this session is not the one on the screen any more.
  if (property(changed, 'Active') === false) listener.onLock();
}

function property(changed: unknown, name: string): unknown {
  if (typeof changed !== 'object' || changed === null) return undefined;
  const value: unknown = Reflect.get(changed, name);
  return value instanceof Variant ? value.value : undefined;
}

/** @returns the path of this process's OS session, or `null` where logind knows none */
async function ownSession(system: Bus, env: NodeJS.ProcessEnv): Promise<string | null> {
  const manager = { destination: LOGIND, path: '/org/freedesktop/login1', interface: MANAGER };
  const id = env['XDG_SESSION_ID'];
  const calls = [
    { ...manager, member: 'GetSessionByPID', signature: 'u', body: [process.pid] },
    ...(id === undefined ? [] : [{ ...manager, member: 'GetSession', signature: 's', body: [id] }]),
  ];
  for (const call of calls) {
    try {
      const [path] = await system.call(call);
      if (typeof path === 'string') return path;
    } catch {
      // A process that no session owns, such as a user service; the next way may tell.
    }
  }
  return null;
}
