import type { UpdatesOff, UpdateState } from '../../../src/shared/workstation/updates.js';
import { UpdateHistory } from '../../../src/main/updates/update-history.js';
import { UpdateKeeper } from '../../../src/main/updates/update-keeper.js';
import type { Release, UpdateFailure, Updater } from '../../../src/main/updates/updater.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import type { UpdateMemory, UpdateStore } from '../../../src/main/ports/index.js';

/** What is remembered of updates, in memory. */
export class MemoryUpdateStore implements UpdateStore {
  memory: UpdateMemory | null;
  writable = true;

  constructor(memory: UpdateMemory | null = null) {
    this.memory = memory;
  }

  load(): UpdateMemory | null {
    return this.memory;
  }

  save(memory: UpdateMemory): void {
    if (!this.writable) throw new Error('the memory of updates was made to fail');
    this.memory = memory;
  }
}

type Step = 'check' | 'download' | 'verify' | 'install';

/** An app of version 1.0.0 that keeps itself up to date, with an updater that does as a test says. */
export class UpdatedApp {
  readonly clock = new VirtualClock();
  readonly audit = new MemoryAudit();
  readonly store = new MemoryUpdateStore();
  readonly builtMs = this.clock.now().wallMs;
  /** What was asked of the updater, in order. */
  readonly calls: Step[] = [];
  /** Every state that people were shown. */
  readonly shown: UpdateState[] = [];
  release: Release | null = { version: '1.1.0', releasedMs: null };
  failing: Partial<Record<Step, UpdateFailure>> = {};
  progress: readonly number[] = [];
  off: UpdatesOff | null = null;
  signedIn = true;
  cleared: Promise<void> = Promise.resolve();
  keeper: UpdateKeeper;

  constructor() {
    this.keeper = this.#makeKeeper(() => Promise.resolve(this.#updater));
  }

  /** The app ends and starts again. */
  restart(load: () => Promise<Updater> = () => Promise.resolve(this.#updater)): void {
    this.clock.dropTimers();
    this.keeper = this.#makeKeeper(load);
  }

  async look(): Promise<void> {
    this.keeper.look();
    await settle();
  }

  async pass(ms: number): Promise<void> {
    await this.clock.run(ms, settle);
    await settle();
  }

  count(call: Step): number {
    return this.calls.filter((other) => other === call).length;
  }

  async lock(): Promise<void> {
    this.signedIn = false;
    await this.look();
  }

  async signIn(): Promise<void> {
    this.signedIn = true;
    await this.look();
  }

  #makeKeeper(load: () => Promise<Updater>): UpdateKeeper {
    const { audit, builtMs, clock, store } = this;
    return new UpdateKeeper({
      updater: load,
      clock,
      off: () => this.off,
      isFree: () => !this.signedIn,
      cleared: () => this.cleared,
      history: new UpdateHistory({ store, audit, clock, version: '1.0.0', builtMs }),
      onChange: () => this.shown.push(this.keeper.facts.state),
    });
  }

  get #updater(): Updater {
    const does = (what: Step): void => {
      this.calls.push(what);
      if (this.failing[what] !== undefined) throw this.failing[what];
    };
    return {
      check: async () => {
        await Promise.resolve();
        does('check');
        return this.release;
      },
      download: async (onProgress) => {
        for (const percent of this.progress) onProgress(percent);
        await Promise.resolve();
        does('download');
      },
      verify: async () => {
        await Promise.resolve();
        does('verify');
      },
      install: () => does('install'),
    };
  }
}

/** Lets what is under way go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
