import { useEffect, useState } from 'react';
import type { AuditProgress, AuditVerdict } from '../../../shared/workstation/audit-verdict.js';
import { useRequest } from '../../ui/hooks/use-request.js';

/** How often the progress of a check is read, in milliseconds. */
const READ_MS = 300;

export interface Verification {
  readonly busy: boolean;
  readonly problem: string | null;
  /** How far the check has come; `null` while none runs. */
  readonly progress: AuditProgress | null;
  /** What the last check found. */
  readonly verdict: AuditVerdict | null;
  readonly verify: () => void;
}

/** Checks the whole log, and follows how far that has come. */
export function useVerification(onDone: () => void): Verification {
  const request = useRequest();
  const { busy } = request;
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [progress, setProgress] = useState<AuditProgress | null>(null);

  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(() => {
      void window.clinic
        .readAuditCheck({})
        .then((answer) => setProgress(answer.progress))
        .catch(() => undefined);
    }, READ_MS);
    return () => {
      clearInterval(timer);
      setProgress(null);
    };
  }, [busy]);

  async function verify(): Promise<void> {
    setVerdict(null);
    const answer = await request.send(() => window.clinic.verifyAuditLog({}));
    if (!answer.ok) return;
    setVerdict(answer.verdict);
    onDone();
  }

  return { busy, problem: request.problem, progress, verdict, verify: () => void verify() };
}

/** Whether a check found that something is wrong with this event. */
export function isInQuestion(verdict: AuditVerdict | null, id: number): boolean {
  return verdict?.problems.some(({ marks, from, to }) => marks && from <= id && id <= to) ?? false;
}
