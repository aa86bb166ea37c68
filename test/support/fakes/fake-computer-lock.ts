import type { ComputerLock, ComputerLockAnswer } from '../../../src/main/ports/index.js';
import { Journal } from './journal.js';

/** `hangs`: never answers; `breaks`: rejects, which no lock should. */
export type LockMood = 'locks' | 'ignores' | 'refuses' | 'hangs' | 'breaks';

/** An OS's own lock that only remembers that it was asked for. */
export class FakeComputerLock implements ComputerLock {
  readonly journal: Journal;
  mood: LockMood = 'locks';
  /** Called when it is asked for, before it answers. */
  onLock: () => void = () => undefined;
  /** Whether it was still wanted is asked with this, later, too. */
  wanted: () => boolean = () => false;

  constructor(journal: Journal = new Journal()) {
    this.journal = journal;
  }

  async lock(wanted: () => boolean): Promise<ComputerLockAnswer> {
    this.journal.note('computer.lock');
    this.wanted = wanted;
    this.onLock();
    switch (this.mood) {
      case 'locks':
        return { outcome: 'locked' };
      case 'ignores':
        return { outcome: 'asked' };
      case 'refuses':
        return { outcome: 'failed', problem: 'refused' };
      case 'hangs':
        return new Promise(() => undefined);
      case 'breaks':
        throw new Error('the lock was made to break');
    }
  }
}
