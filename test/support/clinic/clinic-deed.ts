import type { Deed } from '../fakes/deeds.js';
import { PEOPLE } from './clinic-image.js';
import type { Trouble } from './clinic-world.js';
import type { Forgery } from './forgery.js';

/** What somebody decides. Each has a number of its own, so that nothing is decided twice unnoticed. */
export type Choice =
  | { readonly what: 'policy'; readonly which: number }
  | { readonly what: 'rename'; readonly which: number }
  | { readonly what: 'apps' | 'keys' | 'accept' }
  | { readonly what: 'off' | 'on' | 'role'; readonly who: number }
  | { readonly what: 'remove'; readonly which: number }
  /** An order to sign out: of a member everywhere, of a workstation, of everybody, of oneself elsewhere. */
  | { readonly what: 'signOut'; readonly who: number }
  | { readonly what: 'signOutAt'; readonly which: number }
  | { readonly what: 'signOutAll' | 'elsewhere' };

/** What happens at one computer, as in the histories of one. */
export type OwnDeed = Exclude<
  Deed,
  { readonly do: 'signIn' | 'beginSignIn' | 'finishSignIn' | 'setRole' | 'setPolicy' | 'run' }
>;

/** One thing that happens in a {@link ClinicWorld}. Plain data, so that a history can be kept. */
export type ClinicDeed =
  | { readonly do: 'pass' | 'night'; readonly ms: number }
  | { readonly do: 'at'; readonly desk: number; readonly deed: OwnDeed }
  | { readonly do: 'fallAsleep' | 'wake' | 'switchOff' | 'switchOn'; readonly desk: number }
  | { readonly do: 'signIn'; readonly desk: number; readonly who: number }
  | { readonly do: 'decide'; readonly desk: number; readonly choice: Choice }
  /** Two at once. */
  | {
      readonly do: 'decideBoth';
      readonly desks: readonly [number, number];
      readonly choices: readonly [Choice, Choice];
    }
  | { readonly do: 'trouble'; readonly desk: number; readonly change: Partial<Trouble> }
  /** The next answer is lost on its way; with `dies`, the app dies just then. */
  | { readonly do: 'loseAnswer'; readonly desk: number; readonly dies: boolean }
  | { readonly do: 'backup' | 'restore' | 'restartServer' | 'noBell' | 'bell' | 'reunite' }
  | { readonly do: 'fork'; readonly desks: readonly number[] }
  | { readonly do: 'forge'; readonly how: Forgery }
  | { readonly do: 'spend'; readonly desk: number; readonly who: number; readonly step: number };

export function personAt(index: number): (typeof PEOPLE)[number] {
  return PEOPLE[index % PEOPLE.length] ?? PEOPLE[0];
}
