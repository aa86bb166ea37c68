import type { ClinicDesk, ClinicStanding } from '../../../src/main/ports/index.js';

/** What other desks of a clinic say, as a test wants it. */
export class FakeDesk implements ClinicDesk {
  standing: ClinicStanding = { kind: 'single' };
  /** Whether the server answers. */
  answers = true;
  /** The boxes that the server has. */
  readonly boxes = new Map<string, Buffer>();
  /** What was asked for, by hash. */
  readonly asked: string[] = [];
  /** The steps that were used up, anywhere. */
  readonly spent = new Set<string>();
  /** Failures at other desks. */
  failures = 0;
  /** The emails for which a try was counted, and those that were settled. */
  readonly counted: string[] = [];
  readonly settled: string[] = [];
  /** Brings what was decided elsewhere until now. */
  bring: () => void = () => undefined;
  /** Where a box goes that is brought here. */
  readonly #keep: (hash: string, box: Buffer) => void;

  constructor(keep: (hash: string, box: Buffer) => void) {
    this.#keep = keep;
  }

  /** The server is out of reach from now on. */
  goAlone(kind: 'alone' | 'shut' = 'alone'): void {
    this.answers = false;
    this.standing = { kind, sinceMs: 0, untilMs: 1, isSoon: false, why: 'unreachable' };
  }

  async catchUp(): Promise<void> {
    await Promise.resolve();
    if (this.answers) this.bring();
  }

  async fetchBox(hash: string): Promise<'here' | 'missing' | 'away'> {
    await Promise.resolve();
    this.asked.push(hash);
    if (!this.answers) return 'away';
    const box = this.boxes.get(hash);
    if (box === undefined) return 'missing';
    this.#keep(hash, box);
    return 'here';
  }

  async spendStep(
    memberId: string,
    record: string,
    step: number,
  ): Promise<'fresh' | 'used' | 'away'> {
    await Promise.resolve();
    if (!this.answers) return 'away';
    const name = JSON.stringify([memberId, record, step]);
    if (this.standing.kind !== 'single' && this.spent.has(name)) return 'used';
    this.spent.add(name);
    return 'fresh';
  }

  async countTry(email: string): Promise<number | 'away'> {
    await Promise.resolve();
    this.counted.push(email);
    return this.answers ? this.failures : 'away';
  }

  settleTries(email: string): void {
    this.settled.push(email);
  }
}
