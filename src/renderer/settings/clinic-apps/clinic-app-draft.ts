import {
  type ClinicAppSettings,
  LONGEST_APP_NAME,
  MOST_ALLOWED_HOSTS,
  MOST_AUTHORITIES,
} from '../../../shared/clinic-apps/clinic-app.js';
import { readFingerprint } from '../../../shared/clinic-apps/fingerprint.js';
import { nameProblem } from '../../../shared/people/name.js';
import type { Reading } from '../../../shared/texts/reading.js';
import { type Role, ROLES } from '../../../shared/people/role.js';
import { isWithin, readAddress, readHostRule } from '../../../shared/clinic-apps/site-address.js';
import { say } from '../../../shared/words/say.js';

/** A clinic app as it is being edited: its texts as typed. */
export interface ClinicAppDraft extends Pick<
  ClinicAppSettings,
  'name' | 'address' | 'roles' | 'allows'
> {
  /** Empty when there is none. */
  readonly signOutAddress: string;
  /** One host in each line. */
  readonly allowedHosts: string;
  /** One fingerprint in each line. */
  readonly authorities: string;
}

export type DraftField =
  'name' | 'address' | 'signOutAddress' | 'allowedHosts' | 'authorities' | 'roles';
export type DraftProblems = Readonly<Partial<Record<DraftField, string>>>;

export function draftClinicApp(app: ClinicAppSettings): ClinicAppDraft {
  return {
    ...app,
    signOutAddress: app.signOutAddress ?? '',
    allowedHosts: app.allowedHosts.join('\n'),
    authorities: app.authorities.join('\n'),
  };
}

/** What each line says; lines without anything are left out, and so is what was there before. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

interface Listed {
  /** What the lines that are right say, each once. */
  readonly values: readonly string[];
  /** Of the first line that is not right, or of too many. */
  readonly problem: string | undefined;
}

type ReadLine = (line: string) => Reading<string>;

function listed(text: string, read: ReadLine, most: number, tooMany: string): Listed {
  const readings = linesOf(text).map(read);
  const values = [...new Set(readings.flatMap((one) => (one.ok ? [one.value] : [])))];
  const wrong = readings.find((one) => !one.ok);
  if (wrong?.ok === false) return { values, problem: wrong.problem };
  return { values, problem: values.length > most ? tooMany : undefined };
}

function hostsIn({ allowedHosts }: ClinicAppDraft): Listed {
  const tooMany = say('There can be {most} hosts at the most.', { most: MOST_ALLOWED_HOSTS });
  return listed(allowedHosts, readHostRule, MOST_ALLOWED_HOSTS, tooMany);
}

function authoritiesIn({ authorities }: ClinicAppDraft): Listed {
  const tooMany = say('There can be {most} authorities at the most.', { most: MOST_AUTHORITIES });
  return listed(authorities, readFingerprint, MOST_AUTHORITIES, tooMany);
}

/** Main refuses a sign-out address that the app's windows could not show. */
function signOutProblem(draft: ClinicAppDraft): string | undefined {
  if (draft.signOutAddress.trim() === '') return undefined;
  const reading = readAddress(draft.signOutAddress);
  if (!reading.ok) return reading.problem;
  const app = readAddress(draft.address);
  const hosts = hostsIn(draft);
  if (!app.ok || hosts.problem !== undefined) return undefined;
  const bounds = { address: app.value, allowedHosts: hosts.values };
  return isWithin(bounds, reading.value)
    ? undefined
    : say('Use an address at {host}, or add {other} to the allowed hosts.', {
        host: new URL(app.value).host,
        other: new URL(reading.value).host,
      });
}

/** What is wrong with a draft, as one sentence for each field that is not right. */
export function draftProblems(draft: ClinicAppDraft): DraftProblems {
  const address = readAddress(draft.address);
  const noName = say('Enter the name that your staff know it by.');
  const candidates: Readonly<Record<DraftField, string | undefined>> = {
    name: nameProblem(draft.name, noName, LONGEST_APP_NAME) ?? undefined,
    address: address.ok ? undefined : address.problem,
    signOutAddress: signOutProblem(draft),
    allowedHosts: hostsIn(draft).problem,
    authorities: authoritiesIn(draft).problem,
    roles: draft.roles.length === 0 ? say('Choose at least one role.') : undefined,
  };
  return Object.fromEntries(
    Object.entries(candidates).filter(([, problem]) => problem !== undefined),
  );
}

/** The clinic app that the draft stands for, or `null` while something about it is not right. */
export function draftedClinicApp(draft: ClinicAppDraft): ClinicAppSettings | null {
  const address = readAddress(draft.address);
  if (!address.ok || Object.keys(draftProblems(draft)).length > 0) return null;
  const signOut = readAddress(draft.signOutAddress);
  return {
    name: draft.name.trim(),
    address: address.value,
    allowedHosts: hostsIn(draft).values,
    signOutAddress: signOut.ok ? signOut.value : null,
    authorities: authoritiesIn(draft).values,
    roles: draft.roles,
    allows: draft.allows,
  };
}

/** A saved clinic app as a request carries it. */
export function sentClinicApp(app: ClinicAppSettings): ClinicAppSettings {
  const { name, address, allowedHosts, signOutAddress, authorities, roles, allows } = app;
  return { name, address, allowedHosts, signOutAddress, authorities, roles, allows };
}

/** The draft with one more allowed host. */
export function withHost(draft: ClinicAppDraft, host: string): ClinicAppDraft {
  const lines = linesOf(draft.allowedHosts);
  return lines.includes(host) ? draft : { ...draft, allowedHosts: [...lines, host].join('\n') };
}

/** The draft with a role added or taken away; roles keep their order. */
export function withRole(draft: ClinicAppDraft, changed: Role, sees: boolean): ClinicAppDraft {
  const roles = ROLES.filter((role) => (role === changed ? sees : draft.roles.includes(role)));
  return { ...draft, roles };
}

/** Of the hosts that a test was sent to, those that the draft does not allow and could. */
export function hostsToAllow(draft: ClinicAppDraft, refused: readonly string[]): readonly string[] {
  const address = readAddress(draft.address);
  const bounds = {
    address: address.ok ? address.value : '',
    allowedHosts: hostsIn(draft).values,
  };
  return refused.filter((host) => readHostRule(host).ok && !isWithin(bounds, `https://${host}/`));
}
