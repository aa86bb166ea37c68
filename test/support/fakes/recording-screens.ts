import type { Screens } from '../../../src/main/ports/index.js';
import { Journal } from './journal.js';

/** Windows that only remember what they were told. */
export class RecordingScreens implements Screens {
  readonly journal: Journal;
  /** What `hide` does beside being noted. */
  onHide: () => Promise<void> = () => Promise.resolve();
  /** What follows each change of the session. */
  onChange: () => void = () => undefined;
  warningShown = false;

  constructor(journal: Journal = new Journal()) {
    this.journal = journal;
  }

  hide(): Promise<void> {
    this.journal.note('screens.hide');
    this.warningShown = false;
    return this.onHide();
  }

  changed(): void {
    this.journal.note('changed');
    this.onChange();
  }

  prepareWarning(): void {
    this.journal.note('screens.prepareWarning');
  }

  showWarning(): void {
    this.journal.note('screens.showWarning');
    this.warningShown = true;
  }

  dismissWarning(): void {
    this.journal.note('screens.dismissWarning');
    this.warningShown = false;
  }
}
