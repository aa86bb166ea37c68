import { type ReactNode, useId, useState } from 'react';
import { APP_PERMISSIONS, LONGEST_APP_NAME } from '../../../shared/clinic-apps/clinic-app.js';
import {
  addressOfClinic,
  aroundOwnPart,
  type ListedApp,
  listedHost,
} from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import { LONGEST_ADDRESS } from '../../../shared/clinic-apps/site-address.js';
import { ROLE_NAMES, ROLES } from '../../../shared/people/role.js';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import { Choice, Switch } from '../../ui/fields/choice.js';
import choiceStyles from '../../ui/fields/choice.module.css';
import { describedBy, FieldNotes } from '../../ui/fields/field-notes.js';
import fieldStyles from '../../ui/fields/field.module.css';
import { TextField } from '../../ui/fields/text-field.js';
import { withRole } from './clinic-app-draft.js';
import styles from './clinic-app-form.module.css';
import { PERMISSION_WORDS } from './clinic-app-words.js';
import type { ClinicAppForm } from './use-clinic-app-form.js';

interface ClinicAppFieldsProps {
  readonly form: ClinicAppForm;
  /** The listed system that was picked, or `null`. */
  readonly listed: ListedApp | null;
  readonly onAddress: (address: string) => void;
}

/** What a clinic app is, who sees it, and what its pages may do. */
export function ClinicAppFields(props: ClinicAppFieldsProps): ReactNode {
  const { form, listed, onAddress } = props;
  const hasOwnPart = listed !== null && aroundOwnPart(listed) !== null;
  const { draft, edit } = form;

  return (
    <div className={styles['columns']}>
      <div className={layout['stack']}>
        <TextField label={say('Name')} maxLength={LONGEST_APP_NAME} {...form.field('name')} />
        {hasOwnPart && <OwnPart listed={listed} onAddress={onAddress} />}
        <TextField
          label={say('Address')}
          type="url"
          inputMode="url"
          maxLength={LONGEST_ADDRESS}
          help={say('The page that opens first.')}
          {...form.field('address')}
          onValue={onAddress}
        />
        <TextField
          label={say('Sign-out address')}
          type="url"
          inputMode="url"
          maxLength={LONGEST_ADDRESS}
          help={say(
            'Optional. Asked for at the end of a session, so that it ends at the site as well. Copy it from the site’s own sign-out link.',
          )}
          {...form.field('signOutAddress')}
        />
        <TextField
          label={say('Allowed hosts')}
          rows={3}
          help={say(
            'Where its pages may go besides its own address, one in each line. For example login.example.org where staff sign in; *.example.org is every host below example.org.',
          )}
          {...form.field('allowedHosts')}
        />
        <TextField
          label={say('Certificate authorities')}
          rows={2}
          help={say(
            'Only for a site with a certificate of your clinic’s own: the SHA-256 fingerprint of the authority that issued it, one in each line. Get it from those who run the site, not from the site itself.',
          )}
          {...form.field('authorities')}
        />
        <Roles form={form} />
      </div>
      <fieldset className={layout['column']}>
        <legend className={styles['legend']}>{say('What its pages may do')}</legend>
        {APP_PERMISSIONS.map((name) => (
          <Switch
            key={name}
            label={PERMISSION_WORDS[name].label}
            explanation={PERMISSION_WORDS[name].explanation}
            checked={draft.allows[name]}
            onChosen={(allowed) => edit({ ...draft, allows: { ...draft.allows, [name]: allowed } })}
          />
        ))}
      </fieldset>
    </div>
  );
}

/** The roles that see it, each a box. */
function Roles({ form }: Pick<ClinicAppFieldsProps, 'form'>): ReactNode {
  const id = useId();
  const { draft, edit } = form;
  const problem = form.problem('roles');
  return (
    <fieldset className={fieldStyles['group']} aria-describedby={describedBy(id, { problem })}>
      <legend className={fieldStyles['label']}>{say('Who sees it')}</legend>
      <div className={choiceStyles['boxes']}>
        {ROLES.map((role) => (
          <Choice
            key={role}
            look="checkbox"
            label={ROLE_NAMES[role]}
            checked={draft.roles.includes(role)}
            aria-invalid={problem === undefined ? undefined : true}
            onChosen={(sees) => edit(withRole(draft, role, sees))}
          />
        ))}
      </div>
      <FieldNotes id={id} problem={problem} />
    </fieldset>
  );
}

interface OwnPartProps {
  readonly listed: ListedApp;
  readonly onAddress: (address: string) => void;
}

/** Asks for the one part of a listed address that only the clinic knows. */
function OwnPart({ listed, onAddress }: OwnPartProps): ReactNode {
  const [ownPart, setOwnPart] = useState('');
  const [left, setLeft] = useState(false);
  const reading = addressOfClinic(listed, ownPart);
  const example = listedHost(listed).replace('your-clinic', listed.ownPartExample ?? '');
  const isWrong = left && ownPart.trim() !== '' && !reading.ok;
  return (
    <TextField
      label={say('Your clinic’s part of the address')}
      value={ownPart}
      help={say(
        'Each clinic has its own address at {name}, such as {example}. Type what stands at its beginning, or paste the whole address.',
        { name: listed.name, example },
      )}
      problem={isWrong ? reading.problem : undefined}
      onValue={(typed) => {
        setOwnPart(typed);
        const read = addressOfClinic(listed, typed);
        onAddress(read.ok ? read.value : '');
      }}
      onLeave={() => setLeft(true)}
    />
  );
}
