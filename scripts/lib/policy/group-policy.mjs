// @ts-check
// The templates for Windows' Group Policy, from the settings of the policy's schema. An ADMX file
// says where each policy is in the registry; an ADML file has the words (Microsoft: "Group Policy
// ADMX Syntax Reference Guide"). They refer to no other template, so that Intune accepts them
// alone.

import { element, file, text } from './xml.mjs';

/** @typedef {import('../../../src/shared/policy/managed-settings.js').ManagedSetting} Setting */

/**
 * One policy in the editor: a setting, or one of the two forms of a managed duration.
 *
 * @typedef {object} GroupPolicy
 * @property {string} id
 * @property {string} title
 * @property {string} explanation
 * @property {string} key in the registry, below `HKEY_LOCAL_MACHINE`
 * @property {string} valueName
 * @property {Setting['form']} form
 */

const ROOT_KEY = 'SOFTWARE\\Policies\\Clinic Workstation';
const CATEGORY = 'ClinicWorkstation';
const SUPPORTED = 'SUPPORTED_ClinicWorkstation';
/** The value that the editor suggests for a duration, in seconds. */
const SUGGESTED_SECONDS = 900;

const NAMESPACE = {
  xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
  revision: '1.0',
  schemaVersion: '1.0',
};
const MADE = 'Made by npm run policy-schema from src/shared/managed-policy.ts.';

/** @param {readonly Setting[]} settings @returns {string} */
export function admx(settings) {
  return file(
    MADE,
    element('policyDefinitions', NAMESPACE, [
      element('policyNamespaces', {}, [
        element('target', { prefix: 'clinicworkstation', namespace: 'ClinicWorkstation.Policies' }),
      ]),
      element('resources', { minRequiredRevision: '1.0' }),
      element('supportedOn', {}, [
        element('definitions', {}, [
          element('definition', { name: SUPPORTED, displayName: `$(string.${SUPPORTED})` }),
        ]),
      ]),
      element('categories', {}, [
        element('category', { name: CATEGORY, displayName: `$(string.${CATEGORY})` }),
      ]),
      element('policies', {}, settings.flatMap(policiesOf).map(policy)),
    ]),
  );
}

/** @param {readonly Setting[]} settings @returns {string} */
export function adml(settings) {
  const policies = settings.flatMap(policiesOf);
  return file(
    MADE,
    element('policyDefinitionResources', NAMESPACE, [
      element('displayName', {}, 'Clinic Workstation'),
      element('description', {}, 'Rules that manage Clinic Workstation on a computer.'),
      element('resources', {}, [
        element('stringTable', {}, [
          string(CATEGORY, 'Clinic Workstation'),
          string(SUPPORTED, 'This version of Clinic Workstation, or a later one'),
          ...policies.flatMap(({ id, title, explanation, form }) => [
            string(id, title),
            string(`${id}_Help`, explanation),
            ...(form.kind === 'choice'
              ? form.values.map((value) => string(`${id}_${value}`, value))
              : []),
          ]),
        ]),
        element('presentationTable', {}, policies.flatMap(presentation)),
      ]),
    ]),
  );
}

/** @param {Setting} setting @returns {GroupPolicy[]} */
function policiesOf({ path, title, description, form }) {
  const name = path.at(-1) ?? '';
  const shared = { id: path.join('_'), title, form };
  const inFolder = { key: [ROOT_KEY, ...path.slice(0, -1)].join('\\'), valueName: name };
  const states = form.kind === 'flag' ? 'Enabled: yes. Disabled: no. ' : '';
  if (form.kind !== 'duration')
    return [
      { ...shared, ...inFolder, explanation: `${description}\n\n${states}${NOT_CONFIGURED}` },
    ];
  const range = `From ${form.shortest} to ${form.longest} seconds. Where the clinic chose a shorter limit, that one holds. Enable either the fixed limit or the cap, not both.\n\n${NOT_CONFIGURED}`;
  return [
    {
      ...shared,
      id: `${shared.id}_Max`,
      title: `${title}: at most`,
      explanation: `${description} The clinic can choose this limit or a shorter one. ${range}`,
      key: [ROOT_KEY, ...path].join('\\'),
      valueName: 'max',
    },
    {
      ...shared,
      ...inFolder,
      title: `${title}: fixed`,
      explanation: `${description} The clinic cannot choose another limit. ${range}`,
    },
  ];
}

const NOT_CONFIGURED = 'Not configured: the clinic decides.';

/** @param {GroupPolicy} policy @returns {string} */
function policy({ id, key, valueName, form }) {
  const isFlag = form.kind === 'flag';
  return element(
    'policy',
    {
      name: id,
      class: 'Machine',
      displayName: `$(string.${id})`,
      explainText: `$(string.${id}_Help)`,
      key,
      ...(isFlag ? { valueName } : { presentation: `$(presentation.${id})` }),
    },
    [
      element('parentCategory', { ref: CATEGORY }),
      element('supportedOn', { ref: SUPPORTED }),
      ...(isFlag
        ? [
            element('enabledValue', {}, [element('decimal', { value: 1 })]),
            element('disabledValue', {}, [element('decimal', { value: 0 })]),
          ]
        : [element('elements', {}, [input(id, valueName, form)])]),
    ],
  );
}

/**
 * @param {string} id
 * @param {string} valueName
 * @param {Exclude<Setting['form'], { kind: 'flag' }>} form
 */
function input(id, valueName, form) {
  const shared = { id, valueName, required: 'true' };
  if (form.kind === 'duration')
    return element('decimal', { ...shared, minValue: form.shortest, maxValue: form.longest });
  if (form.kind === 'text') return element('text', { ...shared, maxLength: form.longest });
  return element(
    'enum',
    shared,
    form.values.map((value) =>
      element('item', { displayName: `$(string.${id}_${value})` }, [
        element('value', {}, [element('string', {}, text(value))]),
      ]),
    ),
  );
}

/** @param {GroupPolicy} policy @returns {string[]} */
function presentation({ id, title, form }) {
  if (form.kind === 'flag') return [];
  const label = text(`${title}:`);
  if (form.kind === 'duration')
    return [
      element('presentation', { id }, [
        element(
          'decimalTextBox',
          {
            refId: id,
            defaultValue: Math.max(SUGGESTED_SECONDS, form.shortest),
            spinStep: form.shortest,
          },
          'Seconds:',
        ),
      ]),
    ];
  return [
    element('presentation', { id }, [
      form.kind === 'text'
        ? element('textBox', { refId: id }, [element('label', {}, label)])
        : element('dropdownList', { refId: id, noSort: 'true', defaultItem: 0 }, label),
    ]),
  ];
}

/** @param {string} id @param {string} words */
function string(id, words) {
  return element('string', { id }, text(words));
}
