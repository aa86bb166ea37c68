// @ts-check
// The resources that a program and all its processes have used, from the kernel (proc(5)).

import { readFileSync, readdirSync } from 'node:fs';

/**
 * @typedef {object} Usage
 * @property {number} cpuNanoseconds on a processor, over all threads
 * @property {number} wakeups how often a thread slept and had to be woken
 */

/** @typedef {{ mainThread: Usage, mainProcess: Usage, all: Usage }} TreeUsage */

/** @param {number} root process id @returns its and its descendants' ids, its own first */
export function processTree(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name in brackets may contain spaces; the text after the last bracket does not.
    const fields = readOr('', `/proc/${name}/stat`).split(') ').pop()?.split(' ') ?? [];
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (let index = 0; index < tree.length; index += 1) {
    tree.push(...(children.get(tree[index] ?? 0) ?? []));
  }
  return tree;
}

/** @param {number} root @returns {TreeUsage} since each process began */
export function readUsage(root) {
  const processes = processTree(root).map((pid) => sum(threadsOf(pid).map(readThread)));
  return {
    mainThread: readThread(`/proc/${root}/task/${root}`),
    mainProcess: processes[0] ?? sum([]),
    all: sum(processes),
  };
}

/**
 * The memory of a whole tree in bytes. In `rss` shared pages count fully for each process, in `pss`
 * by their share: the sum of `pss` is what the app really uses.
 *
 * @param {number} root
 */
export function readMemory(root) {
  const tree = processTree(root);
  const texts = tree.map((pid) => readOr('', `/proc/${pid}/smaps_rollup`));
  /** @param {string} name */
  const total = (name) =>
    texts.reduce((bytes, text) => bytes + 1024 * readField(text, name, /\s+(\d+) kB/), 0);
  return { processes: tree.length, rss: total('Rss:'), pss: total('Pss:') };
}

/** @param {number} pid */
function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  } catch {
    return []; // The process has ended.
  }
}

/** @param {string} folder of a thread @returns {Usage} */
function readThread(folder) {
  const cpu = readOr('0', `${folder}/schedstat`).split(' ')[0];
  const status = readOr('', `${folder}/status`);
  return {
    cpuNanoseconds: Number(cpu),
    wakeups: readField(status, '\nvoluntary_ctxt_switches:', /\s+(\d+)/),
  };
}

/**
 * @param {string} text
 * @param {string} name
 * @param {RegExp} number
 */
function readField(text, name, number) {
  const at = text.indexOf(name);
  return at === -1 ? 0 : Number(number.exec(text.slice(at + name.length))?.[1] ?? 0);
}

/** @param {readonly Usage[]} usages @returns {Usage} */
function sum(usages) {
  return usages.reduce(
    (total, usage) => ({
      cpuNanoseconds: total.cpuNanoseconds + usage.cpuNanoseconds,
      wakeups: total.wakeups + usage.wakeups,
    }),
    { cpuNanoseconds: 0, wakeups: 0 },
  );
}

/**
 * @param {string} otherwise
 * @param {string} file
 */
function readOr(otherwise, file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
