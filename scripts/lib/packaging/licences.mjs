// @ts-check
// The contents of a package, for people who must know them: a CycloneDX list of its parts (SBOM),
// and the licence texts of all parts, as most licences require.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Stop } from '../cli.mjs';
import { projectCommand, projectRoot } from '../paths.mjs';
import { run } from '../processes.mjs';

/**
 * @typedef {object} Licence
 * @property {string} [expression]
 * @property {{ id?: string, name?: string, text?: { content: string, encoding?: string } }} [license]
 */

/**
 * @typedef {object} Component
 * @property {string} name
 * @property {string} [group]
 * @property {string} version
 * @property {Licence[]} [licenses]
 * @property {{ licenses?: Licence[] }} [evidence]
 */

/** @typedef {{ components: Component[] }} Sbom */

/**
 * Lists the parts of the packages for users, including Electron.
 *
 * @param {{ electronVersion: string, file: string }} options `file` is where the list goes
 * @returns {Promise<Sbom>}
 * @throws {Stop} when the installed packages differ from the lock file
 */
export async function writeSbom({ electronVersion, file }) {
  mkdirSync(dirname(file), { recursive: true });
  const { code, stdout, stderr } = await run(
    projectCommand('cyclonedx-npm'),
    [
      ...['--omit', 'dev', '--gather-license-texts', '--output-reproducible', '--no-validate'],
      ...['--output-format', 'JSON', '--output-file', file],
    ],
    { cwd: projectRoot },
  );
  if (code !== 0) throw new Stop(`The list of parts could not be made:\n${stdout}${stderr}`);
  /** @type {Sbom} */
  const sbom = JSON.parse(readFileSync(file, 'utf8'));
  sbom.components.push(electronComponent(electronVersion));
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  return sbom;
}

/** npm counts Electron as a development tool, but it is the largest part of a package. */
function electronComponent(/** @type {string} */ version) {
  return {
    type: 'framework',
    name: 'electron',
    version,
    'bom-ref': `electron@${version}`,
    purl: `pkg:npm/electron@${version}`,
    description: 'Chromium and Node.js; their own licences are in LICENSES.chromium.html',
    licenses: [{ license: { id: 'MIT' } }],
  };
}

/**
 * One readable file with the licences of all parts.
 *
 * @param {Sbom} sbom
 * @returns {string}
 */
export function licenceTexts(sbom) {
  const parts = sbom.components.map((component) => {
    const name = [component.group, component.name].filter(Boolean).join('/');
    const texts = (component.evidence?.licenses ?? []).flatMap(({ license }) => textOf(license));
    const heading = `${name} ${component.version}: ${namesOf(component.licenses ?? [])}`;
    const body = texts.length > 0 ? texts : ['Its package holds no text of its own.'];
    return `${heading}\n${'='.repeat(heading.length)}\n\n${body.join('\n\n')}`;
  });
  return `${[
    'Clinic Workstation is made with the work of many people. Each part is listed with its licence.',
    'Electron, and what Electron is made of, has its texts in LICENSE.electron.txt and LICENSES.chromium.html.',
    ...parts,
  ].join('\n\n')}\n`;
}

/** @param {readonly Licence[]} licences */
function namesOf(licences) {
  const names = licences.map(
    ({ expression, license }) => expression ?? license?.id ?? license?.name,
  );
  return names.join(', ') || 'no licence named';
}

/** @param {Licence['license']} license */
function textOf(license) {
  const { content = '', encoding } = license?.text ?? {};
  const text = encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
  return text.trim() === '' ? [] : [text.replaceAll('\r\n', '\n').trim()];
}
