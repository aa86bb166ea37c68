import type { StoredEntry } from '../../../src/main/account/entry.js';
import { LogKeys } from '../../../src/main/account/log-keys.js';
import { WorkstationSecret } from '../../../src/main/clinic/workstation-secret.js';
import type { LogRow, StoredWorkstation } from '../../../src/main/ports/index.js';
import { AccountMemory } from '../../../src/main/vault/account-memory.js';
import { memberNamed, policyWith } from '../fakes/builders.js';
import type { Desk } from '../fakes/desk.js';
import { enrolDesk, shareDesk } from '../fakes/desks.js';
import { FakeKeychain } from '../fakes/fake-keychain.js';
import { MemoryAccount } from '../fakes/memory-account.js';
import { INSTALLATION } from '../fakes/virtual-app.js';
import { VirtualClock } from '../fakes/virtual-clock.js';
import { VirtualServer } from '../fakes/virtual-server.js';
import { MemoryClinicStore } from './memory-clinic-store.js';

/* The clinic with which every simulated history begins. It is founded once, by real decisions. */

export const DESKS = 8;

/** Who works there: the first two are administrators. */
export const PEOPLE = [
  memberNamed('Dana', 'administrator'),
  memberNamed('Ada', 'administrator'),
  memberNamed('Sam', 'receptionist'),
  memberNamed('Kim', 'practitioner'),
  memberNamed('Lee', 'practitioner'),
] as const;

/** An hour without the server is the least that a policy may allow. */
export const OFFLINE_LIMIT_SECONDS = 3_600;

export const FIRST_POLICY = policyWith({
  sessionTimeoutSeconds: 300,
  offlineLimitSeconds: OFFLINE_LIMIT_SECONDS,
});

/** What is on a workstation's disk, and in the keychain, before it is switched on. */
export interface DeskImage {
  readonly id: string;
  readonly entries: readonly StoredEntry[];
  readonly boxes: ReadonlyMap<string, Buffer>;
  readonly state: string | null;
  readonly rows: readonly LogRow[];
  readonly workstation: StoredWorkstation | null;
  readonly keychain: ReadonlyMap<string, string>;
}

export interface ClinicImage {
  readonly log: string;
  /** Makes another server be the clinic's. */
  readonly restore: (into: VirtualServer) => void;
  readonly desks: readonly DeskImage[];
}

let made: Promise<ClinicImage> | null = null;

export function clinicImage(): Promise<ClinicImage> {
  return (made ??= makeImage());
}

async function makeImage(): Promise<ClinicImage> {
  const clock = new VirtualClock();
  const server = new VirtualServer(() => clock.now().wallMs);
  const [founder] = PEOPLE;
  const account = MemoryAccount.founded({ members: PEOPLE, clock, policy: FIRST_POLICY });
  const first = await shareDesk(server, account, founder);
  const desks = [first];
  while (desks.length < DESKS)
    desks.push(await enrolDesk(first, founder, `Room ${desks.length + 1}`));
  const images: DeskImage[] = [];
  for (const desk of desks) {
    await desk.log.pull();
    images.push(await imageOf(desk, clock));
  }
  const restore = server.snapshot();
  for (const desk of desks) desk.disconnect();
  return { log: first.facts.log, restore, desks: images };
}

async function imageOf(desk: Desk, clock: VirtualClock): Promise<DeskImage> {
  const { identity, account, rows, facts, kept, remembered } = desk;
  const store = new MemoryClinicStore();
  const keychain = new FakeKeychain();
  const secret = new WorkstationSecret({ store, keychain, clock, installation: INSTALLATION });
  await secret.prepare();
  secret.save({
    ...{ workstation: identity.id, log: facts.log, joins: null },
    ...{ keys: identity.keys, password: identity.password },
    logKeys: new LogKeys(new Map([...kept].map(([epoch, key]) => [epoch, Buffer.from(key)]))),
  });
  const memory = new AccountMemory(keychain, clock, INSTALLATION);
  memory.note(remembered ?? account.chain.head);
  await memory.read();
  const { entries, boxes, state } = account.decisions;
  return {
    ...{ id: identity.id, entries: [...entries], boxes: new Map(boxes), state },
    ...{ rows: [...rows.rows], workstation: store.workstation() },
    keychain: new Map(keychain.entries),
  };
}
