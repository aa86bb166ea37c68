import { expect, test } from '../support/app-fixture.js';
import { Loudspeaker } from '../support/loudspeaker.js';
import { button, openSettings, setUpClinic } from '../support/people.js';
import { idleFor, touchKeyboard, warningShown } from '../support/presence.js';
import { LONG } from '../support/reliability.js';

test(
  'the warning is heard once, quietly, if the clinic wants that',
  LONG,
  async ({ workstation }) => {
    const speaker = await Loudspeaker.plugIn(workstation.desktop);
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    const settings = await openSettings(workstation);
    await button(settings, 'Play the sound').click();
    await expect.poll(() => speaker.sounds).toBe(1);
    await settings.getByRole('switch', { name: 'Quiet sound with the warning' }).check();
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');

    await touchKeyboard(workstation);
    await idleFor(workstation, 27);
    expect(speaker.sounds).toBe(1);
    await warningShown(workstation);
    await expect.poll(() => speaker.sounds).toBe(2);
    await idleFor(workstation, 35);
    expect(speaker.sounds).toBe(2);
    expect(speaker.loudest).toBeGreaterThan(0.03);
    expect(speaker.loudest).toBeLessThan(0.2);
  },
);
