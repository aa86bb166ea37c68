import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import type { Role } from '../../../src/shared/people/role.js';
import type { LockMood } from './fake-computer-lock.js';
import type { KeychainMood } from './fake-keychain.js';
import type { VirtualComputer } from './virtual-computer.js';

/** One thing that happens to a {@link VirtualComputer}. Plain data, so that a history can be kept. */
export type Deed =
  | {
      readonly do: 'run' | 'sleep' | 'sleepUntold' | 'stop' | 'jumpWall' | 'reboot';
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

/** Does it, and lets everything settle. */
export async function perform(computer: VirtualComputer, deed: Deed): Promise<void> {
  switch (deed.do) {
    case 'run':
      return computer.run(deed.ms);
    case 'sleep':
      return computer.sleep(deed.ms);
    case 'sleepUntold':
      return computer.sleepUntold(deed.ms);
    case 'stop':
      return computer.stop(deed.ms);
    case 'jumpWall':
      computer.clock.jumpWall(deed.ms);
      break;
    case 'reboot':
      computer.reboot(deed.ms);
      return computer.start();
    case 'touch':
      computer.touch();
      break;
    case 'useApp':
      return computer.useApp();
    case 'useAppUnseen':
      return computer.useApp(true);
    case 'kill':
      computer.kill();
      break;
    case 'killAfter':
      computer.killAfter(deed.calls);
      break;
    case 'start':
      return computer.start();
    case 'beginSignIn':
      computer.beginSignIn(deed.role);
      break;
    case 'finishSignIn':
      await computer.finishSignIn();
      break;
    case 'signIn':
      await computer.signIn(deed.role);
      break;
    case 'setRole':
      return computer.setRole(deed.role);
    case 'requestEnd':
      return computer.requestEnd(deed.cause);
    case 'setPolicy':
      return computer.setPolicy(deed.policy);
    case 'keychain':
      computer.keychain.mood = deed.mood;
      break;
    case 'computerLock':
      computer.computerLock.mood = deed.mood;
      break;
    case 'disk':
      computer.disk = deed.on;
      break;
    case 'readableIdle':
      computer.idle.readable = deed.on;
      break;
    case 'frozenIdle':
      computer.idle.frozen = deed.on;
      break;
    case 'windows':
      computer.windowsAnswer = deed.on;
      break;
    case 'screenLock':
      computer.idle.locked = deed.on;
      break;
  }
  return computer.settle();
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
