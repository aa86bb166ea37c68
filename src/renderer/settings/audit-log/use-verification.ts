import { useEffect, useState } from 'react';
import type { AuditPage, AuditPlace } from '../../../shared/workstation/audit-log.js';
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

/**
 * Whether a check found that something is wrong with this event.
 * @param source where the event was read: of a workstation's log there may be two copies
 */
export function isInQuestion(
  verdict: AuditVerdict | null,
  source: AuditPage['source'],
  { workstationId, id }: AuditPlace,
): boolean {
  if (verdict === null) return false;
  const copy = source === 'here' ? 'here' : 'server';
  const findings =
    source === 'single'
      ? [verdict]
      : verdict.parts.filter((part) => part.workstationId === workstationId && part.copy === copy);
  return findings.some(({ problems }) =>
    problems.some(({ marks, from, to }) => marks && from <= id && id <= to),
  );
}
