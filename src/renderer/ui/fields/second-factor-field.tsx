import { type ReactNode, useState } from 'react';
import type { ProofInput } from '../../../shared/requests/inputs.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../button.js';
import { CodeField, codeProblem, RecoveryCodeField, recoveryCodeProblem } from './code-field.js';
import type { FieldBinding } from '../hooks/use-form.js';

/** The input of the second factor beside a password; nothing is asked if there is none. */
export interface SecondFactorWay {
  readonly asked: boolean;
  readonly byRecoveryCode: boolean;
  readonly toggle: () => void;
  /** Why the input cannot be right, or `null`. */
  readonly problem: (code: string) => string | null;
  readonly proof: (password: string, code: string) => ProofInput;
}

/** @param asked whether the person has a second factor */
export function useSecondFactor(asked: boolean): SecondFactorWay {
  const [byRecoveryCode, setByRecoveryCode] = useState(false);
  return {
    asked,
    byRecoveryCode,
    toggle: () => setByRecoveryCode(!byRecoveryCode),
    problem: (code) => {
      if (!asked) return null;
      return byRecoveryCode ? recoveryCodeProblem(code) : codeProblem(code);
    },
    proof: (password, code) => {
      if (!asked) return { password };
      return byRecoveryCode ? { password, recoveryCode: code } : { password, code };
    },
  };
}

interface SecondFactorFieldProps extends FieldBinding {
  readonly way: SecondFactorWay;
}

/** The code of an authenticator app, or a recovery code instead. */
export function SecondFactorField({ way, ...field }: SecondFactorFieldProps): ReactNode {
  if (!way.asked) return null;
  const { onValue } = field;
  return (
    <>
      {way.byRecoveryCode ? <RecoveryCodeField {...field} /> : <CodeField {...field} />}
      <Button
        small
        look="quiet"
        onClick={() => {
          onValue('');
          way.toggle();
        }}
      >
        {way.byRecoveryCode ? say('Use your authenticator app') : say('Use a recovery code')}
      </Button>
    </>
  );
}
