import { app } from 'electron';

/** Ends this run of the app as a person would, and begins another. */
export function startAgain(): void {
  app.relaunch();
  app.quit();
}
