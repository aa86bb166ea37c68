import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  AuditEntry,
  AuditFilter,
  AuditPage,
  AuditPlace,
} from '../../../shared/workstation/audit-log.js';

interface Shown {
  /** Newest first; `null` before the first answer. */
  readonly entries: readonly AuditEntry[] | null;
  /** When they were read, in milliseconds since 1970: which day is today. */
  readonly readAtMs: number;
  /** Whether there are older ones. */
  readonly more: boolean;
  readonly source: AuditPage['source'];
  /** Whether the last reading had no answer. */
  readonly failed: boolean;
}

export interface ShownAuditLog extends Shown {
  /** Reads the newest ones again. */
  readonly refresh: () => void;
  readonly showOlder: () => void;
}

const NOTHING_READ: Shown = {
  ...{ entries: null, readAtMs: 0, more: false, source: 'single', failed: false },
};

/** The newest entries that match, and older ones as they are asked for. */
export function useAuditLog({
  subject,
  memberId,
  workstationId,
  days,
}: AuditFilter): ShownAuditLog {
  const [shown, setShown] = useState<Shown>(NOTHING_READ);
  const asked = useRef(0);

  const read = useCallback(
    async (before: AuditPlace | null): Promise<void> => {
      asked.current += 1;
      const mine = asked.current;
      const filter = { subject, memberId, workstationId, days };
      const answer = await window.clinic.readAuditLog({ filter, before }).catch(() => null);
      // An answer to a question that nobody asks any more.
      if (mine !== asked.current) return;
      setShown((last) => {
        if (answer === null) return { ...last, failed: true };
        const { page } = answer;
        const newer = before === null ? [] : (last.entries ?? []);
        const entries = [...newer, ...page.entries];
        return { ...page, entries, readAtMs: Date.now(), failed: false };
      });
    },
    [subject, memberId, workstationId, days],
  );
  useEffect(() => void read(null), [read]);

  return {
    ...shown,
    refresh: () => void read(null),
    showOlder: () => void read(shown.entries?.at(-1)?.place ?? null),
  };
}
