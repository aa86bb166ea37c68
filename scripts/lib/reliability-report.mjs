// @ts-check
// Turns Playwright's JSON report of the fault tests into the rows of docs/reliability.md.

/** @typedef {{ group: string, title: string, kept: boolean, measured: string }} Row */

/**
 * @typedef {object} Suite
 * @property {string} title
 * @property {Suite[]} [suites]
 * @property {Spec[]} [specs]
 */

/**
 * @typedef {object} Spec
 * @property {string} title
 * @property {string} file
 * @property {boolean} ok
 * @property {{ status: string, annotations: { type: string, description?: string }[] }[]} tests
 */

/** @type {Record<string, string>} */
const groups = {
  'faults-time.spec.ts': 'Time',
  'faults-idle.spec.ts': 'The idle source',
  'faults-reset.spec.ts': 'The idle source',
  'wayland-idle.spec.ts': 'The idle source',
  'log-out.spec.ts': 'The end of a log-in, and of a remote desktop',
  'remote-desktop.spec.ts': 'The end of a log-in, and of a remote desktop',
  'faults-process.spec.ts': 'The app is killed',
  'faults-renderer.spec.ts': 'Windows',
  'windows.spec.ts': 'Windows',
  'faults-desktop.spec.ts': 'The computer around it',
  'keychain-trouble.spec.ts': 'The keychain',
  'restart.spec.ts': 'The app is killed',
  'shared-without-server.spec.ts': 'The clinic’s server, and the way to it',
  'shared-pulled-plug.spec.ts': 'The clinic’s server, and the way to it',
  'shared-hostile.spec.ts': 'The clinic’s server, and the way to it',
  'shared-copy.spec.ts': 'The clinic’s server, and the way to it',
};

/**
 * @param {{ suites: Suite[] }} report
 * @returns {Row[]} grouped, in the order of the report within each group
 */
export function readReliability({ suites }) {
  const rows = suites.flatMap(rowsOf);
  const order = [...new Set(Object.values(groups))];
  return rows.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

/** @param {Suite} suite @returns {Row[]} */
function rowsOf({ suites = [], specs = [] }) {
  return [...specs.filter((spec) => !wasSkipped(spec)).map(rowOf), ...suites.flatMap(rowsOf)];
}

/** @param {Spec} spec */
function wasSkipped({ tests }) {
  return tests.every(({ status }) => status === 'skipped');
}

/** @param {Spec} spec @returns {Row} */
function rowOf({ title, file, ok, tests }) {
  const measured = tests
    .flatMap(({ annotations }) => annotations)
    .filter(({ type }) => type === 'measured')
    .map(({ description = '' }) => description);
  return {
    group: groups[file.split('/').pop() ?? ''] ?? 'Other',
    title: cell(title),
    kept: ok,
    measured: cell([...new Set(measured)].join('; ')),
  };
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
