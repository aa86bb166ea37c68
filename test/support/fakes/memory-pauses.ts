import type { EndedPause, PausedSession, PauseStore } from '../../../src/main/ports/index.js';
import type { PauseDays } from '../../../src/shared/policy/foresight.js';

/** The lengths of pauses in memory, with the SQL store's rules. */
export class MemoryPauses implements PauseStore {
  /** Without it every write throws: the disk is full. */
  writable = true;
  readonly sessions = new Map<string, PausedSession>();
  pauses: EndedPause[] = [];

  save(session: PausedSession, pauses: readonly EndedPause[]): void {
    this.#mustBeWritable();
    this.sessions.set(`${session.day} ${session.session.toString('hex')}`, session);
    this.pauses.push(...pauses);
  }

  between(firstDay: number, lastDay: number): PauseDays {
    const isWithin = ({ day }: { readonly day: number }): boolean =>
      day >= firstDay && day <= lastDay;
    return {
      sessions: [...this.sessions.values()].filter(isWithin),
      pauses: this.pauses
        .filter(isWithin)
        .map((pause) => ({ ...pause, person: pause.person.toString('hex'), times: 1 })),
    };
  }

  forgetBefore(day: number): void {
    this.#mustBeWritable();
    for (const [name, session] of this.sessions) if (session.day < day) this.sessions.delete(name);
    this.pauses = this.pauses.filter((pause) => pause.day >= day);
  }

  forgetAll(): void {
    this.forgetBefore(Infinity);
  }

  #mustBeWritable(): void {
    if (!this.writable) throw Object.assign(new Error('the disk is full'), { rawCode: 13 });
  }
}
