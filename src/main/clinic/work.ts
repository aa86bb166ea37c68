import type { OfficeProgress } from '../ports/index.js';

/** Somebody stopped the work. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

type Step = OfficeProgress['step'];

/** The one long piece of work under way, sharing or joining: how far it has come, and whether it goes on. */
export class Work {
  readonly #onChange: () => void;
  #progress: OfficeProgress | null = null;
  #isStopped = false;
  #isTooLate = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get progress(): OfficeProgress | null {
    return this.#progress;
  }

  /** @throws when there is work under way already: windows offer no second one */
  async run<T>(what: OfficeProgress['what'], work: () => Promise<T>): Promise<T> {
    if (this.#progress !== null) throw new Error('There is such work under way.');
    this.#isStopped = false;
    this.#isTooLate = false;
    this.#tell({ what, step: 'connecting', done: 0, of: 0 });
    try {
      return await work();
    } finally {
      this.#tell(null);
    }
  }

  /** @throws {StoppedError} */
  step(step: Step, done = 0, of = 0): void {
    if (this.#isStopped && !this.#isTooLate) throw new StoppedError('Somebody stopped the work.');
    if (this.#progress !== null) this.#tell({ ...this.#progress, step, done, of });
  }

  /** From here on nobody can stop it. @throws {StoppedError} */
  pointOfNoReturn(): void {
    this.step('switching');
    this.#isTooLate = true;
  }

  /** The work ends at its next step, unless it is too late. */
  stop(): void {
    this.#isStopped = true;
  }

  #tell(progress: OfficeProgress | null): void {
    this.#progress = progress;
    this.#onChange();
  }
}
