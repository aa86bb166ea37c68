import { dialog } from 'electron';

/** Tells that the diagnostics could not be saved, without holding the main process up meanwhile. */
export function tellUnsaved(outcome: 'saved' | 'cancelled' | 'failed'): void {
  if (outcome !== 'failed') return;
  void dialog.showMessageBox({
    type: 'warning',
    message: 'The diagnostics could not be saved there.',
    detail: 'Choose another place.',
  });
}
