import { say } from '../../shared/words/say.js';

/** Runs work whose failure nobody can handle: a failure becomes a warning of the process. */
export function bestEffort(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(say('Clinic apps: {error}', { error: String(error) }));
  }
}
