import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import {
  type End,
  setUpByKeyboard,
  type Work,
  walkAway,
  watchWork,
  workInApp,
} from '../support/main-job.js';
import { answerQuestion, lockKeyring, questionIsUp } from '../support/keyring-question.js';
import { OtherProgram } from '../support/other-program.js';
import { button, DANA, openSettings, openTab, signIn } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { type Kind, KINDS } from './kinds.js';

/** Longer than the limit of a minute. */
const WORK_SECONDS = 70;

for (const kind of KINDS)
  test.describe(kind.name, () => {
    test.use({ desktopOptions: kind.options });

    test(kind.title, async ({ workstation }, testInfo) => {
      workstation.switches.push(...(kind.switches ?? []));
      Object.assign(workstation.env, kind.env);
      const { desktop } = workstation;
      const pictures: string[] = [];
      const picture = (name: string): string => {
        pictures.push(testInfo.outputPath(`${kind.name}-${name}.png`));
        return pictures.at(-1) ?? '';
      };
      const note = (type: string, found: unknown): void => {
        testInfo.annotations.push({ type, description: JSON.stringify(found) });
      };
      note('about', kind.about);

      if (kind.keychain === 'locked') await lockKeyring(workstation);
      if (kind.keychain === 'missing') await desktop.keyring.stop();
      const home = await workstation.start();
      await setUpByKeyboard(workstation, home, async () => {
        if (kind.keychain === undefined) return;
        await expectKeychainNotice(kind.keychain, workstation, home);
        await desktop.screenshot(picture('set-up'));
        await mendKeychain(kind.keychain, workstation, home);
      });
      expect(await entryCount(desktop)).toBe(1);
      await desktop.screenshot(picture('home'));

      const work = await playWork(kind, workstation, home);
      note('work', work);
      note('told', work.lostAt === null ? await readThisWorkstation(workstation) : null);
      // If nobody is signed in any more, nobody can walk away.
      if (work.lostAt !== null) await signIn(home, DANA);
      const walkPictures = { warning: picture('warning'), locked: picture('locked') };
      const end = await walkAway(workstation, home, walkPictures, kind.leave);
      await kind.comeBack?.();
      note('end', end);
      const trouble = troubleAt(kind, work, end);
      note('trouble', trouble);
      note('pictures', pictures.filter(existsSync));
      expect(trouble).toEqual([]);
    });
  });

/** What Settings say of this computer. */
interface ToldByDesktop {
  readonly source: string;
  readonly state: string;
  readonly screenLock: string;
}

/** Opens Settings, reads what they say of this computer, and closes them. */
async function readThisWorkstation(workstation: Workstation): Promise<ToldByDesktop> {
  const settings = await openSettings(workstation);
  await openTab(settings, 'This workstation');
  const read = (name: string): Promise<string> =>
    settings
      .locator('dt', { hasText: new RegExp(`^${name}$`) })
      .locator('+ dd')
      .innerText();
  const told = {
    source: await read('Source'),
    state: await read('State'),
    screenLock: await read('Screen lock'),
  };
  await settings.close();
  return told;
}

/** Types into another program, a key every 0.4 seconds, and looks whether the app interferes. */
async function workElsewhere(
  workstation: Workstation,
  home: Page,
  { program, seconds }: { readonly program: OtherProgram; readonly seconds: number },
): Promise<Work> {
  const seen = await watchWork(workstation, home, { seconds, press: () => program.type() });
  // The last key takes its way too.
  await sleep(300);
  return { ...seen, typed: program.typed, arrived: program.arrived };
}

/** Expects the question of a locked keyring, or the message that there is no keychain. */
async function expectKeychainNotice(
  keychain: NonNullable<Kind['keychain']>,
  workstation: Workstation,
  page: Page,
): Promise<void> {
  if (keychain === 'locked') await questionIsUp(workstation, page);
  else await expect(page.getByRole('alert')).toContainText('Install or start one');
}

async function mendKeychain(
  keychain: NonNullable<Kind['keychain']>,
  workstation: Workstation,
  page: Page,
): Promise<void> {
  const { input, keyring } = workstation.desktop;
  if (keychain === 'locked') {
    await answerQuestion(workstation);
    return;
  }
  await keyring.start();
  await button(page, 'Create clinic').focus();
  await input.key('Return');
}

async function playWork(kind: Kind, workstation: Workstation, home: Page): Promise<Work> {
  if (kind.workIn === 'app') return workInApp(workstation, home, WORK_SECONDS);
  const fullScreen = kind.fullScreen === true;
  const program = await OtherProgram.open(workstation.desktop, { fullScreen });
  return workElsewhere(workstation, home, { program, seconds: WORK_SECONDS });
}

/** How often the app checks whether a VNC viewer is still there, in milliseconds. */
const LOOKED_EVERY_MS = 2_000;

/** A later end counts as late, in milliseconds: the test reads the screen from outside the app. */
const LATE_MS = 2_000;

/** Every broken promise, in words for people. */
function troubleAt({ leave }: Kind, work: Work, end: End): readonly string[] {
  const late = (ms: number | null, dueMs: number): boolean => ms === null || ms > dueMs + LATE_MS;
  const seconds = (ms: number | null): string =>
    ms === null ? 'not at all' : `after ${(ms / 1_000).toFixed(1)} s`;
  return [
    ...work.warnedAt.map((second) => `warned after ${second} s of work`),
    ...(work.lostAt === null ? [] : [`signed out after ${work.lostAt} s of work`]),
    ...(work.arrived === work.typed ? [] : [`${work.arrived} of ${work.typed} keys arrived`]),
    ...(leave === undefined && late(end.warnedMs, 30_000)
      ? [`warned ${seconds(end.warnedMs)}`]
      : []),
    ...(late(end.hiddenMs, leave === undefined ? 60_000 : LOOKED_EVERY_MS)
      ? [`locked ${seconds(end.hiddenMs)}`]
      : []),
    ...(end.emptyMs === null ? ['the keychain was not emptied'] : []),
  ];
}
