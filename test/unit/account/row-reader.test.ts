import { describe, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import {
  type Entry,
  type EntryAuthor,
  type Position,
  START,
  writeEntry,
} from '../../../src/main/account/entry.js';
import { judge } from '../../../src/main/account/judge.js';
import { LogKeys, type RowContent } from '../../../src/main/account/log-keys.js';
import { readRows, rowLink } from '../../../src/main/account/row-reader.js';
import type { LogRow } from '../../../src/main/ports/index.js';
import {
  codeOf,
  deskEnrolled,
  deskInvited,
  deskRemoved,
  SECOND_DESK,
  sharedBy,
  writtenLater,
} from '../../support/fakes/chain-computers.js';
import {
  added,
  FOUNDED,
  FOUNDER,
  memberBy,
  PRACTITIONER,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';

/* What a computer makes of rows that it got from a server which it does not believe. */

const founder = memberBy(FOUNDER);
const practitioner = memberBy(PRACTITIONER);
const FIRST_KEY = Buffer.alloc(32, 1);

function keep(years: number): SignedChange {
  return { kind: 'trail.kept', years };
}

/** A log as an honest server keeps it, whatever is in its rows. */
class SomeLog {
  readonly keys = new LogKeys(new Map([[1, Buffer.from(FIRST_KEY)]]));
  readonly rows: LogRow[] = [];
  readonly entries: Entry[] = [];
  state: ClinicState | null = null;

  /** @returns the log of a clinic that shares its account, with two members */
  static shared(): SomeLog {
    const log = new SomeLog();
    log.decides(FOUNDED);
    log.decides(added(2, 'practitioner')());
    log.decides(sharedBy());
    return log;
  }

  get head(): Position {
    return this.rows.at(-1) ?? START;
  }

  /** An entry that follows, signed by whoever's seed has that name. */
  entry(change: SignedChange, by: EntryAuthor = founder, signer: string = by.id): Entry {
    const { state } = this;
    const at = state === null ? START : { seq: state.seq, link: Buffer.from(state.link, 'base64') };
    const clinic = state?.clinic ?? by.key;
    return writeEntry({ clinic, at: 1_000, by, trail: null, change }, at, seedNamed(signer));
  }

  decides(change: SignedChange, by: EntryAuthor = founder, signer: string = by.id): Entry {
    const entry = this.entry(change, by, signer);
    const judged = judge(this.state, entry);
    if (judged.ok) this.state = judged.state;
    if (judged.ok) this.entries.push(entry);
    this.holds(entry);
    return entry;
  }

  holds(content: RowContent): void {
    this.holdsBytes(this.keys.sealRow(content));
  }

  holdsBytes(body: Buffer): void {
    const { seq, link } = this.head;
    this.rows.push({ seq: seq + 1, link: rowLink(link, body), body });
  }

  read(rows: readonly LogRow[] = this.rows, keys = this.keys): ReturnType<typeof readRows> {
    return readRows(rows, START, null, keys);
  }
}

function years(state: ClinicState | null | undefined): number | undefined {
  return state?.trailYears;
}

describe('rows', () => {
  it('say what was decided, from the first one or from any on', async () => {
    const log = SomeLog.shared();
    const half = { head: log.head, state: log.state };
    log.decides(keep(8));
    log.decides(keep(9));
    const whole = await log.read();
    expect(whole.stopped).toBeNull();
    expect(whole.rows.map(({ row }) => row)).toEqual(log.rows);
    expect(whole.rows.map(({ entry }) => entry)).toEqual(log.entries);
    expect(whole.rows.at(-1)?.state).toEqual(log.state);
    const rest = await readRows(log.rows.slice(3), half.head, half.state, log.keys);
    expect(rest).toEqual({ rows: whole.rows.slice(3), stopped: null });
    expect(await readRows([], log.head, log.state, log.keys)).toEqual({ rows: [], stopped: null });
  });

  it('are read as far as each follows the one before it', async () => {
    const log = SomeLog.shared();
    for (const more of [7, 8, 9, 10]) log.decides(keep(more));
    const [one, two, three, four, five, six, seven] = log.rows as [
      ...[LogRow, LogRow, LogRow, LogRow, LogRow, LogRow, LogRow],
    ];
    const other = SomeLog.shared();
    other.decides(keep(50));
    const changed = Buffer.from(five.body);
    changed[40] = (changed[40] ?? 0) ^ 1;
    const cases: readonly (readonly [string, readonly LogRow[], number])[] = [
      ['reordered', [one, two, three, five, four, six], 3],
      ['with one left out', [one, two, three, five, six, seven], 3],
      ['with one doubled', [one, two, three, four, four, five], 4],
      ['without its beginning', [four, five, six], 0],
      ['with a row of another log', [one, two, three, ...other.rows.slice(3)], 3],
      ['with another body', [one, two, three, four, { ...five, body: changed }, six], 4],
      ['with bodies swapped', [one, two, three, { ...four, body: five.body }], 3],
      ['with another number', [one, two, three, { ...four, seq: 9 }, five], 3],
      ['with another link', [one, two, three, { ...four, link: five.link }, five], 3],
    ];
    for (const [how, rows, until] of cases) {
      const reading = await log.read(rows);
      expect([how, reading.stopped, reading.rows.length]).toEqual([how, 'broken', until]);
    }
    // What is cut off at its end is a log all the same: only whoever remembers more can tell.
    expect(await log.read(log.rows.slice(0, 5))).toMatchObject({ stopped: null });
  });

  it('with numbers and links that fit again say no more: a decision names the one before it', async () => {
    const log = SomeLog.shared();
    for (const more of [7, 8, 9]) log.decides(keep(more));
    const [, , , four, five, six] = log.rows.map(({ body }) => body);
    for (const [bodies, valid] of [
      [
        [five, four, six],
        [null, 7, null],
      ],
      [
        [five, six],
        [null, null],
      ],
      [
        [four, four, five],
        [7, null, 8],
      ],
    ] as const) {
      const forged = SomeLog.shared();
      forged.rows.splice(0, 3, ...log.rows.slice(0, 3));
      for (const body of bodies) forged.holdsBytes(body ?? Buffer.alloc(0));
      const { rows, stopped } = await forged.read();
      const made = rows.slice(3).map(({ entry, state }) => (entry === null ? null : years(state)));
      expect([stopped, made]).toEqual([null, valid]);
    }
  });
});

describe('a void row', () => {
  const VOID: Readonly<Record<string, (log: SomeLog) => void>> = {
    garbage: (log) => log.holdsBytes(Buffer.from('garbage')),
    nothing: (log) => log.holdsBytes(Buffer.alloc(0)),
    'what is sealed under a key of somebody else': (log) =>
      log.holdsBytes(LogKeys.fresh().sealRow(log.entry(keep(50)))),
    'a box': (log) => log.holdsBytes(log.keys.sealBox(log.entry(keep(50)).body)),
    'no decision': (log) => log.holds({ body: Buffer.from('{}'), signature: Buffer.alloc(64) }),
    'what nobody signed': (log) =>
      log.holds({ ...log.entry(keep(50)), signature: Buffer.alloc(64) }),
    'what somebody else signed': (log) => log.holds(log.entry(keep(50), founder, 'a thief')),
    'what its author may not decide': (log) => log.decides(keep(50), practitioner),
    'what its author may not decide in a later version either': (log) =>
      log.decides(writtenLater(false), memberBy(FOUNDER, practitioner.key), PRACTITIONER),
    'the last decision once more': (log) => log.holds(log.entries.at(-1) ?? log.entry(keep(50))),
    'the first decision once more': (log) => log.holds(log.entries[0] ?? log.entry(keep(50))),
    'a decision about what is not there': (log) =>
      log.decides(deskRemoved(SECOND_DESK, log.state ?? NONE)),
    'a decision of another clinic': (log) => {
      const other = SomeLog.shared();
      const { seq, link } = log.state ?? NONE;
      const entry = writeEntry(
        {
          ...{ clinic: seedNamed('another founder').publicKeys.signing, at: 1_000 },
          ...{ by: founder, trail: null, change: keep(50) },
        },
        { seq, link: Buffer.from(link, 'base64') },
        seedNamed(FOUNDER),
      );
      log.holds(entry);
      log.holds(other.entry(keep(50)));
    },
  };
  const NONE = { shared: null, seq: 0, link: '' };

  it.each(Object.entries(VOID))(
    'stays in the log and changes nothing: %s',
    async (_what, happens) => {
      const log = SomeLog.shared();
      log.decides(keep(8));
      const before = log.state;
      const until = log.rows.length;
      happens(log);
      const more = log.rows.length - until;
      expect(more).toBeGreaterThan(0);
      expect(log.state).toBe(before);
      log.decides(keep(9));
      const reading = await log.read();
      expect(reading.stopped).toBeNull();
      expect(reading.rows).toHaveLength(log.rows.length);
      const made = reading.rows.slice(until, until + more);
      for (const { entry, state } of made) expect([entry, state]).toEqual([null, before]);
      // The log goes on: the next decision is the next in the chain.
      expect(reading.rows.at(-1)?.state).toEqual(log.state);
      expect(years(reading.rows.at(-1)?.state)).toBe(9);
    },
  );

  it('can be the first one, and founds nothing', async () => {
    const log = new SomeLog();
    log.holdsBytes(Buffer.from('garbage'));
    log.decides(FOUNDED);
    const { rows } = await log.read();
    expect(rows.map(({ entry }) => entry?.change.kind)).toEqual([undefined, 'clinic.founded']);
  });
});

describe('a decision of a later version', () => {
  it('that may be passed over has its place in the chain, and changes nothing', async () => {
    const log = SomeLog.shared();
    log.decides(writtenLater(true), practitioner);
    log.decides(keep(9));
    const reading = await log.read();
    expect(reading.stopped).toBeNull();
    expect(reading.rows.at(-2)?.entry?.change).toEqual({ kind: 'later', mayPass: true });
    expect(reading.rows.at(-1)?.state).toEqual(log.state);
  });

  it('that must be understood stops the reading before it', async () => {
    const log = SomeLog.shared();
    log.decides(keep(8));
    log.decides(writtenLater(false));
    log.decides(keep(9));
    const { rows, stopped } = await log.read();
    expect([rows.length, stopped, years(rows.at(-1)?.state)]).toEqual([4, 'later', 8]);
  });
});

describe('a new key of the log', () => {
  it('stops the reading after the decision that brought it, once', async () => {
    const log = SomeLog.shared();
    log.decides(deskInvited(SECOND_DESK));
    log.decides(deskEnrolled(SECOND_DESK), codeOf(SECOND_DESK), `code of ${SECOND_DESK}`);
    log.decides(deskRemoved(SECOND_DESK, log.state ?? { shared: null, seq: 0 }));
    log.keys.add(2, Buffer.alloc(32, 2));
    log.decides(keep(9));
    const old = new LogKeys(new Map([[1, Buffer.from(FIRST_KEY)]]));
    const { rows, stopped } = await log.read(log.rows, old);
    expect([rows.length, stopped]).toEqual([6, 'newKey']);
    expect(rows.at(-1)?.state?.shared?.keys.epoch).toBe(2);
    // Whoever has it reads on.
    expect(await log.read()).toMatchObject({ stopped: null });
    expect((await log.read()).rows.at(-1)?.state).toEqual(log.state);
    // Whoever does not get it opens nothing from then on.
    const head = rows.at(-1);
    const rest = await readRows(log.rows.slice(6), head?.row ?? START, head?.state ?? null, old);
    expect(rest.rows.map(({ entry }) => entry)).toEqual([null]);
  });
});
