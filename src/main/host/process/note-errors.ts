import { app } from 'electron';
import type { ErrorLog } from './error-log.js';

/** Ends of a process that are no errors: the app itself ended it, or it finished. */
const ORDINARY_ENDS: ReadonlySet<string> = new Set(['clean-exit', 'killed']);

/** Notes what goes wrong in this process, in a window's, and in the others, for the diagnostics. */
export function noteErrors(errors: ErrorLog): void {
  process.on('warning', (warning) => errors.note('warning', warning));
  process.on('uncaughtExceptionMonitor', (error) => errors.note('uncaught', error));
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) =>
    errors.note('windowGone', { name: reason, code: exitCode }),
  );
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (!ORDINARY_ENDS.has(reason)) errors.note('processGone', { name: type, code: reason });
  });
}
