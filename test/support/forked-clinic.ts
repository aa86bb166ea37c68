import { expect } from 'vitest';
import { Acceptance } from '../../src/main/account/acceptance.js';
import { composeLost } from '../../src/main/app/compose-lost.js';
import { ClinicAppKeeper } from '../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../src/main/clinic-apps/journal.js';
import { SigningOut } from '../../src/main/clinic/signing-out.js';
import { lostRow } from '../../src/main/ipc/lost-decision-words.js';
import type { Author, LostDecisions } from '../../src/main/ports/index.js';
import { VirtualLine } from './fakes/virtual-line.js';
import { VirtualServer } from './fakes/virtual-server.js';
import { PLACE } from './office-desk.js';
import { SimulatedDesk } from './simulated-desk.js';

const OWNER = { user: 'owner', password: 'x' };

/** A computer with what the app adds to it for these tests. */
export interface ForkDesk {
  readonly desk: SimulatedDesk;
  readonly line: VirtualLine;
  readonly apps: ClinicAppKeeper;
  readonly signOut: SigningOut;
  readonly lost: LostDecisions;
}

async function openDesk(server: VirtualServer): Promise<ForkDesk> {
  const line = new VirtualLine(server);
  const desk = await SimulatedDesk.open(line, server);
  const { account: opened, identity, office } = desk;
  const { account, chain, audit, clock, identityStore: store, clinicStore } = opened;
  const { keys } = identity;
  const apps = new ClinicAppKeeper({
    ...{ account, store, clock, keys, decisions: chain, author: () => keys.author },
    journal: new ClinicAppJournal(audit, clock),
  });
  chain.register({ 'trail.kept': () => undefined });
  const self = (): string | null => clinicStore.workstation()?.id ?? null;
  const signOut = new SigningOut({ account, decisions: chain, self });
  const { policies } = opened;
  const lost = composeLost({ ...identity, opened, policies, clinicApps: apps, office, signOut });
  return { desk, line, apps, signOut, lost };
}

export function stateOf({ desk }: ForkDesk): SimulatedDesk['state'] {
  return desk.state;
}

/** A clinic whose server was restored from a backup, and went on without what one of its two computers had decided. */
export class Fork {
  first!: ForkDesk;
  second!: ForkDesk;
  server = new VirtualServer();

  /** @param before what both computers know */
  async open(before: (first: ForkDesk) => Promise<void>): Promise<void> {
    const { server } = this;
    this.first = await openDesk(server);
    await this.first.desk.share(PLACE, OWNER);
    await before(this.first);
    const made = await this.first.desk.office.invite(['Reception 2'], this.author);
    this.second = await openDesk(server);
    await this.second.desk.join(PLACE, made.ok ? (made.codes[0] ?? '') : '');
    const { memberId, keys } = this.author;
    this.second.desk.identity.keys.hold(memberId, keys.copy());
    await this.first.desk.clinic.log.pull();
  }

  /**
   * The first computer decides something, of which the second hears nothing; and then the server forgets it, and
   * the second decides something else.
   */
  async split(
    lost: (first: ForkDesk) => Promise<void>,
    kept: (second: ForkDesk) => Promise<unknown>,
  ) {
    const { first, second, server } = this;
    const restore = server.snapshot();
    second.line.mood = 'cut';
    await lost(first);
    first.line.mood = 'cut';
    restore();
    second.line.mood = 'works';
    await second.desk.connected();
    await kept(second);
    first.line.mood = 'works';
    await first.desk.connected();
    expect(first.desk.account.account.standing.kind).toBe('older');
    const { account, chain } = first.desk.account;
    const memory = { read: () => Promise.resolve(null) };
    await new Acceptance({ account, chain, memory, reseal: () => undefined }).accept(this.author);
  }

  /** The administrator who is signed in at both. */
  get author(): Author {
    return this.first.desk.author;
  }

  list() {
    return this.first.lost.list(this.author.memberId);
  }

  async rows() {
    return (await this.list()).map(lostRow);
  }

  async again(kind: string) {
    const found = (await this.list()).find(({ change }) => change.kind === kind);
    return this.first.lost.decideAgain(found?.id ?? 0, this.author);
  }

  /** The names of what the audit trail of the first computer says. */
  async audited(): Promise<readonly string[]> {
    const query = { events: null, memberId: null, sinceMs: null, beforeId: null, limit: 1_000 };
    return (await this.first.desk.account.audit.read(query)).map(({ event }) => event);
  }

  async close(): Promise<void> {
    await this.first.desk.close();
    await this.second.desk.close();
  }
}
