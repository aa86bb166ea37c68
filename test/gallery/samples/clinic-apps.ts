import { NEW_CLINIC_APP } from '../../../src/shared/clinic-apps/clinic-app.js';
import type { ClinicAppRow } from '../../../src/shared/requests/views.js';

/** A picture such as a site has. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Crect width="16" height="16" rx="4" fill="%230b7285"/%3E%3Cpath d="M7 3h2v4h4v2H9v4H7V9H3V7h4z" fill="white"/%3E%3C/svg%3E';

function row(
  number: number,
  changes: Pick<ClinicAppRow, 'name' | 'address'> & Partial<ClinicAppRow>,
) {
  return {
    ...NEW_CLINIC_APP,
    id: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
    icon: null,
    ...changes,
  } satisfies ClinicAppRow;
}

export const CLINIC_APPS: readonly ClinicAppRow[] = [
  row(1, {
    name: 'Harbour Records',
    address: 'https://records.harbour.example/',
    icon: ICON,
    allowedHosts: ['login.harbour.example', '*.records.example'],
    signOutAddress: 'https://records.harbour.example/sign-out',
    allows: { ...NEW_CLINIC_APP.allows, downloads: true, camera: true, outsideLinks: true },
  }),
  row(2, {
    name: 'Prescriptions',
    address: 'https://rx.example/',
    roles: ['administrator', 'practitioner'],
    authorities: ['AB:'.repeat(31) + 'AB'],
  }),
  row(3, {
    name: 'Pathology and imaging results of the northern districts',
    address: 'https://results-of-the-northern-districts.pathology.example/results',
    allows: { ...NEW_CLINIC_APP.allows, printing: false },
  }),
  row(4, { name: 'Card terminal', address: 'http://localhost:8080/' }),
];
