import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import layout from '../../ui/styles/layout.module.css';
import { useCounts } from '../use-counts.js';

/** How many members have read the guide. @param props.revision they are counted again when it changes */
export function GuideReaders({ revision }: { readonly revision: number }): ReactNode {
  const counts = useCounts(window.clinic.countGuideReaders, revision);
  if (counts === null) return null;
  return (
    <p className={layout['note']}>
      {say(
        '{read, number} of {active, plural, one {# active member has} other {# active members have}} read the guide “Protecting patient data”. Each member finds it under “My security”.',
        { ...counts },
      )}
    </p>
  );
}
