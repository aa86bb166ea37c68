import { z } from 'zod';
import { LONGEST_FINGERPRINT, readFingerprint } from './fingerprint.js';
import { nameSchema } from '../people/name-schema.js';
import type { Reading } from '../texts/reading.js';
import { ROLES } from '../people/role.js';
import { LONGEST_ADDRESS, readAddress, readHostRule } from './site-address.js';

/*
 * Clinic apps: the web systems that staff use in guarded windows of this app. A permission of a clinic app
 * is off until an administrator turns it on; only printing is on by default.
 */

/** The most clinic apps that a clinic can have. */
export const MOST_CLINIC_APPS = 40;
/** The most hosts that a clinic app can have besides its own. */
export const MOST_ALLOWED_HOSTS = 30;
/** The most certificate authorities that can be allowed for one clinic app. */
export const MOST_AUTHORITIES = 10;
/** The longest name, in characters. */
export const LONGEST_APP_NAME = 60;

/** The longest host or host rule that is read, in characters. */
const LONGEST_HOST_RULE = 260;

/** A text field, in the form that `read` gives it. */
function readText(
  longest: number,
  read: (text: string) => Reading<string>,
): z.ZodType<string, string> {
  return z
    .string()
    .max(longest)
    .transform((text, context) => {
      const reading = read(text);
      if (reading.ok) return reading.value;
      context.addIssue({ code: 'custom', message: reading.problem });
      return z.NEVER;
    });
}

const address = readText(LONGEST_ADDRESS, readAddress);

/** What pages of a clinic app may do beyond showing content. */
const permissions = z.strictObject({
  printing: z.boolean(),
  downloads: z.boolean(),
  clipboardOut: z.boolean(),
  camera: z.boolean(),
  microphone: z.boolean(),
  outsideLinks: z.boolean(),
  // Apps stored before these two permissions existed have neither.
  thisComputer: z.boolean().default(false),
  clinicNetwork: z.boolean().default(false),
});
export const APP_PERMISSIONS = permissions.keyof().options;
export type AppPermission = (typeof APP_PERMISSIONS)[number];

export const clinicAppSettingsSchema = z.strictObject({
  name: nameSchema(LONGEST_APP_NAME),
  /** https, or http on this computer, in the normal form of {@link readAddress}. */
  address,
  /** Hosts besides the app's own that its windows may show, as {@link readHostRule} gives them. */
  allowedHosts: z
    .array(readText(LONGEST_HOST_RULE, readHostRule))
    .max(MOST_ALLOWED_HOSTS)
    .readonly(),
  /** Called with the site's cookies at the end of a session, or `null`. It must be within the bounds. */
  signOutAddress: address.nullable(),
  /**
   * SHA-256 fingerprints of certificate authorities that may certify this app's sites, besides those that
   * every browser and this computer trust. In the form of {@link readFingerprint}. Older versions stored
   * none.
   */
  authorities: z
    .array(readText(LONGEST_FINGERPRINT, readFingerprint))
    .max(MOST_AUTHORITIES)
    .readonly()
    .default([]),
  /** The roles that see this app; at least one. */
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length).readonly(),
  allows: permissions.readonly(),
});
/** An administrator's settings for one clinic app. */
export type ClinicAppSettings = Readonly<z.infer<typeof clinicAppSettingsSchema>>;

export interface ClinicApp extends ClinicAppSettings {
  readonly id: string;
}

export const NEW_CLINIC_APP: ClinicAppSettings = {
  name: '',
  address: '',
  allowedHosts: [],
  signOutAddress: null,
  authorities: [],
  roles: ROLES,
  allows: Object.fromEntries(APP_PERMISSIONS.map((name) => [name, name === 'printing'])) as Record<
    AppPermission,
    boolean
  >,
};

export const LONGEST_REOPEN_HOURS = 72;
/** How long a draft is kept, in hours. */
export const DRAFT_HOURS = 24;

/** Rules for all clinic apps. */
export const clinicAppRulesSchema = z.strictObject({
  /** For how many hours after a session the app offers a member to reopen what was open; 0: never. */
  reopenWithinHours: z.int().min(0).max(LONGEST_REOPEN_HOURS),
  /** Whether text typed into pages is kept, sealed, for the member who typed it. */
  keepDrafts: z.boolean(),
});
export type ClinicAppRules = Readonly<z.infer<typeof clinicAppRulesSchema>>;

export const DEFAULT_CLINIC_APP_RULES: ClinicAppRules = { reopenWithinHours: 12, keepDrafts: true };

/** What a test of a clinic app found. */
export interface SiteFinding {
  readonly outcome: 'opened' | 'certificate' | 'unreachable' | 'outside' | 'slow';
  /** The host of the last page. */
  readonly host: string;
  /** The page's title, or empty. */
  readonly title: string;
  /** The network error if the outcome is not `opened`; for example `ERR_CERT_DATE_INVALID`. */
  readonly detail: string;
  /** Hosts that pages or frames asked for and that are not allowed yet. */
  readonly refusedHosts: readonly string[];
  /** How long the page took, in milliseconds. */
  readonly tookMs: number;
}

/** A clinic app as a list shows it. */
export interface ClinicAppTile {
  readonly id: string;
  readonly name: string;
  /** A `data:` address of a picture, or `null`: initials are drawn. */
  readonly icon: string | null;
}
