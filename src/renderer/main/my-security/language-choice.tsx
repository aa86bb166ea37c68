import type { ReactNode } from 'react';
import { type LanguageId, OFFERED, OWN_NAMES } from '../../../shared/words/languages/languages.js';
import { say } from '../../../shared/words/say.js';
import { Problem } from '../../ui/callout.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { Section } from './section.js';

const COMPUTER = 'computer';

/** @param chosen the language that the member chose before; `null` goes by the computer */
export function LanguageChoice({ chosen }: { readonly chosen: string | null }): ReactNode {
  const request = useRequest();
  const known = OFFERED.find((id) => id === chosen) ?? COMPUTER;
  const choose = (language: LanguageId | typeof COMPUTER): void => {
    if (language === known) return;
    const asked = { language: language === COMPUTER ? null : language };
    void request.send(() => window.clinic.chooseLanguage(asked));
  };
  return (
    <Section title={say('Your language')}>
      <SelectField<LanguageId | typeof COMPUTER>
        label={say('Language')}
        value={known}
        onValue={choose}
        options={[
          { value: COMPUTER, label: say('Same as this computer') },
          ...OFFERED.map((value) => ({ value, label: OWN_NAMES[value] })),
        ]}
        help={say('For you alone, at every workstation of the clinic.')}
      />
      <Problem text={request.problem} />
    </Section>
  );
}
