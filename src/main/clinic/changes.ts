import { serverAddressText } from '../../shared/clinic/server-address.js';
import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import type { ComputerChange } from '../account/judge-computers.js';
import type { AccountStore, Appliers, AuditSink, Clock } from '../ports/index.js';

export interface ClinicChangeParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** This workstation's id; `null` while it is none. */
  readonly self: () => string | null;
}

/** Nobody signs in to use a code: the computer that enrols writes its own line. */
type Kind = Exclude<ComputerChange['kind'], 'workstation.enrolled'>;

/** Tells the audit trail of each decision about the clinic's computers, at the desk where it was made. */
export function clinicChanges({ account, audit, clock, self }: ClinicChangeParts): Appliers<Kind> {
  function record(
    event: AuditEventName,
    memberId: string | null,
    detail: Readonly<Record<string, unknown>>,
  ): undefined {
    audit.append({ event, at: clock.now(), memberId, detail });
  }

  /** As it was called until now. */
  function nameOf(id: string | null): string {
    const shared = account.state?.shared ?? null;
    if (shared === null || id === null) return '';
    return (shared.workstations[id] ?? shared.invited[id])?.name ?? '';
  }

  return {
    'clinic.shared'({ server, workstation: { name } }, { memberId }) {
      const detail = { server: serverAddressText(server), workstation: name };
      record('account.shared', memberId, detail);
    },
    'server.set'({ server }, { memberId }) {
      record('server.changed', memberId, { server: serverAddressText(server) });
    },
    'workstation.invited'({ name }, { memberId }) {
      record('workstation.invited', memberId, { workstation: name });
    },
    'workstation.withdrawn'({ workstation }, { memberId }) {
      record('workstation.withdrawn', memberId, { workstation: nameOf(workstation) });
    },
    'workstation.named'({ workstation, name }, { memberId }) {
      record('workstation.renamed', memberId, { from: nameOf(workstation), to: name });
    },
    'workstation.removed'({ workstation }, { memberId }) {
      record('workstation.removed', memberId, { workstation: nameOf(workstation) });
    },
    'session.ended'({ memberId: whom, workstation, reason, way: what }, { memberId }) {
      const place = workstation === null ? {} : { workstation: nameOf(workstation) };
      const why = {
        ...(reason === null ? {} : { reason }),
        ...(what === undefined ? {} : { what }),
      };
      const detail = { ...place, ...why, by: memberId };
      record('session.orderedToEnd', whom, detail);
    },
    'clinic.left'(_change, { memberId }) {
      record('clinic.left', memberId, { workstation: nameOf(self()) });
    },
  };
}
