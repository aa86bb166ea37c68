import type { AskOther } from './clipboards.js';
import { readXSelection } from '../linux/x/x-clipboard.js';
import { xDisplayName, xWindows } from '../log-in/x-session.js';

/** How long another program may take to give its content, in milliseconds. Usually it takes 20. */
const BOUND_MS = 400;

/** On X every program keeps what was copied in it, and has to be asked; elsewhere the system has it. */
export const askOtherProgram: AskOther = async (board) => {
  const display = xDisplayName();
  if (display === null) return null;
  const selection = board === 'clipboard' ? 'CLIPBOARD' : 'PRIMARY';
  return readXSelection(display, selection, xWindows()[0] ?? 0, BOUND_MS);
};
