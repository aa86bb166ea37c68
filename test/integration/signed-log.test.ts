import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { proofsOfDecisions } from '../../src/main/app/trail-proofs.js';
import { type Exporter, signedLog } from '../../src/main/audit/signed-log.js';
import type { LoggedTrail } from '../../src/main/audit/signed-log-format.js';
import { clinicFingerprint } from '../../src/main/audit/clinic-fingerprint.js';
import { verifyAudit } from '../../src/main/commands/verify-audit-command.js';
import type { SeedKeys } from '../../src/main/keys/seed-keys.js';
import { ClinicDecisions } from '../support/clinic-decisions.js';
import { DANA, SAM, TrailWorld } from '../support/trail-world.js';

/*
 * The signed log, as an administrator exports it, and `--verify-audit`, which checks it on another computer.
 */

let folder: string;
let world: TrailWorld;
let decisions: ClinicDecisions;

type Trail = [number, string] | null;

function trailNow(): Trail {
  const head = world.trail.head();
  return head === null ? null : [head.events, head.link.toString('base64')];
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-signed-log-'));
  world = new TrailWorld(join(folder, 'account.db'));
  world.found();
  decisions = new ClinicDecisions(DANA, world.keys[DANA], trailNow());
  world.session();
  decisions.add(trailNow(), SAM, world.keys[SAM]);
  world.session(SAM).session();
  world.happens('signIn.failed', { memberId: null });
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The trail of this computer, alone. */
async function* own(computer: string | null): AsyncGenerator<LoggedTrail> {
  yield { computer, copy: world.trail };
  await Promise.resolve();
}

async function exported(
  changes: Partial<Exporter> = {},
  trails = () => own(null),
): Promise<string> {
  const keys = (): SeedKeys => world.keys[DANA];
  const exporter = { memberId: DANA, keys, problems: 0, at: world.wallMs, ...changes };
  world.signing.signNow(exporter.memberId, exporter.keys());
  const parts = { trails, decisions: () => decisions.entries };
  let text = '';
  for await (const part of signedLog(parts, exporter, () => true).parts) text += part;
  return text;
}

async function verified(text: string) {
  const file = join(folder, 'log.jsonl');
  writeFileSync(file, text);
  return verifyAudit(file);
}

interface Log {
  readonly events: unknown[][];
  readonly heads: Record<string, unknown>[];
  readonly decisions: string[][];
  readonly trail: Record<string, unknown>;
  readonly statement: Record<string, unknown> & { readonly trails: Record<string, unknown>[] };
}

/** A file with one trail, as its lines say. */
function read(text: string): Log {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const named = (name: string) =>
    lines.flatMap((line) => {
      const value = (line as Record<string, unknown>)[name];
      return value === undefined || Array.isArray(line) ? [] : [value];
    });
  return {
    events: lines.filter((line) => Array.isArray(line)) as unknown[][],
    heads: named('head') as Log['heads'],
    decisions: named('decision') as string[][],
    trail: named('trail')[0] as Log['trail'],
    statement: named('statement')[0] as Log['statement'],
  };
}

function written({ decisions: all, trail, heads, events, statement }: Log): string {
  return [
    { format: 'clinic-workstation signed audit log', version: 2 },
    ...all.map((decision) => ({ decision })),
    { trail },
    ...heads.map((head) => ({ head })),
    ...events,
    { statement },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** The same file in the first version of the format, as an earlier version of the app wrote it. */
function inFirstVersion(text: string): string {
  const { decisions: all, trail, heads, events, statement } = read(text);
  const { at: time, memberId, problems, key, trails } = statement;
  const { computer, workstation, events: last, link } = trails[0] ?? {};
  const fields = [workstation, time, memberId, problems, last, link, key, computer];
  const said = Buffer.from(`clinic-workstation audit export 1\0${JSON.stringify(fields)}`, 'utf8');
  const signature = world.keys[DANA].sign(said).toString('base64');
  return JSON.stringify({
    ...{ format: 'clinic-workstation signed audit log', version: 1, workstation },
    statement: { at: time, memberId, problems, key, computer, events: last, link, signature },
    ...{ decisions: all, segments: trail['segments'], cuts: trail['cuts'], heads, events },
  });
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`There is no item ${index}.`);
  return item;
}

/** The file after somebody has edited it. */
async function edited(edit: (log: Log) => void): Promise<string> {
  const log = read(await exported());
  edit(log);
  return written(log);
}

describe('a signed log', () => {
  test('that nobody touched is complete, whoever checks it', async () => {
    const { exitCode, message } = await verified(await exported());
    expect(message).toContain('Audit log of Harbour Street Clinic');
    expect(message).toMatch(/Complete since .*: 18 events, as they were signed\./);
    expect(message).toContain('Exported by Dana Whitlock on 2027-');
    expect(message).toContain('Signed up to event 18 by Dana Whitlock');
    expect(message).toContain(clinicFingerprint(decisions.clinic));
    expect(exitCode).toBe(0);
  });

  test('of the first version of the format is read as well', async () => {
    const { exitCode, message } = await verified(inFirstVersion(await exported()));
    expect(message).toMatch(/Complete since .*: 18 events, as they were signed\./);
    expect(exitCode).toBe(0);
    const log = JSON.parse(inFirstVersion(await exported())) as Log;
    at(log.events, 8)[4] = 'policy.changed';
    expect((await verified(JSON.stringify(log))).message).toContain('Event 9 was changed');
  });

  test('holds no key', async () => {
    const text = await exported();
    const segment = world.trail.segments()[1];
    if (segment === undefined) throw new Error('no segment');
    expect(text).not.toContain(segment.firstKey.toString('base64'));
    expect(text).not.toContain(world.trail.state()?.key.toString('base64'));
  });

  test('of a trail in which the app found something says so', async () => {
    const { exitCode, message } = await verified(await exported({ problems: 2 }));
    expect(message).toContain('the app found 2 things wrong with the log');
    expect(exitCode).toBe(1);
  });

  test('after a cut proves the rest', async () => {
    const years = 6;
    const { TrailKeeping } = await import('../../src/main/audit/trail-keeping.js');
    world.wallMs += 7 * 365.25 * 86_400_000;
    world.session();
    const clock = { now: () => ({ wallMs: world.wallMs, bootMs: 1 }) } as never;
    const audit = world.trail;
    const account = { together: <T>(work: () => T): T => world.together(work) };
    const parts = { trail: world.trail, audit, account, clock, years: () => years };
    const keeping = new TrailKeeping(parts);
    expect(await keeping.remove(DANA, world.keys[DANA])).toEqual({ ok: true, removed: 18 });
    const { exitCode, message } = await verified(await exported());
    expect(message).toContain('Events up to number 18 were removed by Dana Whitlock');
    expect(exitCode).toBe(0);
  });
});

describe('a signed log of one computer of several', () => {
  const HERE = '00000000-0000-4000-8000-0000000000d1';
  const ELSEWHERE = '00000000-0000-4000-8000-0000000000d2';

  beforeEach(() => {
    decisions.share(trailNow(), HERE);
    world.session();
    // Its trail is another one.
    const others: [number, string] = [5, Buffer.alloc(32, 9).toString('base64')];
    decisions.enrol(others, ELSEWHERE);
    decisions.disable(others, SAM);
    world.session();
  });

  test('is complete, whatever was decided at the others', async () => {
    const { exitCode, message } = await verified(await exported({}, () => own(HERE)));
    expect(message).toContain('28 events, as they were signed.');
    expect(exitCode).toBe(0);
  });

  test('that names another computer is none that somebody signed', async () => {
    const log = read(await exported({}, () => own(HERE)));
    at(log.statement.trails, 0)['computer'] = null;
    const { exitCode, message } = await verified(written(log));
    expect(message).toContain('The signature of whoever exported the file is wrong');
    expect(exitCode).toBe(1);
  });

  test('is not complete by the decisions of another one', async () => {
    const { exitCode } = await verified(await exported({}, () => own(ELSEWHERE)));
    expect(exitCode).toBe(1);
  });
});

describe('a signed log that was edited', () => {
  test.each<[string, (log: Log) => void, string]>([
    ['an event changed', ({ events }) => void (at(events, 8)[4] = 'policy.changed'), 'Event 9'],
    ['the time of one', ({ events }) => void (at(events, 8)[1] = 1), 'Event 9 was changed'],
    ['an event deleted', ({ events }) => void events.splice(8, 1), 'Event 9 is missing'],
    ['one doubled', ({ events }) => void events.push([99, ...at(events, 3).slice(1)]), '99'],
    ['two swapped', ({ events }) => swap(events, 4, 9), 'stands event'],
    ['cut off', ({ events }) => void events.splice(15), 'The newest 3 events are missing'],
    ['emptied', ({ events }) => void events.splice(0), 'All events are missing'],
    ['a signature exchanged', ({ heads }) => void (at(heads, 1)['at'] = 1), 'signature at event'],
    ['the signatures removed', ({ heads }) => void heads.splice(0), 'has no signature'],
    ['a decision removed', ({ decisions: all }) => void all.pop(), 'signature at event 8'],
    [
      'a decision changed',
      ({ decisions: all }) => void (at(all, 1)[1] = at(at(all, 0), 1)),
      'from number 2',
    ],
    ['the exporter’s words', ({ statement }) => void (statement['at'] = 1), 'exported the file'],
  ])('%s is found', async (_what, edit, sentence) => {
    const { exitCode, message } = await verified(await edited(edit));
    expect(message).toContain(sentence);
    expect(exitCode).toBe(1);
  });

  function swap(events: unknown[][], a: number, b: number): void {
    const [first, second] = [at(events, a), at(events, b)];
    events[a] = [first[0], ...second.slice(1)];
    events[b] = [second[0], ...first.slice(1)];
  }

  test('is not made by somebody who is no administrator', async () => {
    const { exitCode, message } = await verified(
      await exported({ memberId: SAM, keys: () => world.keys[SAM] }),
    );
    expect(message).toContain('The signature of whoever exported the file is wrong');
    expect(exitCode).toBe(1);
  });

  test('is told from another file, and from none', async () => {
    expect(await verified('Time (UTC),Member')).toMatchObject({ exitCode: 1 });
    expect((await verifyAudit(join(folder, 'nowhere'))).message).toContain('could not be read');
    expect((await verifyAudit('')).message).toContain('--verify-audit FILE');
  });
});

describe('what the decisions say about the trail', () => {
  test('a key counts from the decision that brought it to the one that ended it', async () => {
    const before = trailNow()?.[0];
    decisions.disable(trailNow(), SAM);
    const { owners, anchors, clinic } = await proofsOfDecisions(decisions.entries, false, null);
    expect(clinic).toBe(decisions.clinic);
    expect(anchors.map(({ events }) => events)).toEqual([2, 7, 18]);
    expect(owners).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ memberId: SAM, isAdministrator: false, from: 7, until: before }),
        expect.objectContaining({ memberId: DANA, isAdministrator: true, from: 2, until: null }),
      ]),
    );
  });
});
