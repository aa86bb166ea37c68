// @ts-check
// The authority that the test web proves itself by. No store trusts it: the clinic's administrator
// allows it for each clinic app, by its fingerprint.

import { PrivateAuthority } from '../../../scripts/lib/desktop/authority.mjs';

/** @type {PrivateAuthority | undefined} */
let made;

/** Made with its first use, as that takes a moment; every process has its own. */
export function siteAuthority() {
  return (made ??= new PrivateAuthority('Clinic test authority'));
}
