import { composeQuickSignIn } from '../../../src/main/app/compose-quick-sign-in.js';
import { ObservedState } from '../../../src/main/app/state.js';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import { BEFORE_ANY, type OrderedEnd } from '../../../src/main/ports/index.js';
import type { QuickSignIn } from '../../../src/main/quick-sign-in/quick-sign-in.js';
import type { PinEntered } from '../../../src/main/quick-sign-in/quick-sign-in-desk.js';
import { INITIAL_STATE, type SessionState } from '../../../src/main/session/machine.js';
import { endedBy, liveSession, policyWith } from './builders.js';
import { GENERATION, IdentityWorld } from './identity-world.js';
import { keysOf } from './member-seeds.js';

export const BADGE = '0012345678';
export const OTHER_BADGE = '0099887766';
export const PIN = '274916';

/** One computer whose clinic allows quick sign-in. Sessions are only said to be there; all else is real. */
export class BadgeWorld {
  readonly world: IdentityWorld;
  readonly state: ObservedState;
  readonly errors: unknown[] = [];
  quickSignIn: QuickSignIn;
  /** The order to sign out that is about everybody now. */
  order: OrderedEnd | null = null;

  private constructor(world: IdentityWorld) {
    this.world = world;
    this.state = new ObservedState(
      {
        ...{ session: INITIAL_STATE, managed: NOTHING_MANAGED, looks: 0, account: 0, others: 0 },
        policy: policyWith({ quickSignIn: true }),
      },
      (error) => this.errors.push(error),
    );
    this.quickSignIn = this.#compose();
    world.account.onChange(() => {
      this.state.count('account');
    });
  }

  /** Sam has a badge, and nobody has signed in yet. */
  static async open(): Promise<BadgeWorld> {
    const opened = new BadgeWorld(await IdentityWorld.open());
    await opened.signInFully();
    await opened.enrol();
    await opened.end('signOut');
    return opened;
  }

  /** The app starts again: what it had in memory is gone. */
  restart(): void {
    this.world.clock.dropTimers();
    this.quickSignIn = this.#compose();
  }

  /** Sam signs in with everything. */
  async signInFully(): Promise<void> {
    const { identity, sam } = this.world;
    await this.begin();
    this.quickSignIn.signedInFully(identity.keys.authorFor(sam));
  }

  /** A session of Sam lives. */
  async begin(): Promise<void> {
    this.world.holdKeys(this.world.sam);
    await this.#become({
      ...{ kind: 'active', generation: GENERATION, deadline: null, prepared: false },
      session: liveSession({ memberId: this.world.sam.id }),
    });
  }

  async enrol(badge = BADGE, pin = PIN): Promise<unknown> {
    const { quickSignIn } = this;
    const author = this.world.identity.keys.authorFor(this.world.sam);
    quickSignIn.begin(author);
    for (let tap = 0; tap < 2; tap += 1) await quickSignIn.tapped(Buffer.from(badge));
    return quickSignIn.finish(author, pin);
  }

  async end(cause: EndCause): Promise<void> {
    const { sam, identity } = this.world;
    await this.#become({
      ...{ kind: 'ending', generation: GENERATION, trying: true, failures: 0, failure: null },
      ...{ session: liveSession({ memberId: sam.id }), ended: endedBy({ cause }) },
    });
    identity.keys.forget();
    await this.#become(INITIAL_STATE);
  }

  async setPolicy(change: Partial<Policy>): Promise<void> {
    this.state.change({ policy: { ...this.state.now.policy, ...change } });
    await this.settle();
  }

  async tap(badge = BADGE): Promise<void> {
    await this.quickSignIn.tapped(Buffer.from(badge));
    await this.settle();
  }

  /** Taps, and enters a PIN. @returns whether that admits Sam */
  async comesBack(badge = BADGE, pin = PIN): Promise<boolean> {
    await this.tap(badge);
    const entered = await this.quickSignIn.enterPin(pin);
    if (entered.ok) entered.complete.keys.forget();
    return entered.ok;
  }

  async wrongPin(): Promise<PinEntered> {
    // The throttle slows tries down like those of a password.
    await this.world.clock.run(20_000);
    return this.quickSignIn.enterPin('839105');
  }

  /** An administrator decides something. */
  async asDana(decide: () => Promise<unknown>): Promise<void> {
    const { identity, dana } = this.world;
    identity.keys.hold(dana.id, keysOf(dana).copy());
    await decide();
    identity.keys.forget();
    await this.settle();
  }

  /** Whoever follows the state is told in a later turn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (this.errors.length > 0) throw new Error(String(this.errors[0]));
  }

  async #become(session: SessionState): Promise<void> {
    this.state.change({ session });
    await this.settle();
  }

  #compose(): QuickSignIn {
    const { account, clock, identity, desk } = this.world;
    const orders = { now: BEFORE_ANY, endOf: () => this.order, stateAt: () => null };
    return composeQuickSignIn({
      ...{ account, clock, identity, state: this.state },
      clinic: { desk, orders } as unknown as Parameters<typeof composeQuickSignIn>[0]['clinic'],
      acts: {
        badgeTapped: () => {
          if (this.state.now.session.kind === 'active')
            this.state.change({
              session: {
                ...{ kind: 'ending', generation: GENERATION, trying: true, failures: 0 },
                ...{ failure: null, ended: endedBy({ cause: 'badge' }) },
                session: liveSession({ memberId: this.world.sam.id }),
              },
            });
        },
      },
    });
  }
}
