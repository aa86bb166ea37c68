import { letsMoreIn } from '../../shared/policy/sign-in-rules.js';
import type { POLICY_REQUESTS } from '../../shared/requests/policy.js';
import { say } from '../../shared/words/say.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface PolicyHandlerParts extends ProvedActParts {
  readonly rules: SignInRulesKeeper;
  readonly policies: PolicyKeeper;
}

/** Administrators decide the rules for everybody's sessions and sign-ins. */
export function policyHandlers(parts: PolicyHandlerParts): HandlersOf<typeof POLICY_REQUESTS> {
  const { rules, policies, keys } = parts;
  const { unprovedAct } = provedAct(parts);

  return {
    savePolicy: ({ policy }, { member }) =>
      writing(async () => {
        await policies.save(policy, keys.authorFor(member));
        return DONE;
      }),
    saveSignInRules: ({ rules: changed, proof }, { member }) =>
      writing(async () => {
        const refused = letsMoreIn(changed, rules.current())
          ? await unprovedAct(member, proof)
          : null;
        if (refused !== null) return refused;
        await rules.save(changed, keys.authorFor(member));
        return DONE;
      }),
    checkSettingsFile: ({ text }) => {
      const reading = policies.check(text);
      return reading.ok ? reading : invalid(reading.problem);
    },
    importSettingsFile: ({ text }, { member }) =>
      writing(async () => {
        const reading = await policies.importFile(text, keys.authorFor(member));
        if (!reading.ok) return invalid(reading.problem);
        return DONE;
      }),
  };
}

function invalid(problem: string): {
  readonly ok: false;
  readonly code: 'invalid';
  readonly message: string;
} {
  return {
    ok: false,
    code: 'invalid',
    message: say('This settings file was not used, and nothing was changed. {problem}', {
      problem,
    }),
  };
}
