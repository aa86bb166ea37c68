import { say } from '../../../shared/words/say.js';
import { nameOf, popUpsOf } from './pop-ups.js';
import type { Answered, Questions } from '../questions.js';
import type { SitePartition } from '../partition/site-partition.js';

/** Says that there is no room for another pop-up, and asks what to do. */
export function askForRoom(partition: SitePartition, questions: Questions): void {
  questions.askPopUps(popUpsOf(partition).map(nameOf));
}

/** @returns whether the person's answer was about pop-ups */
export function makeRoom(
  partition: SitePartition,
  answered: Answered | null,
  tell: (message: string) => void,
): answered is 'oldestPopUp' | 'showPopUps' {
  if (answered === 'showPopUps') for (const popUp of popUpsOf(partition)) popUp.show();
  else if (answered === 'oldestPopUp') {
    popUpsOf(partition)[0]?.close();
    tell(say('There is room for a window now: open it once more.'));
  } else return false;
  return true;
}
