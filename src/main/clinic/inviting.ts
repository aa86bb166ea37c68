import { positionOf, type SharedState } from '../account/clinic-state.js';
import { scramVerifier } from '../keys/scram.js';
import {
  type AccountStore,
  type Author,
  type AwayReason,
  type ClinicServer,
  type Clock,
  type Decision,
  type LogStore,
  type Outcome,
  type Refused,
  ServerAwayError,
} from '../ports/index.js';
import {
  type Enrolment,
  ENROLMENT_HOURS,
  ENROLMENT_MS,
  forgetEnrolment,
  freshEnrolmentCode,
  readEnrolmentCode,
} from './enrolment-code.js';
import { type EnrolmentPackage, sealPackage, writePosition } from './package.js';
import type { OrderedDecisions } from './sharing.js';
import type { WorkstationSecret } from './workstation-secret.js';

const CALL_MS = 10_000;

export interface InvitingParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly decisions: OrderedDecisions;
  readonly rows: Pick<LogStore, 'head'>;
  readonly secret: Pick<WorkstationSecret, 'identity'>;
  readonly clock: Clock;
  readonly line: { readonly server: ClinicServer | null };
}

/** Makes codes on paper for new workstations. */
export class Inviting {
  readonly #parts: InvitingParts;

  constructor(parts: InvitingParts) {
    this.#parts = parts;
  }

  /** Whether a computer, or a code, has this name already. */
  static isTaken({ workstations, invited }: SharedState, name: string): boolean {
    const all = [...Object.values(workstations), ...Object.values(invited)];
    return all.some((one) => one.name.toLowerCase() === name.toLowerCase());
  }

  async invite(
    names: readonly string[],
    author: Author,
  ): Promise<
    { readonly ok: true; readonly codes: readonly string[] } | Refused<AwayReason | 'nameTaken'>
  > {
    const shared = this.#parts.account.state?.shared ?? null;
    const isTwice = new Set(names.map((name) => name.toLowerCase())).size < names.length;
    if (isTwice || names.some((name) => shared !== null && Inviting.isTaken(shared, name)))
      return { ok: false, code: 'nameTaken' };
    const codes: string[] = [];
    for (const name of names) {
      const code = freshEnrolmentCode();
      const made = await this.#inviteOne(code, name, author);
      if (!made.ok) return made;
      codes.push(code);
    }
    return { ok: true, codes };
  }

  /** The place first: a code that is listed has one. Without its decision, a place serves nobody, for a day. */
  async #inviteOne(
    code: string,
    name: string,
    author: Author,
  ): Promise<Outcome<AwayReason | 'nameTaken'>> {
    const { server } = this.#parts.line;
    const enrolment = readEnrolmentCode(code);
    if (server === null || enrolment === null) return { ok: false, code: 'unreachable' };
    const { workstation } = enrolment;
    let isInvited = false;
    try {
      await this.#openPlace(server, enrolment);
      const invited = await this.#decide(enrolment, name, author);
      isInvited = invited.ok;
      return invited;
    } catch (error) {
      if (error instanceof PlaceError) return { ok: false, code: error.why };
      throw error;
    } finally {
      forgetEnrolment(enrolment);
      if (!isInvited) void server.remove(workstation, CALL_MS).catch(() => undefined);
    }
  }

  async #openPlace(server: ClinicServer, enrolment: Enrolment): Promise<void> {
    const { workstation, password, packageKey } = enrolment;
    const place = {
      ...{ workstation, verifier: scramVerifier(password), hours: ENROLMENT_HOURS },
      sealed: sealPackage(this.#package(), packageKey, workstation),
    };
    await server.openEnrolment(place, CALL_MS).catch((cause: unknown) => {
      throw cause instanceof ServerAwayError ? new PlaceError(cause.why, { cause }) : cause;
    });
  }

  #package(): EnrolmentPackage {
    const { account, secret, rows } = this.#parts;
    const { state } = account;
    const shared = state?.shared ?? null;
    const logKeys = secret.identity?.logKeys ?? null;
    if (state === null || shared === null || logKeys === null) throw new PlaceError('unreachable');
    const expected = {
      ...{ clinic: state.clinic, log: shared.log },
      ...{ chain: writePosition(positionOf(state)), rows: writePosition(rows.head()) },
    };
    return { expected, logKeys };
  }

  #decide(
    { workstation, keys }: Enrolment,
    name: string,
    author: Author,
  ): Promise<Outcome<'nameTaken'>> {
    const { decisions, clock } = this.#parts;
    const until = Math.round(clock.now().wallMs) + ENROLMENT_MS;
    const code = keys.publicKeys;
    return decisions.commit(author, (now): Decision | Refused<'nameTaken'> => {
      const shared = now.state?.shared ?? null;
      if (shared !== null && Inviting.isTaken(shared, name))
        return { ok: false, code: 'nameTaken' };
      return { change: { kind: 'workstation.invited', workstation, name, code, until } };
    });
  }
}

/** The server made no place for a code, and nothing was decided. */
class PlaceError extends Error {
  constructor(
    readonly why: AwayReason,
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}
