import { type ReactNode, useState } from 'react';
import { Guide } from './guide.js';
import { OpenGuide } from './open-guide.js';

interface GuidePlaceProps {
  /** When the member who is signed in read this edition of the guide (milliseconds since 1970), or `null`. */
  readonly readAt: number | null;
  readonly children: ReactNode;
}

/** A view of a member that the guide can take the place of. It ends with the view, and the guide with it. */
export function GuidePlace({ readAt, children }: GuidePlaceProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Guide readAt={readAt} onClose={() => setOpen(false)} />;
  return <OpenGuide value={() => setOpen(true)}>{children}</OpenGuide>;
}
