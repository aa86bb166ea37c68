import { expect, it } from 'vitest';
import { isWeakPin } from '../../../src/main/quick-sign-in/pin-rules.js';

const BADGE = Buffer.from('0012739516');

it.each([
  ...['000000', '777777', '123456', '654321', '012345', '890123', '456789', '987654321098'],
  ...['121212', '123123', '112233', '111222', '332211', '159753', '147258', '123654'],
  // A part of the badge's number, and the same backwards.
  ...['127395', '615937', '739516'],
])('%s is refused', (pin) => {
  expect(isWeakPin(pin, BADGE)).toBe(true);
});

it.each(['274916', '839105', '19840101', '200517', '135790', '112234', '00273951'])(
  '%s is taken',
  (pin) => {
    expect(isWeakPin(pin, BADGE)).toBe(false);
  },
);
