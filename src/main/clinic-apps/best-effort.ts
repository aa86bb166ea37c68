import { say } from '../../shared/words/say.js';

/** Does what nobody can wait for or be told about: when it fails, standard error says so. */
export function bestEffort(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(say('Clinic apps: {error}', { error: String(error) }));
  }
}
