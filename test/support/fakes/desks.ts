import { randomUUID } from 'node:crypto';
import type { Order } from '../../../src/main/account/chain-parts.js';
import { boxesOf, positionOf } from '../../../src/main/account/clinic-state.js';
import { writeEntry } from '../../../src/main/account/entry.js';
import { nextLogKey } from '../../../src/main/account/log-keys.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import type { Member } from '../../../src/main/ports/index.js';
import { authorOf, BOUND_MS, Desk, freshIdentity, PLACE } from './desk.js';
import type { MemoryAccount } from './memory-account.js';
import { MemoryLog } from './memory-log.js';
import type { VirtualServer } from './virtual-server.js';

/* A clinic with several computers, by hand: as the app shares an account, and enrols one more. */

/** The account's own computer shares it, on a server where nobody did. */
export async function shareDesk(
  server: VirtualServer,
  account: MemoryAccount,
  by: Member,
  log: string = randomUUID(),
): Promise<Desk> {
  const identity = freshIdentity();
  const { id, keys, password } = identity;
  const verifier = scramVerifier(password);
  const owner = { user: 'owner', password: 'owner' };
  await server.found(PLACE, owner, { log, workstation: id, verifier });
  const workstations = { [id]: { ...keys.publicKeys, name: '', at: 0 } };
  const none = { epoch: 0, box: '' };
  const next = nextLogKey({ log, keys: none, workstations, invited: {} });
  const kept = new Map([[1, next.key]]);
  const rows = new MemoryLog();
  const desk = new Desk({ server, identity, account, rows, kept, remembered: null });
  await desk.start();
  const connection = await desk.open(password);
  for (const entry of account.decisions.entries) await desk.send(connection, entry, []);
  const boxes = [...boxesOf(desk.state)].flatMap((hash) => account.box(hash) ?? []);
  await connection.bringBoxes(desk.named(boxes), BOUND_MS);
  const order: Order = {
    workstation: id,
    append: async (entry) => {
      await desk.send(connection, entry, [next.box]);
      return 'appended';
    },
    written: () => undefined,
  };
  const workstation = { ...keys.publicKeys, id, name: 'Reception 1' };
  const change = {
    kind: 'clinic.shared',
    log,
    server: PLACE,
    workstation,
    keys: next.keys,
  } as const;
  const decision = { change, boxes: [next.box] };
  await account.chain.commit(authorOf(by), () => decision, order);
  connection.close();
  await desk.connect();
  return desk;
}

/** One more computer, with a code that an administrator makes at this one. It is in contact. */
export async function enrolDesk(at: Desk, by: Member, name = 'Exam room 2'): Promise<Desk> {
  const { server, account } = at;
  const identity = freshIdentity();
  const code = freshIdentity();
  const { id: workstation, keys, password } = identity;
  const about = { workstation, name, code: code.keys.publicKeys, until: 0 };
  await at.decide(by, { kind: 'workstation.invited', ...about });
  const verifier = scramVerifier(code.password);
  const sealed = Buffer.from('a package');
  await at.connection?.openEnrolment({ workstation, verifier, sealed, hours: 24 }, BOUND_MS);
  const copy = account.copied(account.clock);
  // Of the credentials it gets none until somebody signs in there.
  for (const { keys: own } of Object.values(at.state.members))
    copy.decisions.boxes.delete(own.credential);
  const rows = new MemoryLog();
  rows.rows = [...at.rows.rows];
  const kept = at.logKeys.export();
  const remembered = account.chain.head;
  const desk = new Desk({ server, identity, account: copy, rows, kept, remembered });
  await desk.start();
  const { clinic } = at.state;
  const signing = code.keys.publicKeys.signing;
  const entry = writeEntry(
    {
      ...{ clinic, at: 0, on: workstation, trail: null },
      by: { as: 'enrolment', id: workstation, key: signing },
      change: { kind: 'workstation.enrolled', workstation, keys: keys.publicKeys },
    },
    positionOf(at.state),
    code.keys,
  );
  const connection = await desk.open(code.password);
  const body = desk.logKeys.sealRow(entry);
  await connection.enrol(rows.head(), body, scramVerifier(password), BOUND_MS);
  connection.close();
  await desk.connect();
  await at.log.pull();
  return desk;
}
