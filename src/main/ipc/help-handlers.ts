import type { HELP_REQUESTS } from '../../shared/requests/help.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import { DONE } from './answers.js';
import type { HandlersOf } from './gate.js';

export interface HelpHandlerParts {
  readonly policies: Pick<PolicyKeeper, 'inForce'>;
}

export function helpHandlers({ policies }: HelpHandlerParts): HandlersOf<typeof HELP_REQUESTS> {
  return {
    readHelpAddress: () => ({ ...DONE, address: policies.inForce().helpAddress }),
  };
}
