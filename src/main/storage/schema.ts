import type { Generated } from 'kysely';
import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { NoticeKind } from '../ports/index.js';

/*
 * The tables as TypeScript sees them; `account.sql` makes them. `Generated` columns may be left out
 * when a row is added.
 */
export interface Schema {
  installation: { only_row: 1; id: string; created_at: number };
  decision: { seq: number; body: Buffer; signature: Buffer; link: Buffer };
  decision_set_aside: {
    id: Generated<number>;
    seq: number;
    body: Buffer;
    signature: Buffer;
    link: Buffer;
  };
  decision_put_away: { signature: Buffer };
  decision_box: { hash: string; box: Buffer };
  clinic_state: { only_row: 1; state: string };
  log_row: { seq: number; link: Buffer; body: Buffer };
  clinic_workstation: { only_row: 1; id: string; sealed: Buffer | null };
  last_contact: { only_row: 1; sealed: Buffer };
  mark_part: { name: string; value: number };
  own_runs: {
    only_row: 1;
    run: Buffer;
    is_kept: 0 | 1;
    run_before: Buffer | null;
    starts: number;
  };
  copy_told: { only_row: 1; at: number };
  removal: { only_row: 1; clinic_name: string; by_name: string; at: number };
  suggested_policy: { only_row: 1; document: string };
  signed_in_here: { member_id: string; at: number };
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
  sealed_record: { name: string; box: Buffer };
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
  session_pause: { day: number; session: Buffer; longest: number; timed_out: 0 | 1 };
  person_pause: { day: number; person: Buffer; seconds: number; times: number };
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
