import type { ReactNode } from 'react';
import type { BrokenView } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import locked from '../../../assets/illustrations/locked.svg';
import { Callout } from '../ui/callout.js';
import { Entrance, ViewHeading } from './entrance.js';

/** The account database cannot be opened: the view can only say what happened and what to do. */
export function Broken({ view }: { readonly view: BrokenView }): ReactNode {
  return (
    <Entrance
      illustration={locked}
      caption={say('Locked until it is put right')}
      captionDetail={say('Without the clinic’s accounts this app shows nothing to anybody.')}
      width="narrow"
    >
      <ViewHeading title={say('The clinic’s accounts cannot be opened')}>
        {say('Until they can be read again, nobody can sign in here.')}
      </ViewHeading>
      <Callout tone="danger" role="alert">
        {view.message}
      </Callout>
    </Entrance>
  );
}
