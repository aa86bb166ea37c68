import { useEffect, useState } from 'react';
import type {
  AuditPictures,
  PicturesFilter,
} from '../../../../shared/workstation/audit-pictures.js';

export interface ShownPictures {
  /** The last ones that were counted; `null` before the first answer. */
  readonly pictures: AuditPictures | null;
  /** Whether others are being counted. */
  readonly busy: boolean;
  /** Whether the last counting had no answer. */
  readonly failed: boolean;
}

/** @param again changes when they are to be counted again */
export function usePictures(
  { memberId, workstationId, days }: PicturesFilter,
  again: number,
): ShownPictures {
  const [shown, setShown] = useState<ShownPictures>({ pictures: null, busy: true, failed: false });

  useEffect(() => {
    let isWanted = true;
    const count = async (): Promise<void> => {
      setShown((last) => ({ ...last, busy: true }));
      const filter = { memberId, workstationId, days };
      const answer = await window.clinic.readAuditPictures({ filter }).catch(() => null);
      if (!isWanted) return;
      const counted = answer?.pictures ?? null;
      setShown(({ pictures }) => ({
        ...{ pictures: counted ?? pictures, busy: false },
        failed: counted === null,
      }));
    };
    void count();
    return () => {
      isWanted = false;
    };
  }, [memberId, workstationId, days, again]);

  return shown;
}
