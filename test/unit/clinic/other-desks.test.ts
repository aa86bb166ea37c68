import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OtherDesks } from '../../../src/main/clinic/other-desks.js';
import type { MarkStore } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { enrolMore, foundClinic, LinkedDesk, type LinkWorld, settled } from './link-world.js';

const EMAIL = 'ada@clinic.example';

let clock: VirtualClock;
let world: LinkWorld;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  clock = new VirtualClock();
  world = await foundClinic(clock);
  first = new Desk(world.workstation);
  second = new Desk(await enrolMore(world.server, world.workstation));
  await first.linked.start();
  await second.linked.start();
});

class MemoryMarks implements MarkStore {
  readonly parts = new Map<string, number>();
  isWritable = true;

  part(name: string): number {
    return this.parts.get(name) ?? 0;
  }

  save(name: string, value: number): void {
    if (!this.isWritable) throw new Error('The disk is full.');
    this.parts.set(name, value);
  }
}

/** One workstation, as a sign-in at it sees the others. */
class Desk {
  readonly marks = new MemoryMarks();
  readonly linked: LinkedDesk;
  readonly others: OtherDesks;

  constructor(workstation: string) {
    this.linked = new LinkedDesk(clock, world.server, workstation);
    this.others = new OtherDesks({
      link: this.linked.link,
      log: this.linked.log,
      standing: () => ({ kind: 'connected' }),
      store: this.marks,
    });
  }

  /** The server is out of reach, and soon known to be. */
  async cut(): Promise<void> {
    this.linked.line.mood = 'cut';
    await settled();
  }

  async connect(): Promise<void> {
    this.linked.line.mood = 'works';
    await this.linked.pass(60_000);
  }

  async fail(times: number, email = EMAIL): Promise<number | 'away'> {
    let answer: number | 'away' = 0;
    for (let count = 0; count < times; count += 1) answer = await this.others.countTry(email);
    return answer;
  }

  async signIn(): Promise<void> {
    await this.others.countTry(EMAIL);
    this.others.settleTries(EMAIL);
    await settled();
  }
}

/** What comes of a question, if it comes within so long. */
async function withinMs<Answer>(question: Promise<Answer>, ms: number): Promise<Answer | 'late'> {
  let answer: Answer | 'late' = 'late';
  void question.then((given) => (answer = given));
  await settled();
  await clock.run(ms, settled);
  return answer;
}

describe('a step of an authenticator app', () => {
  it('is fresh at one desk only, and makes earlier ones used', async () => {
    expect(await first.others.spendStep('ada', 'factor', 7)).toBe('fresh');
    expect(await second.others.spendStep('ada', 'factor', 7)).toBe('used');
    expect(await first.others.spendStep('ada', 'factor', 7)).toBe('used');
    expect(await second.others.spendStep('ada', 'factor', 6)).toBe('used');
    expect(await second.others.spendStep('ada', 'factor', 8)).toBe('fresh');
  });

  it('is one for each member and factor', async () => {
    await first.others.spendStep('ada', 'factor', 7);
    expect(await second.others.spendStep('ada', 'other', 7)).toBe('fresh');
    expect(await second.others.spendStep('bob', 'factor', 7)).toBe('fresh');
    expect(await second.others.spendStep('adafactor', '', 7)).toBe('fresh');
  });

  it('is for one of two desks that ask at once', async () => {
    const asked = [first, second].map(({ others }) => others.spendStep('ada', 'factor', 9));
    expect((await Promise.all(asked)).sort()).toEqual(['fresh', 'used']);
  });
});

describe('wrong tries', () => {
  it('are those at the other desks, whatever is typed', async () => {
    expect(await first.fail(3)).toBe(0);
    expect(await second.fail(1)).toBe(3);
    expect(await first.fail(1, ' ADA@clinic.example ')).toBe(1);
    expect(await first.fail(1, 'bob@clinic.example')).toBe(0);
  });

  it('count no more after a right one, at whatever desk', async () => {
    await first.fail(5);
    await second.signIn();
    expect(await second.fail(1)).toBe(0);
    expect(await first.fail(2)).toBe(1);
    expect(await second.fail(1)).toBe(2);
    await first.signIn();
    expect(await second.fail(1)).toBe(0);
    expect(await first.fail(1)).toBe(1);
  });

  it('that were made alone count once the server answers again', async () => {
    await first.cut();
    expect(await first.fail(4)).toBe('away');
    await first.connect();
    await first.fail(1);
    expect(await second.fail(1)).toBe(5);
  });

  it('elsewhere are known even if the own ones cannot be stored', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await second.fail(2);
    first.marks.isWritable = false;
    expect(await first.fail(1)).toBe(2);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});

describe('a box', () => {
  it('is here, or missing', async () => {
    first.linked.log.boxes.add('hash');
    expect(await first.others.fetchBox('hash')).toBe('here');
    expect(await first.others.fetchBox('other')).toBe('missing');
  });
});

describe('a sign-in without the server', () => {
  const fetchBox = (desk: Desk): Promise<unknown> => desk.others.fetchBox('hash');
  const marks: Readonly<Record<string, (desk: Desk) => Promise<unknown>>> = {
    spendStep: (desk: Desk) => desk.others.spendStep('ada', 'factor', 7),
    countTry: (desk: Desk) => desk.others.countTry(EMAIL),
  };

  it.each(Object.entries({ fetchBox, ...marks }))(
    'waits for nothing while alone: %s',
    async (_name, ask) => {
      await first.cut();
      expect(await ask(first)).toBe('away');
    },
  );

  it.each(Object.entries(marks))('waits 2 s for a server that hangs: %s', async (_name, ask) => {
    first.linked.line.mood = 'hangs';
    expect(await withinMs(ask(first), 2_000)).toBe('away');
  });

  it('waits 2 s at the most for what was decided', async () => {
    await first.linked.pass(30_000);
    first.linked.line.mood = 'hangs';
    const done = first.others.catchUp().then(() => 'done');
    expect(await withinMs(done, 2_000)).toBe('done');
    // And for nothing more then.
    await settled();
    expect(await first.others.spendStep('ada', 'factor', 7)).toBe('away');
  });

  it('settles nothing, and hears of no error', async () => {
    await first.cut();
    first.others.settleTries(EMAIL);
    await settled();
  });
});
