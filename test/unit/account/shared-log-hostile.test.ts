import { beforeEach, describe, expect, it } from 'vitest';
import { LogKeys } from '../../../src/main/account/log-keys.js';
import { START } from '../../../src/main/account/entry.js';
import { rowLink } from '../../../src/main/account/row-reader.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { type LogRow, ServerAwayError } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { writtenLater } from '../../support/fakes/chain-computers.js';
import type { Desk } from '../../support/fakes/desk.js';
import { shareDesk } from '../../support/fakes/desks.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import {
  ada,
  apps,
  dana,
  decideAll,
  entryOf,
  expectAgreed,
  keep,
  openClinic,
  sam,
  SOUND,
} from './several-desks.js';

/* The decisions of a clinic with several computers, on a server that lies, and beside a computer that does. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ server, first, second } = await openClinic());
});

describe('a void row', () => {
  const garbage = (desk: Desk, body: Buffer): Promise<unknown> =>
    desk.connection?.append(server.rows.at(-1) ?? desk.rows.head(), body, [], 1_000) ??
    Promise.resolve();

  it.each<[string, (desk: Desk) => Buffer]>([
    ['garbage', () => Buffer.from('garbage')],
    ['sealed under another key', () => LogKeys.fresh().sealRow(entryOf(first))],
    [
      'a decision that is there',
      (desk) => desk.logKeys.sealRow(first.account.decisions.entries[2] ?? entryOf(first)),
    ],
    [
      'a forged decision',
      (desk) => desk.logKeys.sealRow({ ...entryOf(first), signature: Buffer.alloc(64) }),
    ],
    ['a decision of a member', (desk) => desk.logKeys.sealRow(entryOf(first, sam))],
  ])('stops nobody and changes nothing: %s', async (_what, body) => {
    const before = first.state;
    // A workstation that appends what it likes.
    await garbage(second, body(second));
    await expectAgreed(first, second);
    expect(first.state).toEqual(before);
    await second.decide(ada, keep(9));
    await first.decide(dana, keep(10));
    await expectAgreed(first, second);
    expect(first.state.trailYears).toBe(10);
    for (const desk of [first, second]) {
      const again = await desk.restarted();
      expect([again.state, await again.connect()]).toEqual([first.state, 'same']);
    }
  });

  it('of a later version that must be understood makes this computer wait for it', async () => {
    await decideAll(first, 9);
    await garbage(second, second.logKeys.sealRow(entryOf(first, dana, writtenLater(false))));
    expect(await first.log.pull()).toBe('outdated');
    expect(await first.connect()).toBe('outdated');
    expect([first.standing, first.state.trailYears]).toEqual([SOUND, 9]);
    await expect(first.decide(dana, keep(10))).rejects.toThrow(ServerAwayError);
  });

  it('of a later version that may be passed over is passed over', async () => {
    await garbage(second, second.logKeys.sealRow(entryOf(first, dana, writtenLater(true))));
    await decideAll(first, 9);
    await expectAgreed(first, second);
  });
});

describe('a server that lies', () => {
  it('with a frozen head keeps nobody waiting, and nothing goes back', async () => {
    const head = second.rows.head();
    await decideAll(first, 9);
    await second.log.pull();
    second.line.lies.greeting = (truth) => ({ ...truth, head });
    second.line.lies.rows = (truth) => truth.filter(({ seq }) => seq <= head.seq);
    await second.connect();
    expect([second.state.trailYears, second.standing]).toEqual([9, SOUND]);
    expect(server.rows).toEqual(first.rows.rows);
  });

  it.each<[string, (rows: Desk['rows']['rows']) => Desk['rows']['rows']]>([
    ['cut at its beginning', (rows) => rows.slice(1)],
    ['doubled', (rows) => rows.flatMap((row) => [row, row])],
    ['reordered', (rows) => [...rows].reverse()],
    [
      'with bodies swapped',
      (rows) => rows.map((row, at) => ({ ...row, body: rows.at(-1 - at)?.body ?? row.body })),
    ],
    ['with other numbers', (rows) => rows.map((row) => ({ ...row, seq: row.seq + 1 }))],
  ])('with rows %s changes nothing', async (_how, lie) => {
    await decideAll(first, 9, 10);
    const before = { state: second.state, rows: second.rows.rows };
    second.line.lies.rows = (truth) => lie([...truth]);
    const meeting = await second.connect();
    const isPrefix = first.account.decisions.entries
      .slice(0, second.account.decisions.entries.length)
      .every(({ link }, at) => second.account.decisions.entries[at]?.link.equals(link));
    // Either as it was, or further on the one true course.
    expect([isPrefix, second.rows.rows.length >= before.rows.length]).toEqual([true, true]);
    expect(second.standing).toEqual(SOUND);
    expect(['contradicted', 'same']).toContain(meeting);
    second.line.lies = {};
    expect(await second.connect()).toBe('same');
    await expectAgreed(first, second);
  });

  it('with the log of another clinic is contradicted, and nothing changes', async () => {
    const other = new VirtualServer();
    const theirs = await shareDesk(
      other,
      MemoryAccount.of(memberNamed('Eve', 'administrator')),
      memberNamed('Eve', 'administrator'),
    );
    const before = second.state;
    second.line.lies.greeting = (truth) => ({ ...truth, log: other.log ?? '' });
    expect(await second.connect()).toBe('contradicted');
    second.line.lies = {
      rows: () => theirs.rows.rows,
      greeting: (truth) => ({ ...truth, head: theirs.rows.head() }),
    };
    expect(await second.connect()).toBe('contradicted');
    expect([second.state, second.standing]).toEqual([before, SOUND]);
    await expect(second.decide(ada, keep(9))).rejects.toThrow(ServerAwayError);
  });

  it('with a clinic that somebody made up, who had the log’s key, is contradicted', async () => {
    const eve = memberNamed('Eve', 'administrator');
    const { log } = first.facts;
    const theirs = await shareDesk(new VirtualServer(), MemoryAccount.of(eve), eve, log);
    const rows: LogRow[] = [];
    for (const entry of theirs.account.decisions.entries) {
      const after = rows.at(-1) ?? START;
      const body = first.logKeys.sealRow(entry);
      rows.push({ seq: after.seq + 1, link: rowLink(after.link, body), body });
    }
    const before = second.state;
    const head = rows.at(-1) ?? START;
    second.line.lies = { rows: () => rows, greeting: (truth) => ({ ...truth, head }) };
    expect(await second.connect()).toBe('contradicted');
    expect([second.state, second.standing, second.lost]).toEqual([before, SOUND, []]);
    second.line.lies = {};
    await second.connect();
    await expectAgreed(first, second);
  });

  it('with other boxes gives none', async () => {
    const box = Buffer.from('the clinic’s apps');
    await first.decide(dana, apps(box), box);
    second.line.lies.boxes = (truth) =>
      truth.map(({ name }) => ({ name, box: first.logKeys.sealBox(Buffer.from('other apps')) }));
    await second.log.pull();
    expect(second.account.box(hashOf(box))).toBeNull();
    second.line.lies = {};
    await second.log.pull();
    expect(second.account.box(hashOf(box))).toEqual(box);
  });

  it('that says “appended” and keeps nothing is found out at the next contact', async () => {
    const restore = server.snapshot();
    await decideAll(first, 9);
    restore();
    await second.connect();
    await second.decide(ada, keep(20));
    expect(await first.connect()).toBe('same');
    expect([first.lost.length, first.standing.kind]).toEqual([1, 'older']);
  });

  it('that always says “moved” does not keep anybody for ever', async () => {
    first.line.lies.appended = () => 'moved';
    await expect(first.decide(dana, keep(9))).rejects.toThrow(ServerAwayError);
  });

  it('is given nothing that can be read', async () => {
    const box = Buffer.from('Rivertown’s list of apps');
    await first.decide(dana, apps(box), box);
    const kept = server.bytes;
    for (const secret of [
      'Rivertown',
      'Dana',
      dana.email,
      'trail.kept',
      'neverReplaced',
      'apps',
      dana.id,
    ])
      expect(kept.includes(secret), secret).toBe(false);
    for (const { keys } of Object.values(first.state.members))
      expect(kept.includes(Buffer.from(keys.signing, 'base64'))).toBe(false);
  });
});
