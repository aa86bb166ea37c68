// @ts-check
// Reads Playwright's report of the desktops: the notes that each test made.

/**
 * @typedef {object} Finding
 * @property {string} name
 * @property {string} title
 * @property {string} about how this desktop differs, for people
 * @property {{ source: string, state: string, screenLock: string } | null} told
 * @property {{ seconds: number, warnedAt: number[], lostAt: number | null, typed: number, arrived: number } | null} work
 * @property {{ warnedMs: number | null, hiddenMs: number | null, latenessMs: number | null } | null} end
 * @property {{ title: string, time: string, soon: string, end: string } | null} heard what a screen reader said
 * @property {string[]} seen further results, one line each, for people
 * @property {string[]} trouble every promise that was broken
 * @property {string[]} pictures files
 */

/**
 * @typedef {object} Suite
 * @property {string} title
 * @property {Suite[]} [suites]
 * @property {Spec[]} [specs]
 */

/**
 * @typedef {object} Spec
 * @property {string} title
 * @property {boolean} ok
 * @property {{ annotations: { type: string, description?: string }[], results: { error?: { message?: string } }[] }[]} tests
 */

/** @param {{ suites: Suite[] }} report @returns {Finding[]} */
export function readFindings({ suites }) {
  return suites.flatMap((suite) => findingsOf(suite));
}

/** @param {Suite} suite @returns {Finding[]} */
function findingsOf({ title, suites = [], specs = [] }) {
  return [...specs.map((spec) => findingOf(title, spec)), ...suites.flatMap(findingsOf)];
}

/** @param {string} name @param {Spec} spec @returns {Finding} */
function findingOf(name, { title, ok, tests }) {
  const [test] = tests;
  /** @type {Record<string, any>} */
  const noted = {};
  for (const { type, description } of test?.annotations ?? [])
    noted[type] = JSON.parse(description ?? 'null');
  const trouble = noted['trouble'] ?? [];
  // The test stopped before its judgement, or something else failed.
  if (!ok && trouble.length === 0)
    trouble.push(firstLine(test?.results[0]?.error?.message ?? 'stopped'));
  return {
    name,
    title,
    about: noted['about'] ?? '',
    told: noted['told'] ?? null,
    work: noted['work'] ?? null,
    end: noted['end'] ?? null,
    heard: noted['heard'] ?? null,
    seen: noted['seen'] ?? [],
    trouble,
    pictures: noted['pictures'] ?? [],
  };
}

/** @param {string} text */
function firstLine(text) {
  // Removes the terminal's colour codes.
  // eslint-disable-next-line no-control-regex
  return (text.replace(/\u001b\[\d+m/g, '').split('\n')[0] ?? '').slice(0, 200);
}

/** Whether a test was about what a screen reader says. @param {Finding} finding */
export function isReadOut({ name }) {
  return name.startsWith('orca-');
}

/** What a screen reader said on each desktop. @param {readonly Finding[]} findings */
export function heardTable(findings) {
  const rows = findings.map(({ name, title, heard, trouble }) => {
    const said = [heard?.title, heard?.time, heard?.soon, heard?.end].map((text) => text ?? '–');
    return [`${title} (\`${name}\`)`, ...said, promises(trouble)];
  });
  return `| desktop | at the warning | with it | later | at the end | promises |
| --- | --- | --- | --- | --- | --- |
${rows.map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n')}
`;
}

/** @param {readonly Finding[]} findings */
export function table(findings) {
  return `| desktop | activity source | at work | warned | locked | late | promises |
| --- | --- | --- | --- | --- | --- | --- |
${findings.map((finding) => `| ${cells(finding).join(' | ')} |`).join('\n')}
`;
}

/** @param {Finding} finding */
function cells({ name, title, told, work, end, trouble }) {
  return [
    `${title} (\`${name}\`)`,
    told === null ? '–' : `${told.source}: ${told.state.toLowerCase()}`,
    work === null ? '–' : atWork(work),
    seconds(end?.warnedMs),
    seconds(end?.hiddenMs),
    end?.latenessMs === null || end?.latenessMs === undefined
      ? '–'
      : `${Math.round(end.latenessMs)} ms`,
    promises(trouble),
  ].map(inCell);
}

/** @param {readonly string[]} trouble */
function promises(trouble) {
  return trouble.length === 0 ? 'kept' : `**broken**: ${trouble.join('; ')}`;
}

/** @param {string} text */
function inCell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** @param {NonNullable<Finding['work']>} work */
function atWork({ seconds: worked, warnedAt, lostAt, typed, arrived }) {
  const where = typed === 0 ? 'in the app' : `elsewhere, ${arrived} of ${typed} keys arrived`;
  const told = warnedAt.length === 0 ? 'not warned' : `warned ${warnedAt.length}×`;
  return `${worked} s ${where}; ${told}${lostAt === null ? '' : ', signed out'}`;
}

/** @param {number | null | undefined} ms */
function seconds(ms) {
  return ms === null || ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`;
}
