import { describe, expect, it } from 'vitest';
import { boxesOf } from '../../../src/main/account/clinic-state.js';
import { lacksBox } from '../../../src/main/account/chain-parts.js';
import {
  decided,
  hashNamed,
  NOBODY,
  oneOfEach,
  PRACTITIONER,
  role,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';
import { after, changed, clinic, founder, practitioner, sample } from './judged.js';

/* A member's badge, language, and what they have read. */

const record = hashNamed('badge');
const BADGE = { kind: 'badge.set', record, mayPass: true } as const;
const badged = decided(clinic, [practitioner, () => BADGE]);

function badgeAfter(...decisions: Parameters<typeof decided>[1][]): string | null | undefined {
  return decided(badged, ...decisions).members[PRACTITIONER]?.badge;
}

describe('a badge', () => {
  it('is set up and taken away by its member, with its box', () => {
    expect(badged.members[PRACTITIONER]?.badge).toBe(record);
    expect(boxesOf(badged)).toContain(record);
    expect(badgeAfter([practitioner, () => ({ ...BADGE, record: null })])).toBeNull();
    const other = hashNamed('another badge');
    expect(badgeAfter([practitioner, () => ({ ...BADGE, record: other })])).toBe(other);
  });

  it('is taken away by an administrator, from a member that there is', () => {
    expect(badgeAfter([founder, () => sample['badge.removed']])).toBeNull();
    expect(after({ ...sample['badge.removed'], memberId: NOBODY })).toBe('unknownMember');
  });

  it.each(['changed', 'invitation'] as const)('goes with a new password: %s', (way) => {
    const invitation = seedNamed(`invitation of ${PRACTITIONER}`).publicKeys.signing;
    const by = way === 'changed' ? practitioner : { ...practitioner, as: way, key: invitation };
    expect(badgeAfter([by, (now) => oneOfEach(now, by)['member.keys']])).toBeNull();
  });

  it('stays when the same password becomes dearer, and with another role', () => {
    const { keys } = { ...badged.members[PRACTITIONER] };
    if (keys === undefined) throw new Error('There is no practitioner.');
    const cost = { ...oneOfEach(badged, practitioner)['member.keys'], way: 'cost' as const };
    expect(badgeAfter([practitioner, () => ({ ...cost, keys, share: null })])).toBe(record);
    expect(badgeAfter([founder, role(PRACTITIONER, 'bookkeeper')])).toBe(record);
  });

  it('may be without its box, which a version that knew no badges did not keep', () => {
    const without = (gone: string) => ({
      box: (hash: string) => (hash === gone ? null : Buffer.from(hash)),
    });
    expect(lacksBox(without(''), badged)).toBe(false);
    expect(lacksBox(without(record), badged)).toBe(false);
    expect(lacksBox(without(badged.shares.box), badged)).toBe(true);
  });
});

describe('what a member chose, or read', () => {
  it('is a language, or none again', () => {
    const spoken = decided(clinic, [practitioner, () => sample['language.chosen']]);
    expect(spoken.members[PRACTITIONER]?.language).toBe('de-CH');
    expect(
      changed({ ...sample['language.chosen'], language: null }, practitioner, spoken),
    ).toMatchObject({ members: { [PRACTITIONER]: { language: null } } });
  });

  it('is the newest edition of the guide, and when', () => {
    const read = decided(clinic, [practitioner, () => sample['guide.read']]);
    expect(read.members[PRACTITIONER]?.guideRead).toEqual({ edition: 2, at: 1_000 });
    for (const edition of [1, 2])
      expect(changed({ ...sample['guide.read'], edition }, practitioner, read)).toEqual({});
    expect(changed({ ...sample['guide.read'], edition: 3 }, practitioner, read)).toMatchObject({
      members: { [PRACTITIONER]: { guideRead: { edition: 3 } } },
    });
  });
});
