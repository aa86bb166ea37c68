import { serverAddressText } from '../../shared/clinic/server-address.js';
import type { ClinicView, StandingView } from '../../shared/requests/clinic-views.js';
import type { ClinicOffice, ClinicStanding } from '../ports/index.js';
import { awayInWords } from './clinic-messages.js';

/** What windows show of how this workstation stands to the clinic's server. */
export function standingView(standing: ClinicStanding): StandingView {
  switch (standing.kind) {
    case 'alone':
    case 'shut': {
      const { why, ...times } = standing;
      return { ...times, ...awayInWords(why) };
    }
    case 'single':
    case 'connecting':
    case 'connected':
      return { kind: standing.kind };
    // A window of its own tells it; a session that still ends shows nothing else.
    case 'removed':
      return { kind: 'connected' };
  }
}

/** What administrators see of the account's server and workstations. */
export function clinicView(office: ClinicOffice): ClinicView {
  const { place, progress, hasScript, mostConnections } = office;
  if (place === null) return { shared: false, hasScript, progress };
  return {
    shared: true,
    progress,
    serverAddress: serverAddressText(place),
    connections: missingConnections(mostConnections, office.workstations.length),
    workstations: [...office.workstations].sort(byName),
    invited: [...office.invited].sort(byName),
  };
}

/** One for each workstation, a second one now and then, and some for backups and whoever runs the server. */
function missingConnections(
  allowed: number | null,
  workstations: number,
): { readonly allowed: number; readonly needed: number } | null {
  const needed = Math.ceil(1.3 * workstations) + 20;
  return allowed === null || allowed >= needed ? null : { allowed, needed };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name, undefined, { numeric: true });
}
