import type { Generated } from 'kysely';
import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { Role } from '../../shared/people/role.js';
import type { NoticeKind } from '../ports/index.js';

/*
 * The tables as TypeScript sees them; `account.sql` makes them. `Generated` columns may be left out
 * when a row is added.
 */
export interface Schema {
  installation: { only_row: 1; id: string; created_at: number };
  clinic: { only_row: 1; name: string; created_at: number };
  member: {
    id: string;
    name: string;
    email: string;
    role: Role;
    active: 0 | 1;
    created_at: number;
    last_signed_in_at: number | null;
  };
  policy_document: {
    id: Generated<number>;
    document: string;
    saved_by: string | null;
    saved_at: number;
  };
  session: {
    only_row: 1;
    id: string;
    member_id: string;
    key_half: Buffer;
    wrapped_key: Buffer;
    activity_counter: number;
    activity: Buffer;
  };
  wipe_pending: {
    session_id: string;
    member_id: string;
    cause: EndCause;
    limit_seconds: number;
    measured_ms: number;
    lateness_ms: number;
    at_wall_ms: number;
    at_boot_ms: number;
    audited: 0 | 1;
  };
  notice: { id: Generated<number>; kind: NoticeKind; created_at: number; amount: number | null };
  credential: {
    member_id: string;
    version: number;
    memory_kib: number;
    passes: number;
    lanes: number;
    salt: Buffer;
    auth_check: Buffer;
    wrapped_key: Buffer;
  };
  password_cost: { only_row: 1; memory_kib: number; passes: number; lanes: number };
  sealed_record: { name: string; box: Buffer };
  spare_key: {
    id: string;
    wrapped_key: Buffer;
    created_wall_ms: number;
    created_boot_ms: number;
  };
  failed_tries: { subject: string; tries: number; last_wall_ms: number; last_boot_ms: number };
  update_memory: {
    only_row: 1;
    version: string;
    checked_at: number | null;
    up_to_date_at: number | null;
    newer_version: string | null;
    newer_since: number | null;
    refused: string | null;
  };
  notice_recipient: { notice_id: number; member_id: string; seen_at: number | null };
  audit_event: {
    id: Generated<number>;
    at: number;
    workstation: string;
    member_id: string | null;
    event: AuditEventName;
    cause: EndCause | null;
    measured_ms: number | null;
    limit_seconds: number | null;
    lateness_ms: number | null;
    wipe: 'done' | 'failed' | null;
    detail: string | null;
    link: Buffer | null;
    seal: Buffer | null;
  };
  trail_state: { only_row: 1; events: number; link: Buffer; key: Buffer };
  trail_segment: {
    number: number;
    after: number;
    sealed: number;
    administrators: string | null;
    commitment: Buffer;
    first_key: Buffer;
    proof: Buffer | null;
  };
  trail_head: TrailSignature;
  trail_cut: TrailSignature & { commitment: Buffer };
}

interface TrailSignature {
  id: Generated<number>;
  events: number;
  link: Buffer;
  at: number;
  member_id: string;
  key: string;
  signature: Buffer;
}
