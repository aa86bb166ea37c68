import {
  type ClinicOffice,
  type LostDecisions,
  NO_ORDERS_HERE,
  type Outcome,
  type Presence,
  type SignOutDesk,
  SINGLE_DESK,
} from '../../../src/main/ports/index.js';

/** What an office was asked, without whoever asked it. */
export type Asked = readonly [act: string, ...what: unknown[]];

/** The office of a clinic's workstations, which notes what it is asked. */
export class FakeOffice implements ClinicOffice {
  progress: ClinicOffice['progress'] = null;
  hasScript = false;
  place: ClinicOffice['place'] = null;
  mostConnections: ClinicOffice['mostConnections'] = null;
  workstations: ClinicOffice['workstations'] = [];
  invited: ClinicOffice['invited'] = [];
  readonly asked: Asked[] = [];
  /** Why the next acts are refused, or thrown. */
  problem: string | Error | null = null;

  readonly share: ClinicOffice['share'] = (form) => this.#act('share', form);
  readonly join: ClinicOffice['join'] = (form) => this.#act('join', form);
  readonly withdraw: ClinicOffice['withdraw'] = (id) => this.#act('withdraw', id);
  readonly rename: ClinicOffice['rename'] = (id, name) => this.#act('rename', id, name);
  readonly remove: ClinicOffice['remove'] = (id, newKeys) => this.#act('remove', id, newKeys);
  readonly move: ClinicOffice['move'] = (form) => this.#act('move', form);
  readonly leave: ClinicOffice['leave'] = () => this.#act('leave');

  readonly invite: ClinicOffice['invite'] = async (names) => {
    const invited: Outcome<'nameTaken'> = await this.#act('invite', names);
    return invited.ok ? { ok: true, codes: names.map((name) => `code of ${name}`) } : invited;
  };

  readonly script: ClinicOffice['script'] = async () => {
    await this.#act('script');
    return { fileName: 'clinic.sql', text: 'CREATE SCHEMA clinic;' };
  };

  stop(): void {
    this.asked.push(['stop']);
  }

  #act<Code extends string>(...asked: Asked): Promise<Outcome<Code>> {
    if (this.problem instanceof Error) return Promise.reject(this.problem);
    this.asked.push(asked);
    return Promise.resolve(
      this.problem === null ? { ok: true } : { ok: false, code: this.problem as Code },
    );
  }
}

/** Nobody says anything of other workstations. */
export const NOBODY_ELSEWHERE: Presence = {
  elsewhere: [],
  everybody: () => Promise.resolve({ contact: 'away', beats: [] }),
};

/** Nothing was lost. */
const NOTHING_LOST: LostDecisions = {
  list: () => Promise.resolve([]),
  decideAgain: () => Promise.resolve({ ok: false, code: 'unknownDecision' }),
  putAway: () => Promise.resolve({ ok: false, code: 'unknownDecision' }),
};

/** Nobody orders anybody out of a clinic that is none. */
const NO_SIGN_OUT: SignOutDesk = {
  order: () => Promise.resolve({ ok: false, code: 'notShared' }),
  elsewhere: () => Promise.resolve({ ok: false, code: 'notShared' }),
};

/** What a computer has that is no part of a clinic with several. */
export function singleClinic() {
  return {
    ...{ desk: SINGLE_DESK, orders: NO_ORDERS_HERE, presence: NOBODY_ELSEWHERE },
    ...{ office: new FakeOffice(), forgetRemoval: () => undefined },
    ...{ lost: NOTHING_LOST, signOut: NO_SIGN_OUT },
  };
}
