import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { EnrolmentView } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import illustration from '../../../../assets/illustrations/shield-policy.svg';
import type { Drawn } from '../../mount/mount-window.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { RecoveryCodes } from '../../ui/recovery-codes.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { Entrance, ViewHeading } from '../entrance.js';
import { ExpiresIn } from '../expires-in.js';
import { TwoFactorSetup } from './two-factor-setup.js';

const WHY = sayings({
  required:
    'Your clinic requires two-factor authentication. Set it up now; you can sign in as soon as it is on.',
  reset: 'Your two-factor authentication was reset. Set it up again to sign in.',
});

/** The sign-in continues only when two-factor authentication is set up. */
export function Enrolment({ view, receivedAt }: Drawn<EnrolmentView>): ReactNode {
  const { secret, request } = useSecret();
  const finish = useRequest();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const cancel = (): void => void window.clinic.cancelSignIn({});

  return (
    <Entrance
      illustration={illustration}
      caption={say('A password alone can be seen or guessed')}
      captionDetail={say('From now on a code from your phone goes with it, whenever you sign in.')}
      width="wide"
    >
      <ViewHeading title={say('Set up two-factor authentication')}>
        {view.memberName} · {WHY[view.reason]}
      </ViewHeading>
      <Problem text={request.problem ?? finish.problem} />
      {codes !== null ? (
        <RecoveryCodes
          clinicName={view.clinicName}
          memberName={view.memberName}
          codes={codes}
          next={say('Continue')}
          busy={finish.busy}
          onNext={finish.press(window.clinic.finishEnrolment)}
        />
      ) : (
        secret !== null && (
          <TwoFactorSetup {...secret} onCancel={cancel} onRecoveryCodes={setCodes} />
        )
      )}
      {secret === null && <Button onClick={cancel}>{say('Cancel')}</Button>}
      <ExpiresIn seconds={view.expiresInSeconds} receivedAt={receivedAt} />
    </Entrance>
  );
}

interface Secret {
  readonly secret: string;
  readonly uri: string;
}

/** Asks main for a new secret when the view appears. */
function useSecret(): {
  readonly secret: Secret | null;
  readonly request: ReturnType<typeof useRequest>;
} {
  const [secret, setSecret] = useState<Secret | null>(null);
  const request = useRequest();
  const asked = useRef(false);
  useEffect(() => {
    // Only once: React mounts twice in strict mode, and a second secret would make the first one invalid.
    if (asked.current) return;
    asked.current = true;
    void request
      .send(() => window.clinic.startTwoFactor({ proof: null }))
      .then((answer) => {
        if (answer.ok) setSecret(answer);
      });
  }, [request]);
  return { secret, request };
}
