import type { StoredEntry } from '../account/entry.js';
import type { Reseal } from '../account/rotation.js';
import { AuditCheck, problemsOf } from '../audit/audit-check.js';
import { AuditLog } from '../audit/audit-log.js';
import { ClinicAudit } from '../audit/common/clinic-audit.js';
import type { ClinicTrails } from '../audit/common/clinic-log.js';
import { AuditLogPictures } from '../audit/pictures/audit-pictures.js';
import { signedLog } from '../audit/signed-log.js';
import type { LoggedTrail } from '../audit/signed-log-format.js';
import { TrailKeeping } from '../audit/trail-keeping.js';
import { TrailSigning } from '../audit/trail-signer.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { AuditHandlerParts } from '../ipc/audit-handlers.js';
import { say } from '../../shared/words/say.js';
import type { AccountStore, Clock, Decisions, Presence, TrailAnchor } from '../ports/index.js';
import type { AuditTrail } from '../storage/audit-trail.js';
import type { CommonAudit } from './compose-common-audit.js';
import { proofsOfAll } from './trail-proofs.js';

/*
 * The part of the composition root that builds the audit log: reading, checking, exporting and keeping it.
 */

export interface AuditParts {
  readonly audit: AuditTrail;
  readonly account: Pick<AccountStore, 'members' | 'memberById' | 'clinicName' | 'together'>;
  readonly clock: Clock;
  /** All decisions of the clinic, whose signatures were checked; read page by page. */
  readonly decisions: () => Iterable<StoredEntry>;
  /** How long the log is kept, in years. */
  readonly years: () => number;
  readonly keys: Pick<KeyRing, 'keys' | 'administrators' | 'onForget'>;
  readonly chain: Decisions;
  /** The other computers of the clinic. */
  readonly clinic: {
    readonly common: CommonAudit;
    readonly presence: Pick<Presence, 'everybody'>;
  };
  /** What this computer's keychain remembers of the trail, if it does. */
  readonly remembered?: () => TrailAnchor | null;
}

export interface Audit extends Pick<
  AuditHandlerParts,
  'auditLog' | 'auditPictures' | 'auditCheck' | 'auditKeeping'
> {
  /** Deletes what a cut has removed, when the app ended meanwhile. */
  readonly sweep: () => Promise<void>;
}

export function composeAudit(parts: AuditParts): Audit {
  const { audit, account, clock, years, chain, keys } = parts;
  chain.register({
    'trail.kept': ({ years: kept }, { memberId }) => {
      const detail = { years: kept };
      audit.append({ event: 'trail.kept', at: clock.now(), memberId, detail });
      return undefined;
    },
  });
  const { decisions, remembered = () => null } = parts;
  const { common, presence } = parts.clinic;
  const clinic = new ClinicAudit({
    ...common.reading,
    administrators: () => keys.administrators,
    beats: async () => (await presence.everybody()).beats,
  });
  // Whoever may not read any more has no key of it, and no connection.
  keys.onForget(() => clinic.close());
  const base = { audit, trail: audit, account, clock, clinic };
  const signing = new TrailSigning(base);
  const keeping = new TrailKeeping({ ...base, years });
  const auditCheck = new AuditCheck({
    ...base,
    nameOf: (id) => account.memberById(id)?.name ?? say('Somebody who is not a member any more'),
    proofs: async (workstations) => ({
      ...(await proofsOfAll(decisions(), true, workstations)),
      remembered: remembered(),
      openFirstKey: (info, sealed) => {
        const { administrators } = keys;
        // Without them, every first key would seem to be exchanged.
        if (administrators.length === 0) throw new Error('No administrator is signed in any more.');
        // The keys may have been replaced at another computer, where nobody could seal this anew.
        for (const one of administrators) {
          const opened = one.openSealed(info, sealed);
          if (opened !== null) return opened;
        }
        return null;
      },
    }),
  });
  return {
    auditLog: new AuditLog(base),
    auditPictures: new AuditLogPictures(base),
    auditCheck,
    auditKeeping: {
      keeping: () => keeping.keeping(),
      keep: async (member, kept) => {
        const author = { memberId: member.id, keys: keys.keys };
        await chain.commit(author, () => ({ change: { kind: 'trail.kept', years: kept } }));
      },
      removeOld: (memberId) => keeping.remove(memberId, keys.keys),
      signedLog: async (memberId, isWanted) => {
        const problems = problemsOf(await auditCheck.verdict());
        if (!isWanted()) return null;
        const exporter = { memberId, keys: () => keys.keys, problems, at: clock.now().wallMs };
        const trails = (): AsyncIterable<LoggedTrail> => {
          signing.signNow(memberId, keys.keys);
          return everyTrail(audit, clinic);
        };
        return signedLog({ trails, decisions }, exporter, isWanted);
      },
    },
    sweep: () => keeping.sweep(),
  };
}

/** This computer's own trail, and those of all others while the clinic's server is in contact. */
async function* everyTrail(
  trail: AuditTrail,
  clinic: ClinicTrails,
): AsyncGenerator<LoggedTrail, void, undefined> {
  const self = clinic.self();
  yield { computer: self, copy: trail };
  if (self === null) return;
  const server = await clinic.open();
  try {
    for (const computer of server?.trails.keys() ?? [])
      if (computer !== self && server !== null)
        yield { computer, copy: await server.open(computer, 0) };
  } finally {
    server?.done();
  }
}

/** Seals the trail's first keys anew when the administrators get another key. */
export function resealTrail(trail: Pick<AuditTrail, 'reseal'>): Reseal {
  return ({ administrators: from }, { administrators: to }) =>
    trail.reseal((info, sealed) => from?.openSealed(info, sealed) ?? null, to.publicKeys.opening);
}
