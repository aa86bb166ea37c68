import {
  type AppPermission,
  type ClinicAppSettings,
  LONGEST_APP_NAME,
  MOST_ALLOWED_HOSTS,
  MOST_AUTHORITIES,
} from '../../contract/clinic-app.js';
import { readFingerprint } from '../../contract/fingerprint.js';
import { nameProblem } from '../../contract/name.js';
import type { RequestInput } from '../../contract/requests.js';
import { type Role, ROLES } from '../../contract/role.js';
import { isWithin, readAddress, readHostRule } from '../../contract/site-address.js';

/** A clinic app as it is being edited: its texts as typed. */
export interface ClinicAppDraft {
  readonly name: string;
  readonly address: string;
  /** Empty when there is none. */
  readonly signOutAddress: string;
  /** One host in each line. */
  readonly allowedHosts: string;
  /** One fingerprint in each line. */
  readonly authorities: string;
  readonly roles: readonly Role[];
  readonly allows: Readonly<Record<AppPermission, boolean>>;
}

export type DraftField =
  'name' | 'address' | 'signOutAddress' | 'allowedHosts' | 'authorities' | 'roles';
export type DraftProblems = Readonly<Partial<Record<DraftField, string>>>;

/** Clinic apps as requests carry them. */
type SentClinicApp = RequestInput<'saveClinicApp'>['settings'];

export function draftClinicApp(app: ClinicAppSettings): ClinicAppDraft {
  return {
    name: app.name,
    address: app.address,
    signOutAddress: app.signOutAddress ?? '',
    allowedHosts: app.allowedHosts.join('\n'),
    authorities: app.authorities.join('\n'),
    roles: app.roles,
    allows: app.allows,
  };
}

/** What each line says; lines without anything are left out, and so is what was there before. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

function hostsOf(text: string): readonly string[] {
  const rules = linesOf(text).flatMap((line) => {
    const reading = readHostRule(line);
    return reading.ok ? [reading.rule] : [];
  });
  return [...new Set(rules)];
}

function hostsProblem(text: string): string | undefined {
  for (const line of linesOf(text)) {
    const reading = readHostRule(line);
    if (!reading.ok) return reading.problem;
  }
  return hostsOf(text).length > MOST_ALLOWED_HOSTS
    ? `There can be ${MOST_ALLOWED_HOSTS} hosts at the most.`
    : undefined;
}

function authoritiesOf(text: string): readonly string[] {
  const prints = linesOf(text).flatMap((line) => {
    const reading = readFingerprint(line);
    return reading.ok ? [reading.fingerprint] : [];
  });
  return [...new Set(prints)];
}

function authoritiesProblem(text: string): string | undefined {
  for (const line of linesOf(text)) {
    const reading = readFingerprint(line);
    if (!reading.ok) return reading.problem;
  }
  return authoritiesOf(text).length > MOST_AUTHORITIES
    ? `There can be ${MOST_AUTHORITIES} authorities at the most.`
    : undefined;
}

/** Main refuses a sign-out address that the app's windows could not show. */
function signOutProblem(draft: ClinicAppDraft): string | undefined {
  if (draft.signOutAddress.trim() === '') return undefined;
  const reading = readAddress(draft.signOutAddress);
  if (!reading.ok) return reading.problem;
  const app = readAddress(draft.address);
  if (!app.ok || hostsProblem(draft.allowedHosts) !== undefined) return undefined;
  const bounds = { address: app.address, allowedHosts: hostsOf(draft.allowedHosts) };
  return isWithin(bounds, reading.address)
    ? undefined
    : `Use an address at ${new URL(app.address).host}, or add ${new URL(reading.address).host} to the allowed hosts.`;
}

/** What is wrong with a draft, as one sentence for each field that is not right. */
export function draftProblems(draft: ClinicAppDraft): DraftProblems {
  const address = readAddress(draft.address);
  const candidates: Readonly<Record<DraftField, string | undefined>> = {
    name:
      nameProblem(draft.name, 'Enter the name that your staff know it by.', LONGEST_APP_NAME) ??
      undefined,
    address: address.ok ? undefined : address.problem,
    signOutAddress: signOutProblem(draft),
    allowedHosts: hostsProblem(draft.allowedHosts),
    authorities: authoritiesProblem(draft.authorities),
    roles: draft.roles.length === 0 ? 'Choose at least one role.' : undefined,
  };
  return Object.fromEntries(
    Object.entries(candidates).filter(([, problem]) => problem !== undefined),
  );
}

/** The clinic app that the draft stands for, or `null` while something about it is not right. */
export function draftedClinicApp(draft: ClinicAppDraft): SentClinicApp | null {
  const address = readAddress(draft.address);
  if (!address.ok || Object.keys(draftProblems(draft)).length > 0) return null;
  const signOut = readAddress(draft.signOutAddress);
  return {
    name: draft.name.trim(),
    address: address.address,
    allowedHosts: [...hostsOf(draft.allowedHosts)],
    signOutAddress: signOut.ok ? signOut.address : null,
    authorities: [...authoritiesOf(draft.authorities)],
    roles: [...draft.roles],
    allows: draft.allows,
  };
}

/** A saved clinic app as a request carries it. */
export function sentClinicApp(app: ClinicAppSettings): SentClinicApp {
  const { name, address, allowedHosts, signOutAddress, authorities, roles, allows } = app;
  return {
    name,
    address,
    allowedHosts: [...allowedHosts],
    signOutAddress,
    authorities: [...authorities],
    roles: [...roles],
    allows,
  };
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
    address: address.ok ? address.address : '',
    allowedHosts: hostsOf(draft.allowedHosts),
  };
  return refused.filter((host) => readHostRule(host).ok && !isWithin(bounds, `https://${host}/`));
}
