import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { type OpenManaged, openManaged } from '../../src/main/app/open-managed.js';
import { makePolicyKey, signPolicyFile } from '../../src/main/commands/sign-policy-command.js';
import { systemClock } from '../../src/main/host/clock.js';
import type { Fetch } from '../../src/main/host/network/small-file.js';
import { publicText } from '../../src/main/keys/detached-signature.js';
import type { PlaceKeeper } from '../../src/main/policy/place-keeper.js';
import type { WatchedPlace } from '../../src/main/ports/index.js';
import { NODE_TIMERS } from '../../src/main/ports/within.js';
import { FakeManagedPlace } from './fakes/managed.js';
import { MemoryAudit } from './fakes/memory-audit.js';
import { httpsFetch } from './https-fetch.js';

/** At most so many seconds without activity. */
export function atMost(seconds: number): object {
  return { version: 1, policy: { sessionTimeoutSeconds: { max: seconds } } };
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** A computer whose own policy names an address, the web server there, and whoever signs for it. */
export class PolicyWorld {
  readonly #authority = new PrivateAuthority('Policies');
  readonly fetch: Fetch = httpsFetch(this.#authority.certificate);
  readonly folder = mkdtempSync(join(tmpdir(), 'clinic-policy-'));
  /** The file with the private key. */
  readonly key = join(this.folder, 'key.pem');
  readonly audit = new MemoryAudit();
  /** The computer's own place. */
  readonly own: FakeManagedPlace & WatchedPlace = Object.assign(new FakeManagedPlace(), {
    watch: () => undefined,
    look: () => undefined,
  });
  /** How often the server was asked. */
  asked = 0;
  /** What it does. */
  answer: RequestListener = (_asked, response) => void response.writeHead(404).end();
  opened!: OpenManaged;
  readonly #server = createServer(this.#authority.issue(['localhost']), (request, response) => {
    this.asked += 1;
    this.answer(request, response);
  });

  /** The computer starts, with nothing at the address yet. */
  static async begin(): Promise<PolicyWorld> {
    const world = new PolicyWorld();
    await listen(world.#server);
    makePolicyKey(world.key);
    world.local({});
    await world.start();
    return world;
  }

  end(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.folder, { recursive: true });
  }

  get address(): string {
    return `https://localhost:${portOf(this.#server)}/policy.signed.json`;
  }

  get publicKey(): string {
    return publicText(createPrivateKey(readFileSync(this.key)));
  }

  /** What the computer keeps of the policy at the address. */
  get memory(): string {
    return join(this.folder, 'managed-policy-address.json');
  }

  /** Changes the computer's own policy, which is not read by that. */
  local(more: object): void {
    const { address: policyAddress, publicKey: policyKey } = this;
    this.own.write({ version: 1, policyAddress, policyKey, ...more });
  }

  async start(fetch = this.fetch): Promise<void> {
    const { folder, audit, own } = this;
    // Waits a moment where the app waits a minute for the network to come.
    const after = (ms: number, callback: () => void): (() => void) =>
      NODE_TIMERS.after(Math.min(ms, 10), callback);
    const clock = { ...systemClock(), after };
    this.opened = await openManaged({ folder, audit, clock, fetch, own: [own] });
  }

  /** Looks at the address. */
  async look(): Promise<void> {
    await this.opened.managed.refresh(this.opened.managedPlaces.at(-1));
  }

  serve(text: string): void {
    this.answer = (_asked, response) => void response.end(text);
  }

  /** @returns what somebody of the clinic's IT puts onto the web */
  signed(policy: object, nowMs?: number, address = this.address): string {
    const file = join(this.folder, 'policy.json');
    writeFileSync(file, JSON.stringify(policy));
    const { exitCode, message } = signPolicyFile({ file, key: this.key, address }, nowMs);
    if (exitCode !== 0) throw new Error(message);
    return readFileSync(join(this.folder, 'policy.signed.json'), 'utf8');
  }

  get timeout(): unknown {
    return this.opened.managed.policy.rules.sessionTimeoutSeconds;
  }

  /** The place of the address, while one is named. */
  get place(): PlaceKeeper | undefined {
    return this.opened.managed.places.find(({ place }) => place.kind === 'address');
  }
}
