import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { dayInWords } from '../../ui/words/moment-in-words.js';
import { useOpenGuide } from '../guide/open-guide.js';
import { Section } from './section.js';

/** The way to the guide, and when this member read it. @param readAt milliseconds since 1970 */
export function GuideRow({ readAt }: { readonly readAt: number | null }): ReactNode {
  const openGuide = useOpenGuide();
  if (openGuide === null) return null;
  return (
    <Section title={say('Protecting patient data')}>
      <p>
        {readAt === null
          ? say('A short guide for everybody who works here: eight chapters, ten minutes.')
          : say('You read this guide on {date}.', { date: dayInWords(readAt) })}
      </p>
      <div className={layout['buttons']}>
        <Button small icon={BookOpen} onClick={openGuide}>
          {say('Read the guide')}
        </Button>
      </div>
    </Section>
  );
}
