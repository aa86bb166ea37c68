import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { button, choose, DANA, openSettings, setUpClinic, signIn } from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard } from '../support/presence.js';
import { LONG } from '../support/reliability.js';

test(
  'the effect of another timeout is shown before it is saved, from real pauses',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    let settings = await openSettings(workstation);
    await choose(settings, 'Automatic session timeout', '1 minute');
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');
    // A pause that the warning ends in time, and one that the limit ends.
    await touchKeyboard(workstation);
    await idleFor(workstation, 45);
    await touchKeyboard(workstation);
    await minutePasses(workstation, home);
    await signIn(home, DANA);

    settings = await openSettings(workstation);
    await expect(
      settings.getByText(
        'With 1 minute, 1 of the 2 sessions of the last 60 days would have ended while their member was away, and nobody would have been warned more than ten times a day.',
      ),
    ).toBeVisible();
    await expect(settings.getByText('So few sessions say little yet.')).toBeVisible();
    await choose(settings, 'Automatic session timeout', '5 minutes');
    await expect(settings.getByText(/^With 5 minutes, 0 of the 2 sessions/)).toBeVisible();
    await expect(
      settings.getByText('For 1 more session this is not known: it ended at a shorter limit.'),
    ).toBeVisible();
    await expectAccessible(workstation, settings, 'session timeout');

    const account = new AccountFile(workstation.userData);
    const answered = account.all(
      'SELECT seconds FROM person_pause WHERE seconds BETWEEN 44 AND 59',
    );
    expect(answered).toHaveLength(1);
    await choose(settings, 'Automatic session timeout', '1 minute');
    await settings.getByRole('switch', { name: 'Record the lengths of pauses' }).uncheck();
    await expect(settings.getByText(/^With 1 minute/)).toBeHidden();
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');
    await expect.poll(() => account.all('SELECT * FROM session_pause')).toEqual([]);
    expect(account.all('SELECT * FROM person_pause')).toEqual([]);
  },
);
