import { Secret, TOTP } from 'otpauth';
import type { Author, Member } from '../../../src/main/ports/index.js';
import { STEP_SECONDS } from '../../../src/main/identity/second-factor/totp.js';
import type { IdentityWorld } from './identity-world.js';

/** A member's authenticator app in a virtual world. */
export interface Codes {
  /** The code of so many steps from now. */
  readonly at: (steps: number) => string;
  /** One that was never used: the clock goes on by a step for it. */
  readonly next: () => string;
  readonly recoveryCodes: readonly string[];
}

/** Gives a member two-factor authentication, as the app does it. */
export async function setUpSecondFactor(
  world: IdentityWorld,
  member: Member,
  owner: Author = world.as(member),
): Promise<Codes> {
  const { secondFactor } = world.identity;
  const { secret } = secondFactor.start(owner);
  const at = authenticator(world, secret);
  const confirmed = await secondFactor.confirm(owner, at(0));
  if (!confirmed.ok) throw new Error(`refused: ${confirmed.code}`);
  const { recoveryCodes } = confirmed;
  return {
    at,
    recoveryCodes,
    next: () => {
      world.clock.stop(STEP_SECONDS * 1_000);
      return at(0);
    },
  };
}

/** @param secret in base 32, as it is shown */
export function authenticator(
  { clock }: Pick<IdentityWorld, 'clock'>,
  secret: string,
): (steps: number) => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return (steps) => totp.generate({ timestamp: clock.now().wallMs + steps * STEP_SECONDS * 1_000 });
}
