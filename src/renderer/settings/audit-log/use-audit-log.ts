import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditEntry, AuditFilter } from '../../../shared/workstation/audit-log.js';

interface Shown {
  /** Newest first; `null` before the first answer. */
  readonly entries: readonly AuditEntry[] | null;
  /** When they were read, in milliseconds since 1970: which day is today. */
  readonly readAtMs: number;
  /** Whether there are older ones. */
  readonly more: boolean;
  /** Whether the last reading had no answer. */
  readonly failed: boolean;
}

export interface ShownAuditLog extends Shown {
  /** Reads the newest ones again. */
  readonly refresh: () => void;
  readonly showOlder: () => void;
}

const NOTHING_READ: Shown = { entries: null, readAtMs: 0, more: false, failed: false };

/** The newest entries that match, and older ones as they are asked for. */
export function useAuditLog({ subject, memberId, days }: AuditFilter): ShownAuditLog {
  const [shown, setShown] = useState<Shown>(NOTHING_READ);
  const asked = useRef(0);

  const read = useCallback(
    async (beforeId: number | null): Promise<void> => {
      asked.current += 1;
      const mine = asked.current;
      const filter = { subject, memberId, days };
      const answer = await window.clinic.readAuditLog({ filter, beforeId }).catch(() => null);
      // An answer to a question that nobody asks any more.
      if (mine !== asked.current) return;
      setShown((before) => {
        if (answer === null) return { ...before, failed: true };
        const { entries, more } = answer.page;
        const newer = beforeId === null ? [] : (before.entries ?? []);
        return { entries: [...newer, ...entries], readAtMs: Date.now(), more, failed: false };
      });
    },
    [subject, memberId, days],
  );
  useEffect(() => void read(null), [read]);

  return {
    ...shown,
    refresh: () => void read(null),
    showOlder: () => void read(shown.entries?.at(-1)?.id ?? null),
  };
}
