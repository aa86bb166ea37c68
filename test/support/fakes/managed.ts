import { type ManagedPolicy, NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import type {
  ManagedMemory,
  ManagedMemoryStore,
  ManagedPlace,
  ManagedPlaceKind,
  ManagedReading,
  ManagedSource,
} from '../../../src/main/ports/index.js';

/** What is managed, which a test changes. */
export class FakeManaged implements ManagedSource {
  policy: ManagedPolicy = NOTHING_MANAGED;
}

/** A place of policies that a test writes to. */
export class FakeManagedPlace implements ManagedPlace {
  readonly kind: ManagedPlaceKind;
  readonly path = '/etc/clinic-workstation/policy.json';
  reading: ManagedReading = { found: false };
  reads = 0;

  constructor(kind: ManagedPlaceKind = 'file') {
    this.kind = kind;
  }

  write(document: unknown): void {
    this.reading = {
      found: true,
      text: typeof document === 'string' ? document : JSON.stringify(document),
    };
  }

  read(): Promise<ManagedReading> {
    this.reads += 1;
    return Promise.resolve(this.reading);
  }
}

/** Keeps what was seen, as a file of the app's own does. */
export class FakeManagedMemory implements ManagedMemoryStore {
  stored: ManagedMemory = { good: null, refused: null };
  writable = true;

  load(): ManagedMemory {
    return this.stored;
  }

  save(memory: ManagedMemory): void {
    if (!this.writable) throw new Error('the memory was made to fail');
    this.stored = memory;
  }
}
