import type { Done } from './answers.js';
import { answers, requestsFrom } from './request.js';

const byAnyone = requestsFrom({ windows: ['main', 'settings', 'bar'], access: 'anyone' });

export const HELP_REQUESTS = {
  /** Where staff ask for help; empty where nobody gave an address. */
  readHelpAddress: byAnyone({}, answers<Done & { readonly address: string }>()),
};
