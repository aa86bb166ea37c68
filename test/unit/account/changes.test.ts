import { expect, it } from 'vitest';
import { changeSchema } from '../../../src/main/account/changes.js';
import { FOUNDER, memberBy, oneOfEach, sampleClinic } from '../../support/fakes/clinic-chain.js';

const all = oneOfEach(sampleClinic(), memberBy(FOUNDER));
const { rotation } = all['keys.rotated'];
const { shares, records } = rotation;

function isRead(change: object): boolean {
  return changeSchema.safeParse(change).success;
}

it.each([
  ...(['member.added', 'member.access', 'member.role', 'member.keys'] as const),
  ...(['member.invited', 'emergencyKit.made'] as const),
])('%s names the share of one holder, and no part of the clinic’s keys', (kind) => {
  const change = all[kind];
  expect(isRead(change)).toBe(true);
  const { epoch, administrators, box } = shares;
  for (const more of [
    ...[{ shares }, { epoch }, { administrators }, { box }, { records }],
    ...[{ share: shares }, { share: [change.share] }, { share: 'rubbish' }, { share: undefined }],
    ...('rotation' in change ? [{ rotation: undefined }] : [{ rotation }, { rotation: null }]),
  ])
    expect([more, isRead({ ...change, ...more })]).toEqual([more, false]);
});

it('new keys of the clinic come with every part of them, and with nothing else', () => {
  const kind = 'keys.rotated';
  expect(isRead({ kind, rotation })).toBe(true);
  const weak = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString('base64');
  for (const other of [
    ...[null, undefined, {}, { shares }, { records }, { ...rotation, more: 1 }],
    { ...rotation, records: { apps: null } },
    { ...rotation, shares: shares.box },
    { ...rotation, shares: { ...shares, more: 1 } },
    { ...rotation, shares: { ...shares, epoch: 0 } },
    // A key for which nothing can be sealed.
    { ...rotation, shares: { ...shares, administrators: weak } },
  ])
    expect([other, isRead({ kind, rotation: other })]).toEqual([other, false]);
});
