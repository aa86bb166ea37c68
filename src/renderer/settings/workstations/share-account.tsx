import { type ReactNode, useState } from 'react';
import { LONGEST_NAME } from '../../../shared/people/name.js';
import type { ClinicProgress } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import { ClinicWork } from '../../ui/clinic-work.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { RadioGroup } from '../../ui/fields/radio-group.js';
import { ServerField, serverProblem } from '../../ui/fields/server-field.js';
import { TextField } from '../../ui/fields/text-field.js';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { RequestForm } from '../../ui/request-form.js';
import { OwnerLogin, ownerProblems, typedOwner } from './owner-login.js';
import { ServerScript } from './server-script.js';
import { decidesWhoHasTheAccount, workstationNameProblem } from './workstation-words.js';

/** Who makes the clinic's place in the database. */
type Maker = 'app' | 'script';

interface ShareAccountProps {
  /** Whether the SQL file was saved before. */
  readonly hasScript: boolean;
  readonly progress: ClinicProgress | null;
  readonly onCancel: () => void;
}

/** Shares the account of this computer over a server. */
export function ShareAccount({ hasScript, progress, onCancel }: ShareAccountProps): ReactNode {
  const firstField = useFirstFocus<HTMLInputElement>();
  const request = useConfirmedRequest(decidesWhoHasTheAccount);
  const [maker, setMaker] = useState<Maker>(hasScript ? 'script' : 'app');
  const form = useForm({ address: '', user: '', password: '', name: '' }, (values) => ({
    address: serverProblem(values.address),
    ...(maker === 'app' && ownerProblems(values)),
    name: workstationNameProblem(values.name),
  }));

  async function share(): Promise<void> {
    const { address, name } = form.values;
    const owner = maker === 'app' ? typedOwner(form.values) : null;
    const answer = await request.send((proof) =>
      window.clinic.shareAccount({ address, owner, workstationName: name, proof }),
    );
    if (answer.ok) form.clear('password');
  }

  return (
    <Card
      title={say('Share this account')}
      description={say(
        'Until all of it is on the server and compared, nothing here changes, and it can be stopped.',
      )}
    >
      {progress !== null && <ClinicWork progress={progress} />}
      <div hidden={progress !== null}>
        <RequestForm
          request={request}
          form={form}
          onSend={share}
          action={maker === 'app' ? say('Share') : say('The file was run')}
          onCancel={onCancel}
        >
          <ServerField ref={firstField} {...form.field('address')} />
          <RadioGroup
            label={say('Who makes the clinic’s place in the database')}
            value={maker}
            onValue={setMaker}
            options={[
              {
                value: 'app',
                label: say('This app, now'),
                explanation: say('With the login of the database’s owner.'),
              },
              {
                value: 'script',
                label: say('Whoever runs the server'),
                explanation: say('With an SQL file that you save here.'),
              },
            ]}
          />
          {maker === 'app' ? <OwnerLogin field={form.field} /> : <ServerScript />}
          <TextField
            label={say('Name of this computer')}
            help={say('Such as Reception 1. It tells the workstations apart.')}
            maxLength={LONGEST_NAME}
            {...form.field('name')}
          />
        </RequestForm>
      </div>
      {/* Under way, nothing may stand before the button that stops it. */}
      {progress === null && request.confirmation}
    </Card>
  );
}
