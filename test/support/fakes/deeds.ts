import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import type { Role } from '../../../src/shared/people/role.js';
import type { LockMood } from './fake-computer-lock.js';
import type { KeychainMood } from './fake-keychain.js';
import type { VirtualComputer } from './virtual-computer.js';

/** One thing that happens to a {@link VirtualComputer}. Plain data, so that a history can be kept. */
export type Deed =
  | {
      readonly do: 'run' | 'sleep' | 'sleepUntold' | 'stop' | 'jumpWall' | 'reboot' | 'giveWay';
      readonly ms: number;
    }
  | { readonly do: 'touch' | 'useApp' | 'useAppUnseen' | 'kill' | 'start' | 'finishSignIn' }
  | { readonly do: 'signIn' | 'beginSignIn' | 'setRole'; readonly role: Role }
  | { readonly do: 'requestEnd'; readonly cause: EndCause }
  | { readonly do: 'setPolicy'; readonly policy: Policy }
  | { readonly do: 'keychain'; readonly mood: KeychainMood }
  | { readonly do: 'computerLock'; readonly mood: LockMood }
  | { readonly do: 'killAfter'; readonly calls: number }
  | {
      readonly do: 'disk' | 'readableIdle' | 'frozenIdle' | 'screenLock' | 'windows';
      readonly on: boolean;
    };

type Doing<Name extends Deed['do']> = (
  computer: VirtualComputer,
  deed: Deed & { readonly do: Name },
) => unknown;

const DOING: { readonly [Name in Deed['do']]: Doing<Name> } = {
  run: (computer, { ms }) => computer.run(ms),
  sleep: (computer, { ms }) => computer.sleep(ms),
  sleepUntold: (computer, { ms }) => computer.sleepUntold(ms),
  stop: (computer, { ms }) => computer.stop(ms),
  jumpWall: ({ clock }, { ms }) => clock.jumpWall(ms),
  reboot: (computer, { ms }) => {
    computer.reboot(ms);
    return computer.start();
  },
  touch: (computer) => computer.touch(),
  useApp: (computer) => computer.useApp(),
  useAppUnseen: (computer) => computer.useApp(true),
  kill: (computer) => computer.kill(),
  killAfter: (computer, { calls }) => computer.killAfter(calls),
  start: (computer) => computer.start(),
  beginSignIn: (computer, { role }) => computer.beginSignIn(role),
  finishSignIn: (computer) => computer.finishSignIn(),
  signIn: (computer, { role }) => computer.signIn(role),
  setRole: (computer, { role }) => computer.setRole(role),
  requestEnd: (computer, { cause }) => computer.requestEnd(cause),
  giveWay: ({ app }, { ms }) => {
    if (app?.ready === true) app.runner.endWithin(ms, 'signedInElsewhere');
  },
  setPolicy: (computer, { policy }) => computer.setPolicy(policy),
  keychain: ({ keychain }, { mood }) => (keychain.mood = mood),
  computerLock: ({ computerLock }, { mood }) => (computerLock.mood = mood),
  disk: (computer, { on }) => (computer.disk = on),
  readableIdle: ({ idle }, { on }) => (idle.readable = on),
  frozenIdle: ({ idle }, { on }) => (idle.frozen = on),
  screenLock: ({ idle }, { on }) => (idle.locked = on),
  windows: (computer, { on }) => (computer.windowsAnswer = on),
};

/** Does it, and lets everything settle. */
export async function perform(computer: VirtualComputer, deed: Deed): Promise<void> {
  const does = DOING[deed.do] as Doing<Deed['do']>;
  await does(computer, deed);
  await computer.settle();
}

/** The app dies, the computer stays as it is for a while, and the app is started again. */
export async function restart(
  computer: VirtualComputer,
  downMs: number,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  computer.kill();
  computer.clock.stop(downMs);
  meanwhile();
  await computer.start();
}

const deeds = (...names: readonly Deed['do'][]): ReadonlySet<Deed['do']> => new Set(names);

/** Deeds of a person at this computer, beside those in the app's own windows. */
export const SEEN_BY_OS = deeds('touch', 'signIn', 'beginSignIn');

/**
 * Deeds after which the OS's whole seconds cannot be narrowed down: a restart forgets how exact the
 * record was, and a source that is not read any more tells nothing new.
 */
export const BLURRING = deeds('start', 'reboot', 'setPolicy', 'readableIdle');

/** Deeds after which a session still must last as long as its limit says. */
export const HARMLESS = deeds(
  'run',
  'touch',
  'useApp',
  'useAppUnseen',
  'beginSignIn',
  'finishSignIn',
  'signIn',
  'keychain',
  'computerLock',
  'disk',
);
