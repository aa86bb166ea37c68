import type { ReactNode } from 'react';
import type { BrokenView } from '../../contract/views.js';
import locked from '../../../assets/illustrations/locked.svg';
import { Callout } from '../ui/callout.js';
import { Entrance } from './entrance.js';
import { ViewHeading } from './view-heading.js';

/** The account database cannot be opened: what happened and what to do is all there is to show. */
export function Broken({ view }: { readonly view: BrokenView }): ReactNode {
  return (
    <Entrance
      illustration={locked}
      caption="This computer stays locked"
      captionDetail="Nobody can sign in until the clinic’s accounts can be read again."
      width="narrow"
    >
      <ViewHeading title="Something is in the way">
        Clinic Workstation cannot open this clinic’s accounts.
      </ViewHeading>
      <Callout tone="danger" role="alert">
        {view.message}
      </Callout>
    </Entrance>
  );
}
