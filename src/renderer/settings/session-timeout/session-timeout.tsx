import type { ReactNode } from 'react';
import { durationInWords } from '../../../shared/policy/duration.js';
import type { PolicyField } from '../../../shared/policy/managed-limits.js';
import {
  ACTIVITY_SOURCES,
  type ActivitySource,
  LONGEST_SESSION_PRESETS_SECONDS,
  type PolicySwitch,
} from '../../../shared/policy/policy.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { SelectField } from '../../ui/fields/select-field.js';
import { Switch } from '../../ui/fields/choice.js';
import { draftedSeconds, helpWithCap, minutesProblem } from '../../ui/fields/timeout-draft.js';
import { TimeoutField } from '../../ui/fields/timeout-field.js';
import { durationOptions } from './duration-options.js';
import { Foresight } from './foresight.js';
import { ImportSettings } from './import-settings.js';
import { ManagedCallout } from '../managed-callout.js';
import { draftedPolicy, draftPolicy, type PolicyDraft } from './policy-draft.js';
import { SettingsForm } from '../settings-form.js';
import { useSettingsDraft } from '../use-settings-draft.js';
import styles from '../columns.module.css';
import {
  ACTIVITY_SOURCE_NAMES,
  RULE_NAMES,
  SWITCH_EXPLANATIONS,
} from '../../../shared/policy/policy-words.js';
import { RadioGroup } from '../../ui/fields/radio-group.js';
import { say, sayings } from '../../../shared/words/say.js';
import { OfflineLimit } from './offline-limit.js';
import { QuickSignInCard } from './quick-sign-in-card.js';
import { RoleLimits } from './role-limits.js';
import { StandardsComparison } from './standards-comparison.js';
import { WarningCard } from './warning-card.js';

const ACTIVITY_EXPLANATIONS: Readonly<Record<ActivitySource, string>> = sayings({
  computer: 'Using any program keeps the session going.',
  app: 'Work in other programs counts as being away.',
});

/** The other switches have cards of their own. */
const SESSION_SWITCHES = [
  'lockOnSleep',
  'lockOnScreenLock',
  'lockComputer',
  'resumeAfterRestart',
  'hideFromCapture',
  'oneSession',
] as const satisfies readonly PolicySwitch[];

/** The rules for when a session ends. */
export function SessionTimeout({ view }: { readonly view: SettingsView }): ReactNode {
  const { policy, managed } = view;
  const { restrictions } = managed;
  const mostSeconds = restrictions.mostSeconds.sessionTimeoutSeconds;
  const settings = useSettingsDraft(policy, {
    draftOf: draftPolicy,
    draftedFrom: (draft) => draftedPolicy(draft, mostSeconds),
    save: (changed, openedWith) => window.clinic.savePolicy({ policy: changed, openedWith }),
  });
  const { draft, edit, discard } = settings;
  const { rules, timeout } = draft;
  const timeoutSeconds = draftedSeconds(timeout);

  const isLocked = (field: PolicyField): boolean => restrictions.locked.includes(field);
  const changeRules = (patch: Partial<PolicyDraft['rules']>): void =>
    edit({ ...draft, rules: { ...rules, ...patch } });

  return (
    <SettingsForm settings={settings}>
      <ManagedCallout managed={managed} />
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <Card title={say('When a session ends')}>
            <div className={layout['stack']}>
              <TimeoutField
                draft={timeout}
                onDraft={(changed) => edit({ ...draft, timeout: changed })}
                problem={minutesProblem(timeout, mostSeconds) ?? undefined}
                help={say('Without activity for this long, everyone is signed out.')}
                restrictions={restrictions}
              />
              {rules.measurePauses && (
                <Foresight
                  timeoutSeconds={draftedSeconds(timeout, mostSeconds)}
                  rules={rules}
                  isShared={view.clinic.shared}
                />
              )}
              <Switch
                label={RULE_NAMES.measurePauses}
                explanation={SWITCH_EXPLANATIONS.measurePauses}
                checked={rules.measurePauses}
                managed={isLocked('measurePauses')}
                onChosen={(measurePauses) => changeRules({ measurePauses })}
              />
              <SelectField
                label={say('Longest session')}
                help={helpWithCap(
                  say('Ends every session at this age, however active it is.'),
                  restrictions.mostSeconds.longestSessionSeconds,
                )}
                managed={isLocked('longestSessionSeconds')}
                value={rules.longestSessionSeconds}
                options={durationOptions(
                  LONGEST_SESSION_PRESETS_SECONDS,
                  rules.longestSessionSeconds,
                  restrictions.mostSeconds.longestSessionSeconds,
                )}
                onValue={(longestSessionSeconds) => changeRules({ longestSessionSeconds })}
              />
              {timeoutSeconds !== null && rules.longestSessionSeconds < timeoutSeconds && (
                <Callout tone="warning">
                  {say(
                    'Sessions end after {longest} in any case, before the timeout of {timeout} is reached.',
                    {
                      longest: durationInWords(rules.longestSessionSeconds),
                      timeout: durationInWords(timeoutSeconds),
                    },
                  )}
                </Callout>
              )}
              <ActivityChoice
                value={rules.activitySource}
                managed={isLocked('activitySource')}
                onValue={(activitySource) => changeRules({ activitySource })}
              />
            </div>
          </Card>
          <Card title={say('Sessions and this computer')}>
            <div className={layout['stack']}>
              {SESSION_SWITCHES.filter(
                // With one computer there is no second session.
                (name) => view.clinic.shared || name !== 'oneSession',
              ).map((name) => (
                <Switch
                  key={name}
                  label={RULE_NAMES[name]}
                  explanation={SWITCH_EXPLANATIONS[name]}
                  checked={rules[name]}
                  managed={isLocked(name)}
                  onChosen={(checked) => changeRules({ [name]: checked })}
                />
              ))}
            </div>
          </Card>
        </div>
        <StandardsComparison timeoutSeconds={timeoutSeconds} />
      </div>
      <RoleLimits
        policy={draftedPolicy(draft)}
        limits={rules.roleTimeoutSeconds}
        restrictions={restrictions}
        onLimits={(roleTimeoutSeconds) => changeRules({ roleTimeoutSeconds })}
      />
      <div className={layout['pair']}>
        <WarningCard rules={rules} restrictions={restrictions} onRules={changeRules} />
        <QuickSignInCard rules={rules} restrictions={restrictions} onRules={changeRules} />
      </div>
      {view.clinic.shared && (
        <OfflineLimit
          seconds={rules.offlineLimitSeconds}
          restrictions={restrictions}
          onSeconds={(offlineLimitSeconds) => changeRules({ offlineLimitSeconds })}
        />
      )}
      <ImportSettings policy={policy} onImported={discard} />
    </SettingsForm>
  );
}

interface ActivityChoiceProps {
  readonly value: ActivitySource;
  readonly managed: boolean;
  readonly onValue: (value: ActivitySource) => void;
}

function ActivityChoice({ value, managed, onValue }: ActivityChoiceProps): ReactNode {
  return (
    <RadioGroup
      label={say('What counts as activity')}
      value={value}
      managed={managed}
      onValue={onValue}
      options={ACTIVITY_SOURCES.map((source) => ({
        value: source,
        label: ACTIVITY_SOURCE_NAMES[source],
        explanation: ACTIVITY_EXPLANATIONS[source],
      }))}
    />
  );
}
