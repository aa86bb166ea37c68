import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BADGE, BadgeWorld, OTHER_BADGE, PIN } from '../../support/fakes/badge-world.js';

vi.setConfig({ testTimeout: 60_000 });

let desk: BadgeWorld;
beforeEach(async () => {
  desk = await BadgeWorld.open();
});

const author = () => desk.world.identity.keys.authorFor(desk.world.sam);
const failed = (step: string) =>
  desk.world.audit.events.filter(
    ({ event, detail }) => event === 'signIn.failed' && detail?.['step'] === step,
  ).length;

describe('setting a badge up', () => {
  beforeEach(() => desk.signInFully());

  it('takes two taps that agree; a misread one begins anew', async () => {
    const { quickSignIn } = desk;
    expect(quickSignIn.begin(author())).toEqual({ ok: true });
    const stages = [quickSignIn.stage];
    for (const badge of [OTHER_BADGE, BADGE, BADGE, BADGE]) {
      await desk.tap(badge);
      stages.push(quickSignIn.stage);
    }
    expect(stages).toEqual(['tap', 'tapAgain', 'tap', 'tapAgain', 'pin']);
    expect(await quickSignIn.finish(author(), PIN)).toEqual({ ok: true });
    expect(quickSignIn.stage).toBe('none');
    expect(desk.state.now.session.kind).toBe('active');
  });

  it('refuses a usual PIN, and goes on with the same badge', async () => {
    expect(await desk.enrol(BADGE, '121212')).toEqual({ ok: false, code: 'weakPin' });
    expect(desk.quickSignIn.stage).toBe('pin');
    expect(await desk.quickSignIn.finish(author(), PIN)).toEqual({ ok: true });
  });

  it('refuses a badge by which another member may come back here', async () => {
    const { quickSignIn } = desk;
    const other = { ...author(), memberId: 'somebody else' };
    quickSignIn.begin(other);
    for (const badge of [BADGE, BADGE]) await desk.tap(badge);
    expect(await quickSignIn.finish(other, PIN)).toEqual({ ok: false, code: 'badgeTaken' });
    expect(quickSignIn.stage).toBe('none');
    // One's own once more is no other member's.
    expect(await desk.enrol()).toEqual({ ok: true });
  });

  it('is over after a minute, with the session, and when the policy forbids it', async () => {
    const { quickSignIn, world } = desk;
    const give: readonly (() => unknown)[] = [
      () => world.clock.run(60_000),
      () => desk.setPolicy({ quickSignIn: false }),
      () => {
        quickSignIn.cancel();
      },
    ];
    for (const up of give) {
      await desk.setPolicy({ quickSignIn: true });
      quickSignIn.begin(author());
      await desk.tap();
      await desk.tap();
      await up();
      expect(quickSignIn.stage).toBe('none');
      expect(await quickSignIn.finish(author(), PIN)).toMatchObject({ code: 'setUpExpired' });
    }
  });

  it('is refused to administrators, and where the policy does not allow it', async () => {
    const { identity, dana } = desk.world;
    desk.world.holdKeys(dana);
    const byDana = identity.keys.authorFor(dana);
    expect(desk.quickSignIn.begin(byDana)).toMatchObject({ code: 'notForAdministrators' });
    await desk.setPolicy({ quickSignIn: false });
    expect(desk.quickSignIn.begin(author())).toMatchObject({ code: 'quickSignInOff' });
  });

  it('in a full session lets the member come back from then on', async () => {
    await desk.quickSignIn.remove(author());
    await desk.enrol(OTHER_BADGE);
    await desk.end('lockNow');
    expect(await desk.comesBack(BADGE)).toBe(false);
    expect(await desk.comesBack(OTHER_BADGE)).toBe(true);
  });

  it('in a session that began by badge waits for the next full sign-in', async () => {
    await desk.end('lockNow');
    expect(await desk.comesBack()).toBe(true);
    await desk.begin();
    await desk.enrol(OTHER_BADGE);
    await desk.end('lockNow');
    expect(await desk.comesBack(OTHER_BADGE)).toBe(false);
    await desk.signInFully();
    await desk.end('lockNow');
    expect(await desk.comesBack(OTHER_BADGE)).toBe(true);
  });
});

describe('a tap', () => {
  it('before a full sign-in names nobody', async () => {
    await desk.tap();
    expect(desk.quickSignIn.shown).toMatchObject({ kind: 'unknown' });
    expect(await desk.quickSignIn.enterPin(PIN)).toEqual({ ok: false, code: 'badgeGone' });
  });

  it('while somebody is signed in hands the desk over', async () => {
    await desk.signInFully();
    await desk.tap(OTHER_BADGE);
    expect(desk.state.now.session).toMatchObject({ kind: 'ending', ended: { cause: 'badge' } });
    expect(desk.quickSignIn.shown).toMatchObject({ kind: 'unknown' });
    await desk.tap();
    expect(desk.quickSignIn.shown).toMatchObject({ kind: 'member', memberName: 'Sam' });
  });

  it('is shown at once: who knows the PIN types it while the badge is looked for', async () => {
    await desk.signInFully();
    await desk.end('lockNow');
    const { quickSignIn } = desk;
    const tapped = desk.tap();
    const { shown } = quickSignIn;
    expect(shown).toMatchObject({ kind: 'reading' });
    expect(await quickSignIn.enterPin('839105')).toMatchObject({ code: 'wrongPin' });
    await tapped;
    // One and the same tap: what is typed for it stays.
    expect(quickSignIn.shown).toEqual({ ...shown, kind: 'member', memberName: 'Sam' });
    const another = desk.tap(OTHER_BADGE);
    expect(await quickSignIn.enterPin(PIN)).toMatchObject({ code: 'badgeGone' });
    await another;
    const again = desk.tap();
    const entered = await quickSignIn.enterPin(PIN);
    await again;
    expect(entered.ok).toBe(true);
  });

  it('that is left while its badge is looked for names nobody, and opens nothing', async () => {
    await desk.signInFully();
    await desk.end('lockNow');
    const tapped = desk.tap();
    const entered = desk.quickSignIn.enterPin(PIN);
    desk.quickSignIn.leave();
    expect(await entered).toEqual({ ok: false, code: 'badgeGone' });
    await tapped;
    expect(desk.quickSignIn.shown).toBeNull();
  });

  it('names its member for a minute, or until somebody leaves the view or signs in', async () => {
    await desk.signInFully();
    await desk.end('lockNow');
    const gone: readonly (() => unknown)[] = [
      () => desk.world.clock.run(60_000),
      () => {
        desk.quickSignIn.leave();
      },
      () => desk.begin(),
    ];
    for (const go of gone) {
      await desk.tap();
      expect(desk.quickSignIn.shown).toMatchObject({ kind: 'member' });
      await go();
      expect(desk.quickSignIn.shown).toBeNull();
    }
  });

  it('does nothing while the policy does not allow it, and is overwritten always', async () => {
    await desk.signInFully();
    await desk.setPolicy({ quickSignIn: false });
    const badge = Buffer.from(BADGE);
    await desk.quickSignIn.tapped(badge);
    expect(desk.state.now.session.kind).toBe('active');
    expect(badge.every((byte) => byte === 0)).toBe(true);
  });

  it('of two at once the last one counts', async () => {
    await desk.signInFully();
    await desk.end('lockNow');
    await Promise.all([desk.tap(), desk.tap(OTHER_BADGE)]);
    expect(desk.quickSignIn.shown).toMatchObject({ kind: 'unknown' });
  });
});

describe('a PIN', () => {
  beforeEach(async () => {
    await desk.signInFully();
    await desk.end('lockNow');
    await desk.tap();
  });

  it('opens the seed of its member, and proves no password', async () => {
    const entered = await desk.quickSignIn.enterPin(PIN);
    if (!entered.ok) throw new Error(entered.code);
    const { member, keys, how } = entered.complete;
    expect([member.id, how]).toEqual([desk.world.sam.id, 'badge']);
    expect(keys.publicKeys).toEqual(desk.world.keysOf(desk.world.sam).publicKeys);
    expect(desk.world.identity.proof.isRecent(member.id)).toBe(false);
    expect(desk.quickSignIn.shown).toBeNull();
  });

  it('that is wrong is counted, told and audited; the fifth takes everything', async () => {
    const left = [];
    for (let time = 0; time < 4; time += 1) left.push(await desk.wrongPin());
    expect(left).toEqual(
      [4, 3, 2, 1].map((triesLeft) => ({ ok: false, code: 'wrongPin', triesLeft })),
    );
    expect(await desk.wrongPin()).toEqual({ ok: false, code: 'badgeGone' });
    expect(failed('pin')).toBe(5);
    expect(desk.world.desk.counted).toHaveLength(5);
    expect(desk.quickSignIn.shown).toMatchObject({ kind: 'unknown' });
  });

  it('that is right gives all five tries back', async () => {
    for (let time = 0; time < 4; time += 1) await desk.wrongPin();
    await desk.world.clock.run(20_000);
    expect(await desk.comesBack()).toBe(true);
    await desk.tap();
    expect(await desk.wrongPin()).toMatchObject({ triesLeft: 4 });
  });

  it('is slowed down like a password', async () => {
    for (let time = 0; time < 3; time += 1) await desk.quickSignIn.enterPin('839105');
    expect(await desk.quickSignIn.enterPin(PIN)).toMatchObject({ code: 'throttled' });
  });

  it('tried five times at once is five tries', async () => {
    const tries = [1, 2, 3, 4, 5, 6].map(() => desk.quickSignIn.enterPin('839105'));
    const answers = await Promise.all(tries);
    expect(answers.some(({ ok }) => ok)).toBe(false);
    expect(failed('pin')).toBeLessThanOrEqual(5);
  });

  it('is not enough once a second factor must be set up', async () => {
    await desk.world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    await desk.settle();
    expect(await desk.quickSignIn.enterPin(PIN)).toEqual({ ok: false, code: 'badgeGone' });
    expect(await desk.comesBack()).toBe(false);
  });
});
