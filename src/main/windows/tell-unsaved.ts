import { dialog } from 'electron';
import { say } from '../../shared/words/say.js';

/** Tells that the diagnostics could not be saved, without blocking the main process. */
export function tellUnsaved(outcome: 'saved' | 'cancelled' | 'failed'): void {
  if (outcome !== 'failed') return;
  void dialog.showMessageBox({
    type: 'warning',
    message: say('The diagnostics could not be saved there.'),
    detail: say('Choose another place.'),
  });
}
