// @ts-check
// An example of a configuration profile for macOS, from the example of a `policy.json`.

import { element, file, text } from './xml.mjs';

const DOMAIN = 'org.clinicworkstation.desktop';
const DOC_TYPE =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

const COMMENT = `An example, made by npm run policy-schema from policy.example.json. Keep the settings
     that you decide on, put your organisation's name in, and give both payloads UUIDs of their own (uuidgen).
     It has to be for the whole computer (PayloadScope System) and to come from your MDM.`;

/**
 * @param {Readonly<Record<string, unknown>>} example the text of a `policy.json`, parsed
 * @returns {string}
 */
export function mobileconfig(example) {
  // Only editors of JSON need the schema's name.
  const settings = Object.entries(example).filter(([name]) => name !== '$schema');
  const profile = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: 'example.clinic.workstation-policy',
    PayloadUUID: '6E0C3F2A-5B0B-4B51-9A56-3D0C2B7F8A11',
    PayloadDisplayName: 'Clinic Workstation',
    PayloadDescription: 'Rules that manage Clinic Workstation on this computer.',
    PayloadOrganization: 'Your organisation',
    PayloadScope: 'System',
    PayloadContent: [
      {
        PayloadType: DOMAIN,
        PayloadVersion: 1,
        PayloadIdentifier: 'example.clinic.workstation-policy.settings',
        PayloadUUID: 'B8D1C7E4-0F63-4E0B-8B0E-91C5A2D47E22',
        PayloadDisplayName: 'Clinic Workstation settings',
        ...Object.fromEntries(settings),
      },
    ],
  };
  return file(COMMENT, element('plist', { version: '1.0' }, [value(profile)]), DOC_TYPE);
}

/** @param {unknown} of @returns {string} */
function value(of) {
  if (typeof of === 'boolean') return element(String(of));
  if (typeof of === 'number') return element('integer', {}, text(of));
  if (typeof of === 'string') return element('string', {}, text(of));
  if (Array.isArray(of)) return element('array', {}, of.map(value));
  return element(
    'dict',
    {},
    Object.entries(/** @type {object} */ (of)).flatMap(([key, inner]) => [
      element('key', {}, text(key)),
      value(inner),
    ]),
  );
}
