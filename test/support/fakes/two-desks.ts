import type { Member } from '../../../src/main/ports/index.js';
import { GENERATION, IdentityWorld, PASSWORD } from './identity-world.js';

/** A clinic with two desks: the first is where everybody has signed in, at the second nobody has. */
export interface TwoDesks {
  readonly first: IdentityWorld;
  readonly second: IdentityWorld;
  readonly sam: Member;
}

export async function openTwoDesks(): Promise<TwoDesks> {
  const first = await IdentityWorld.open();
  first.share();
  return { first, second: first.otherDesk(), sam: first.sam };
}

/** Sam, or somebody else, enters an email and a password. */
export function enter(world: IdentityWorld, password = PASSWORD, email = world.sam.email) {
  return world.identity.flow.enter(email, password, GENERATION);
}

/** What was told as changed by other means than the app. */
export function told(world: IdentityWorld): readonly unknown[] {
  return world.audit.named('record.tampered').map(({ detail }) => detail?.['what']);
}

/** Sam signs in at a desk, and has a session there. */
export async function signIn(world: IdentityWorld, password = PASSWORD): Promise<void> {
  const entered = await enter(world, password);
  if (!entered.ok || entered.complete === null) throw new Error('Sam did not get in.');
  world.identity.keys.hold(world.sam.id, entered.complete.keys);
  world.account.recordSignIn(world.sam.id, world.clock.now().wallMs);
}

/** Sam, who is signed in at a desk, chooses another password. */
export async function changePassword(world: IdentityWorld, to: string): Promise<void> {
  const { keys, ownPassword } = world.identity;
  const changed = await ownPassword.change(world.sam, to, keys.authorFor(world.sam));
  if (!changed.ok) throw new Error(changed.problem);
  keys.hold(world.sam.id, changed.keys);
}
