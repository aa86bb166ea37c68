import { type ReactNode, useEffect, useState } from 'react';
import type { HomeView, QuickSignInView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import { ProofForm } from '../../ui/dialogs/proof-form.js';
import { PinField, pinProblem } from '../../ui/fields/pin-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import layout from '../../ui/styles/layout.module.css';
import type { BadgeTask } from './own-badge.js';

interface BadgeTaskProps {
  readonly view: HomeView;
  readonly task: BadgeTask;
  readonly onEnd: () => void;
}

/** The steps to set up a badge with its PIN, or to remove it. */
export function BadgeTaskPage({ view, task, onEnd }: BadgeTaskProps): ReactNode {
  const { quickSignIn, twoFactor } = view.security;
  if (quickSignIn === null)
    return (
      <>
        <Problem text={say('Your clinic does not use quick sign-in any more.')} />
        <Actions>
          <Button onClick={onEnd}>{say('Close')}</Button>
        </Actions>
      </>
    );
  if (task === 'setUpBadge')
    return <BadgeSetUp {...quickSignIn} withCode={twoFactor.on} onEnd={onEnd} />;
  return (
    <ProofForm
      withCode={twoFactor.on}
      dangerous
      action={say('Remove badge')}
      ask={(proof) => window.clinic.removeBadge({ proof })}
      onDone={onEnd}
      onCancel={onEnd}
    >
      {say('Your badge and PIN stop working at every workstation of your clinic.')}
    </ProofForm>
  );
}

interface BadgeSetUpProps extends QuickSignInView {
  readonly withCode: boolean;
  readonly onEnd: () => void;
}

function BadgeSetUp({ enrolled, stage, withCode, onEnd }: BadgeSetUpProps): ReactNode {
  // The value at the start: setting one up changes it.
  const [hadBadge] = useState(enrolled);
  /** The last step that was reached: main goes back to `none` when nobody taps. */
  const [before, setBefore] = useState(stage);
  const [misread, setMisread] = useState(false);
  /** Why the set-up is over, and begins anew. */
  const [refused, setRefused] = useState<string | null>(null);
  const isPin = refused === null && (stage === 'pin' || before === 'pin');
  if (!isPin && refused === null && stage !== before && stage !== 'none') {
    setMisread(before === 'tapAgain');
    setBefore(stage);
  } else if (isPin && before !== 'pin') setBefore('pin');

  useEffect(
    () => () => {
      // The session, and with it the set-up, may have ended already.
      window.clinic.cancelBadge({}).catch(() => undefined);
    },
    [],
  );

  if (isPin) return <ChoosePin onEnd={onEnd} onRefused={setRefused} />;
  if (stage !== 'none' && refused === null)
    return <Tap stage={stage} misread={misread} onCancel={onEnd} />;
  return (
    <>
      <Problem
        text={
          refused ??
          (before === 'none' ? null : say('No badge was read within a minute. Start again.'))
        }
      />
      <ProofForm
        withCode={withCode}
        action={say('Continue')}
        ask={(proof) => window.clinic.startBadge({ proof })}
        onDone={() => {
          setBefore('none');
          setRefused(null);
        }}
        onCancel={onEnd}
      >
        {hadBadge
          ? say('The new badge and PIN take the place of the old ones. First show that it is you.')
          : say('First show that it is you.')}
      </ProofForm>
    </>
  );
}

interface TapProps {
  readonly stage: QuickSignInView['stage'];
  /** Whether the second tap was not the same as the first. */
  readonly misread: boolean;
  readonly onCancel: () => void;
}

function Tap({ stage, misread, onCancel }: TapProps): ReactNode {
  // Not the button: what a reader types must not press it.
  const first = useFirstFocus<HTMLParagraphElement>();
  return (
    <div className={layout['stack']}>
      <Problem
        text={
          misread ? say('The two taps were not the same. Use one badge, and hold it still.') : null
        }
      />
      <p ref={first} tabIndex={-1} role="status">
        {stage === 'tap'
          ? say('Hold your badge to the reader.')
          : say('Your badge was read. Hold it to the reader once more.')}
      </p>
      <Actions>
        <Button onClick={onCancel}>{say('Cancel')}</Button>
      </Actions>
    </div>
  );
}

interface ChoosePinProps {
  readonly onEnd: () => void;
  /** Called when no other PIN helps. */
  readonly onRefused: (why: string) => void;
}

function ChoosePin({ onEnd, onRefused }: ChoosePinProps): ReactNode {
  const first = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ pin: '', again: '' }, ({ pin, again }) => ({
    pin: pinProblem(pin),
    again: again === pin ? null : say('The two PINs are not the same.'),
  }));

  async function finish(): Promise<void> {
    const { pin } = form.values;
    const answer = await request.send(() => window.clinic.finishBadge({ pin }));
    form.clear('pin', 'again');
    if (answer.ok) onEnd();
    else if (answer.code === 'badgeTaken' || answer.code === 'setUpExpired')
      onRefused(answer.message);
    else first.current?.focus();
  }

  return (
    <RequestForm
      request={request}
      form={form}
      onSend={finish}
      action={say('Turn on')}
      onCancel={onEnd}
    >
      <p className={layout['soft']}>
        {say(
          'Choose a PIN for this badge alone, which nobody can guess from it or from you. Quick sign-in starts with your next sign-in by password.',
        )}
      </p>
      <PinField ref={first} help={say('6 to 12 digits.')} {...form.field('pin')} />
      <PinField label={say('Confirm PIN')} {...form.field('again')} />
    </RequestForm>
  );
}
