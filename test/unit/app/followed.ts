import { followAccount } from '../../../src/main/app/follow-account.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/** A computer whose live session follows its account. */
export class Followed {
  readonly computer = new VirtualComputer();
  /** What changes of the account did beyond the session. */
  readonly did: string[] = [];
  /** Names of apps with input that was not sent; `null`: a page cannot be asked. */
  unsaved: readonly string[] | null = [];

  /** An administrator is signed in. */
  static async begin(): Promise<Followed> {
    const followed = new Followed();
    await followed.computer.start();
    await followed.computer.signIn('administrator');
    return followed;
  }

  get memberId(): string {
    const { state } = this.computer;
    if (state?.kind !== 'active') throw new Error('nobody is signed in');
    return state.session.memberId;
  }

  get orders(): OrdersHere {
    const { account } = this.computer;
    return new OrdersHere({
      ...{ account, chain: account.chain, self: () => this.computer.workstation },
    });
  }

  /** @param who who has signed in halfway, if not whoever the app knows of */
  async follow(who?: Pick<WhoIsHere, 'halfSignedIn'>): Promise<void> {
    const { account, running: app } = this.computer;
    const { keys, flow } = app.identity;
    const unsaved = (): readonly string[] => this.unsaved ?? [];
    followAccount({
      ...{ account, runner: app.runner, keys, orders: this.orders },
      who: who ?? new WhoIsHere({ account, flow, runner: app.runner }),
      desk: {
        followApps: (role) => this.did.push(`apps of a ${role}`),
        get unsaved() {
          return unsaved();
        },
      },
      guarded: {
        readUnsaved: () =>
          this.unsaved === null ? Promise.reject(new Error('no answer')) : Promise.resolve(),
      },
      windows: { closeSettings: () => this.did.push('settings closed') },
    });
    await new Promise((resolve) => setImmediate(resolve));
    await this.computer.settle();
  }
}
