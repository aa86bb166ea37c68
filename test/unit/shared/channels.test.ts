import { expect, it } from 'vitest';
import { namesArgument, namesIn } from '../../../src/shared/requests/channels.js';
import { REQUEST_NAMES } from '../../../src/shared/requests/requests.js';

it('the bridge reads the names of all requests from an argument of its page’s process', () => {
  const args = ['/opt/app', '--type=renderer', namesArgument(REQUEST_NAMES), '--lang=en'];
  expect(namesIn(args)).toEqual(REQUEST_NAMES);
});

it('a page without the argument has no requests', () => {
  expect(namesIn(['/opt/app', '--type=renderer'])).toEqual([]);
});
