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
