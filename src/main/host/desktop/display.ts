import { screen } from 'electron';
import type { DisplayFacts } from '../../ports/index.js';

/** To be called once the app is ready. */
export function displayFacts(): DisplayFacts {
  const linux = process.platform === 'linux';
  return {
    server: linux ? (plain(process.env['XDG_SESSION_TYPE']) ?? 'unknown') : process.platform,
    desktop: linux ? plain(process.env['XDG_CURRENT_DESKTOP']) : null,
    displays: screen.getAllDisplays().length,
  };
}

/** A variable can hold anything: only what looks like the name of a desktop is passed on. */
function plain(value: string | undefined): string | null {
  return value !== undefined && /^[A-Za-z][\w:.-]{0,39}$/.test(value) ? value : null;
}
