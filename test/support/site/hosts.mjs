// @ts-check
// The names of the test web (what stands in the address bar is never `localhost` or a port), and the
// one person whom its sites know.

/** The clinic app: practice management. */
export const PORTAL = 'portal.clinic.example';
/** A second clinic app; so is any other name below `clinic.example`. */
export const PATHOLOGY = 'pathology.clinic.example';
/** Where the portal lets its people sign in. */
export const PROVIDER = 'login.provider.example';
/** A stranger with a perfectly valid certificate. */
export const EVIL = 'evil.example';
/** Its certificate was valid until yesterday. */
export const EXPIRED = 'expired.clinic.example';
/** Its certificate is by an authority that nobody trusts. */
export const UNKNOWN = 'unknown.clinic.example';
/** There is no such host. */
export const NOWHERE = 'nowhere.example';

/** Who may sign in at the portal and at its provider. */
export const SITE_PERSON = {
  userName: 'dana.at.portal',
  password: 'four-blue-kettles-at-the-site',
};
