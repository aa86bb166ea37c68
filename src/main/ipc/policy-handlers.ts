import { type Merged, merged } from '../../shared/policy/merged.js';
import { settingName } from '../../shared/policy/policy-words.js';
import { letsMoreIn } from '../../shared/policy/sign-in-rules.js';
import type { Done } from '../../shared/requests/answers.js';
import type { ChangedMeanwhile, POLICY_REQUESTS } from '../../shared/requests/policy.js';
import { languageTag, say } from '../../shared/words/say.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { PauseRecord } from '../session/pause-record.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface PolicyHandlerParts extends ProvedActParts {
  readonly rules: SignInRulesKeeper;
  readonly policies: PolicyKeeper;
  readonly pauses: Pick<PauseRecord, 'foresee'>;
}

/** Administrators decide the rules for everybody's sessions and sign-ins. */
export function policyHandlers(parts: PolicyHandlerParts): HandlersOf<typeof POLICY_REQUESTS> {
  const { rules, policies, keys, pauses } = parts;
  const { unprovedAct } = provedAct(parts);

  return {
    savePolicy: ({ policy, openedWith }, { member }) =>
      writing(async () => saved(await policies.save(policy, keys.authorFor(member), openedWith))),
    saveSignInRules: ({ rules: changed, openedWith: opened, proof }, { member }) =>
      writing(async () => {
        const now = rules.current();
        const isProved = letsMoreIn(merged(opened, changed, now).settings, now);
        const refused = isProved ? await unprovedAct(member, proof) : null;
        if (refused !== null) return refused;
        return saved(await rules.save(changed, keys.authorFor(member), { opened, isProved }));
      }),
    foresee: (candidate) => ({ ...DONE, foresight: pauses.foresee(candidate) }),
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

function saved<Settings>({
  settings,
  conflicts,
  now,
}: Merged<Settings>): Done<{ readonly inForce: Settings }> | ChangedMeanwhile<Settings> {
  if (conflicts.length === 0) return { ...DONE, inForce: settings };
  const list = new Intl.ListFormat(languageTag(), { type: 'conjunction' });
  const fields = list.format(conflicts.map((path) => say('“{name}”', { name: settingName(path) })));
  return {
    ok: false,
    code: 'changedMeanwhile',
    message: say(
      'Somebody else changed {fields} while this was open. What holds now is shown here: change it again if it should be otherwise, and save.',
      { fields },
    ),
    merged: settings,
    inForce: now,
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
