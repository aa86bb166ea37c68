import { type ReactNode, useState } from 'react';
import { APP_PERMISSIONS, LONGEST_APP_NAME } from '../../../shared/clinic-apps/clinic-app.js';
import {
  addressOfClinic,
  type ListedApp,
  listedHost,
} from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import { LONGEST_ADDRESS } from '../../../shared/clinic-apps/site-address.js';
import { say } from '../../../shared/words/say.js';
import { CheckboxGroup } from '../../ui/fields/checkbox-group.js';
import layout from '../../ui/styles/layout.module.css';
import { Switch } from '../../ui/fields/choice.js';
import { TextField } from '../../ui/fields/text-field.js';
import { withRole } from './clinic-app-draft.js';
import styles from './clinic-app-form.module.css';
import { PERMISSION_WORDS } from './clinic-app-words.js';
import { roleOptions } from '../members/role-options.js';
import type { ClinicAppForm } from './use-clinic-app-form.js';

interface ClinicAppFieldsProps {
  readonly form: ClinicAppForm;
  /** The listed system that was picked, when each clinic has an address of its own there. */
  readonly listed: ListedApp | null;
  /** The clinic's own part of that address, as typed. */
  readonly ownPart: string;
  readonly onOwnPart: (ownPart: string) => void;
  readonly onAddress: (address: string) => void;
}

/** What a clinic app is, who sees it, and what its pages may do. */
export function ClinicAppFields(props: ClinicAppFieldsProps): ReactNode {
  const { form, listed, ownPart, onOwnPart, onAddress } = props;
  const { draft, edit, field } = form;

  return (
    <div className={styles['columns']}>
      <div className={layout['stack']}>
        <TextField label={say('Name')} maxLength={LONGEST_APP_NAME} {...field('name')} />
        {listed !== null && <OwnPart listed={listed} ownPart={ownPart} onOwnPart={onOwnPart} />}
        <TextField
          label={say('Address')}
          type="url"
          inputMode="url"
          maxLength={LONGEST_ADDRESS}
          help={say('The page that opens first.')}
          {...field('address')}
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
          {...field('signOutAddress')}
        />
        <TextField
          label={say('Allowed hosts')}
          rows={3}
          help={say(
            'Where its pages may go besides its own address, one in each line. For example login.example.org where staff sign in; *.example.org is every host below example.org.',
          )}
          {...field('allowedHosts')}
        />
        <TextField
          label={say('Certificate authorities')}
          rows={2}
          help={say(
            'Only for a site with a certificate of your clinic’s own: the SHA-256 fingerprint of the authority that issued it, one in each line. Get it from those who run the site, not from the site itself.',
          )}
          {...field('authorities')}
        />
        <CheckboxGroup
          label={say('Who sees it')}
          options={roleOptions()}
          chosen={draft.roles}
          problem={form.problem('roles')}
          onChosen={(role, sees) => edit(withRole(draft, role, sees))}
        />
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

interface OwnPartProps {
  readonly listed: ListedApp;
  readonly ownPart: string;
  readonly onOwnPart: (ownPart: string) => void;
}

/** Asks for the one part of a listed address that only the clinic knows. */
function OwnPart({ listed, ownPart, onOwnPart }: OwnPartProps): ReactNode {
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
      onValue={onOwnPart}
      onLeave={() => setLeft(true)}
    />
  );
}
