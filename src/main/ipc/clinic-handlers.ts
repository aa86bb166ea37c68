import type { ServerAddress } from '../../shared/clinic/server-address.js';
import type { CLINIC_REQUESTS } from '../../shared/requests/clinic.js';
import type {
  AccountStore,
  ClinicOffice,
  Clock,
  JoinForm,
  Presence,
  SignOutDesk,
  SignOutOrdersHere,
} from '../ports/index.js';
import { DONE, saveAnswer, writing } from './answers.js';
import {
  joinRefusal,
  moveRefusal,
  officeRefusal,
  shareRefusal,
  signOutRefusal,
} from './clinic-messages.js';
import type { DocumentsOf, HandlersOf } from './gate.js';
import { type LostDecisionHandlerParts, lostDecisionHandlers } from './lost-decision-handlers.js';
import { refusal } from './messages.js';
import { presenceView } from './presence-view.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface ClinicHandlerParts extends ProvedActParts {
  readonly account: Pick<AccountStore, 'clinicName' | 'memberById' | 'state'>;
  readonly clock: Clock;
  readonly clinic: LostDecisionHandlerParts['clinic'] & {
    readonly office: ClinicOffice;
    readonly presence: Presence;
    readonly orders: SignOutOrdersHere;
    readonly signOut: SignOutDesk;
    /** Forgets that this workstation was removed from a clinic. */
    readonly forgetRemoval: () => void | Promise<void>;
  };
  readonly documents: DocumentsOf;
}

/** How this computer becomes one of a clinic's workstations, and what administrators do with them. */
export function clinicHandlers(parts: ClinicHandlerParts): HandlersOf<typeof CLINIC_REQUESTS> {
  const { account, clinic, clock, documents, keys, runner } = parts;
  const { office } = clinic;
  const { unprovedAct } = provedAct(parts);

  async function join(
    place: ServerAddress,
    code: string,
    setAside: boolean,
  ): Promise<typeof DONE | ReturnType<typeof joinRefusal>> {
    const form: JoinForm = { place, code, setAside };
    const joined = await office.join(form);
    return joined.ok ? DONE : joinRefusal(joined.code);
  }

  return {
    joinClinic: ({ address, code }) =>
      writing(async () => {
        // Anybody can ask this: whoever set this computer up must not be put aside by a passer-by.
        if (account.clinicName() !== null) return refusal('alreadySetUp');
        return join(address, code, false);
      }),
    stopClinicWork: () => {
      office.stop();
      return DONE;
    },
    forgetRemoval: () =>
      writing(async () => {
        await clinic.forgetRemoval();
        return DONE;
      }),

    joinAnotherClinic: ({ address, code, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        return refused ?? join(address, code, true);
      }),
    shareAccount: ({ address: place, owner, workstationName, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const form = { place, owner, workstationName };
        const shared = await office.share(form, keys.authorFor(member));
        return shared.ok ? DONE : shareRefusal(shared.code);
      }),
    saveServerScript: (_input, { contents, member }) =>
      writing(async () => {
        const { generation } = runner.state;
        const script = await office.script(keys.authorFor(member));
        const mayStill = (): boolean => runner.state.generation === generation;
        return saveAnswer(await documents(contents).save(script, mayStill), 'fileFailed');
      }),
    inviteWorkstations: ({ names, proof }, { member }) =>
      writing(async () => {
        // Check before the proof, which uses a code up.
        if (new Set(names).size < names.length) return officeRefusal('nameTaken');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const made = await office.invite(names, keys.authorFor(member));
        if (!made.ok) return officeRefusal(made.code);
        const codes = names.flatMap((name, at) => {
          const code = made.codes[at];
          return code === undefined ? [] : [{ name, code }];
        });
        return { ...DONE, codes };
      }),
    withdrawWorkstation: ({ workstationId }, { member }) =>
      writing(async () => {
        const withdrawn = await office.withdraw(workstationId, keys.authorFor(member));
        return withdrawn.ok ? DONE : officeRefusal(withdrawn.code);
      }),
    renameWorkstation: ({ workstationId, name }, { member }) =>
      writing(async () => {
        const renamed = await office.rename(workstationId, name, keys.authorFor(member));
        return renamed.ok ? DONE : officeRefusal(renamed.code);
      }),
    removeWorkstation: ({ workstationId, newKeys, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const removed = await office.remove(workstationId, newKeys, keys.authorFor(member));
        return removed.ok ? DONE : officeRefusal(removed.code);
      }),
    moveServer: ({ address: place, owner, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const moved = await office.move({ place, owner }, keys.authorFor(member));
        return moved.ok ? DONE : moveRefusal(moved.code);
      }),
    readPresence: async () => {
      const heard = await clinic.presence.everybody();
      const { state } = account;
      const nowMs = clock.now().wallMs;
      const presence = presenceView({
        ...{ ...heard, nowMs, workstations: office.workstations },
        decided: { seq: state?.seq ?? 0, atMs: state?.decidedAt ?? 0 },
        nameOf: (memberId) => account.memberById(memberId)?.name ?? '',
        signOutOf: (workstation, beat) => clinic.orders.stateAt(workstation, beat, nowMs),
      });
      return { ...DONE, presence };
    },
    signOutFromAfar: ({ whom, reason }, { member }) =>
      writing(async () => {
        const ordered = await clinic.signOut.order(whom, reason, keys.authorFor(member));
        return ordered.ok ? DONE : signOutRefusal(ordered.code);
      }),
    signOutElsewhere: (_input, { member }) =>
      writing(async () => {
        const ordered = await clinic.signOut.elsewhere(keys.authorFor(member));
        return ordered.ok ? DONE : signOutRefusal(ordered.code);
      }),
    ...lostDecisionHandlers(parts),
    leaveClinic: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const left = await office.leave(keys.authorFor(member));
        return left.ok ? DONE : officeRefusal(left.code);
      }),
  };
}
