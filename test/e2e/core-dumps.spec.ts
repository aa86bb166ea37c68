import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTree } from '../bench/process-tree.mjs';
import { openApp, openClinic, PORTAL_APP } from '../support/clinic-app-steps.js';
import { expectSignIn } from '../support/people.js';
import { pressLock } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { living, siteProcesses } from '../support/site/what-is-left.js';
import type { Workstation } from '../support/workstation.js';

const NOT_ROOT = 'Only root, on Linux, may raise the limit of a process whose limit is 0.';

/** Makes this computer keep core dumps of any size, as some distributions and developers do. */
function keepCoreDumps(limit: 'unlimited' | '0'): void {
  const args = [`--core=${limit}:unlimited`, '--pid', String(process.pid)];
  execFileSync('/usr/bin/prlimit', args);
}

function processesOf({ app }: Workstation): readonly number[] {
  return processTree(app.process().pid ?? 0);
}

/** For each own process of the app: the memory that a core dump could still contain. */
function dumpable(workstation: Workstation): readonly string[] {
  return processesOf(workstation).flatMap((pid) => {
    const read = (name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8');
    try {
      const limit = /Max core file size\s+(\S+)\s+(\S+)/.exec(read('limits'))?.slice(1).join(' ');
      const filter = read('coredump_filter').trim();
      // A process that has ended but was not collected yet has no memory.
      const isOver = filter === '';
      return isOver || (limit === '0 0' && filter === '00000000')
        ? []
        : [`${read('cmdline').replaceAll('\0', ' ').slice(0, 120)}: ${limit}, ${filter}`];
    } catch {
      // The process ended meanwhile.
      return [];
    }
  });
}

test.beforeEach(({ workstation }) => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, NOT_ROOT);
  keepCoreDumps('unlimited');
  workstation.startFolder = workstation.home;
});

test.afterEach(() => keepCoreDumps('0'));

const coreFiles = (workstation: Workstation): readonly string[] =>
  readdirSync(workstation.startFolder).filter((name) => name.includes('core'));

test('no process of the app leaves a core dump, even if this computer keeps core dumps', async ({
  workstation,
  site,
}) => {
  workstation.tolerate(/crash/i);
  await openClinic(workstation, [PORTAL_APP]);
  await openApp(workstation, PORTAL_APP);
  expect(site.requests.length).toBeGreaterThan(0);
  expect(processesOf(workstation).length).toBeGreaterThan(6);
  expect(dumpable(workstation)).toEqual([]);

  // Every kind of process crashes for real: pages, the GPU process, the keychain's process, and the app
  // itself.
  const own = workstation.app.process().pid ?? 0;
  const others = processesOf(workstation).filter((pid) => pid !== own);
  for (const pid of others.reverse()) if (living([pid]).length > 0) process.kill(pid, 'SIGSEGV');
  await sleep(1_000);
  if (living([own]).length > 0) process.kill(own, 'SIGSEGV');
  await expect.poll(() => living([own])).toEqual([]);
  await sleep(1_000);
  expect(coreFiles(workstation)).toEqual([]);
});

test('the end of a session kills the pages of sites, and crashes none', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/patient`);
  await page.evaluate(() => void window.open('/patient', 'second', 'popup'));
  await expect.poll(() => siteProcesses(workstation)).not.toEqual([]);
  await workstation.app.evaluate(({ webContents }) => {
    const ends: string[] = [];
    Object.assign(globalThis, { pageEnds: ends });
    for (const contents of webContents.getAllWebContents())
      contents.on('render-process-gone', (_event, { reason }) => ends.push(reason));
  });
  const pids = await siteProcesses(workstation);
  await pressLock(workstation);
  await expectSignIn(main);
  await expect.poll(() => living(pids), { timeout: 3_000 }).toEqual([]);
  const ends = await workstation.app.evaluate(
    () => (globalThis as unknown as { pageEnds: readonly string[] }).pageEnds,
  );
  expect(ends.filter((reason) => reason !== 'killed')).toEqual([]);
  expect(coreFiles(workstation)).toEqual([]);
  expect(site.requests.length).toBeGreaterThan(0);
});
