import { type ReactNode, useState } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { RecoveryCodes } from '../../ui/recovery-codes.js';
import type { TwoFactorTask } from './own-two-factor.js';
import { ProofForm } from '../../ui/dialogs/proof-form.js';
import { TwoFactorSetup } from './two-factor-setup.js';

interface TwoFactorTaskProps {
  readonly view: HomeView;
  readonly task: TwoFactorTask;
  readonly onEnd: () => void;
}

/** The steps to set up or turn off two-factor authentication, or to make new recovery codes. */
export function TwoFactorTaskPage({ view, task, onEnd }: TwoFactorTaskProps): ReactNode {
  // The value at the start: it changes during the task.
  const [withCode] = useState(view.security.twoFactor.on);
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  if (codes !== null)
    return (
      <RecoveryCodes
        clinicName={view.clinicName}
        memberName={view.member.name}
        codes={codes}
        next={say('Done')}
        onNext={onEnd}
      />
    );
  if (secret !== null)
    return <TwoFactorSetup {...secret} onCancel={onEnd} onRecoveryCodes={setCodes} />;
  switch (task) {
    case 'setUp':
      return (
        <ProofForm
          withCode={withCode}
          action={say('Continue')}
          ask={(proof) => window.clinic.startTwoFactor({ proof })}
          onDone={(answer) => answer.ok && setSecret(answer)}
          onCancel={onEnd}
        >
          {withCode
            ? say('The new device takes the place of the old one. First show that it is you.')
            : say('First show that it is you.')}
        </ProofForm>
      );
    case 'renewCodes':
      return (
        <ProofForm
          withCode
          action={say('Make new codes')}
          ask={(proof) => window.clinic.renewRecoveryCodes({ proof })}
          onDone={(answer) => answer.ok && setCodes(answer.recoveryCodes)}
          onCancel={onEnd}
        >
          {say('You get ten new recovery codes, and the ones that you have stop working.')}
        </ProofForm>
      );
    case 'turnOff':
      return (
        <ProofForm
          withCode
          dangerous
          action={say('Turn off')}
          ask={(proof) => window.clinic.turnOffTwoFactor({ proof })}
          onDone={onEnd}
          onCancel={onEnd}
        >
          {say(
            'From then on your password alone signs you in, and your recovery codes stop working.',
          )}
        </ProofForm>
      );
  }
}
