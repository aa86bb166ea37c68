import { sayings } from '../words/say.js';

/** The roles a member can have, most privileged first. Only administrators change settings. */
export const ROLES = ['administrator', 'practitioner', 'receptionist', 'bookkeeper'] as const;

export type Role = (typeof ROLES)[number];

/** How a role is written for people. */
export const ROLE_NAMES = sayings<Role>({
  administrator: 'Administrator',
  practitioner: 'Practitioner',
  receptionist: 'Receptionist',
  bookkeeper: 'Bookkeeper',
});
