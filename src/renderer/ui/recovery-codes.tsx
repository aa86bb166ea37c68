import type { ReactNode } from 'react';
import { languageTag, say } from '../../shared/words/say.js';
import { KeptDocument } from './dialogs/kept-document.js';
import layout from './styles/layout.module.css';
import styles from './recovery-codes.module.css';

interface RecoveryCodesProps {
  readonly clinicName: string;
  readonly memberName: string;
  readonly codes: readonly string[];
  readonly next: string;
  readonly busy?: boolean;
  readonly onNext: () => void;
}

/** Ten codes that replace the authenticator app; each works once. */
export function RecoveryCodes(props: RecoveryCodesProps): ReactNode {
  const { clinicName, memberName, codes, ...next } = props;
  return (
    <KeptDocument
      content={{ document: 'recoveryCodes', codes: [...codes] }}
      confirmation={say('I have kept these codes safe')}
      {...next}
    >
      <h3>{say('Recovery codes of {memberName}', { memberName })}</h3>
      <p className={layout['below']}>
        {say(
          '{clinicName}, {date}. Each code signs you in once when your authenticator app is not at hand. They are not shown again.',
          { clinicName, date: today() },
        )}
      </p>
      <ol className={styles['codes']} aria-label={say('Recovery codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
    </KeptDocument>
  );
}

export function today(): string {
  return new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long' }).format(new Date());
}
