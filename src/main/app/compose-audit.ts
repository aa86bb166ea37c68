import type { StoredEntry } from '../account/entry.js';
import type { Reseal } from '../account/rotation.js';
import { AuditCheck } from '../audit/audit-check.js';
import { AuditLog } from '../audit/audit-log.js';
import { signedLog } from '../audit/signed-log.js';
import { TrailKeeping } from '../audit/trail-keeping.js';
import { TrailSigning } from '../audit/trail-signer.js';
import type { AuditHandlerParts } from '../ipc/audit-handlers.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { say } from '../../shared/words/say.js';
import type { AccountStore, ClinicStore, Clock, Decisions, TrailAnchor } from '../ports/index.js';
import type { AuditTrail } from '../storage/audit-trail.js';
import { proofsOfDecisions } from './trail-proofs.js';

/*
 * The part of the composition root that builds the audit log: reading, checking, exporting and keeping it.
 */

export interface AuditParts {
  readonly audit: AuditTrail;
  readonly account: Pick<AccountStore, 'members' | 'memberById' | 'clinicName' | 'together'>;
  readonly clock: Clock;
  /** This installation's id. */
  readonly installation: string;
  /** All decisions of the clinic, whose signatures were checked; read page by page. */
  readonly decisions: () => Iterable<StoredEntry>;
  /** How long the log is kept, in years. */
  readonly years: () => number;
  /** @throws while nobody is signed in */
  readonly signingKeys: () => SeedKeys;
  /** The administrators' keys, newest first, while one of them is signed in; none otherwise. */
  readonly administratorKeys: () => readonly SeedKeys[];
  readonly chain: Decisions;
  /** Says which computer this is, among several of a clinic. */
  readonly clinicStore: Pick<ClinicStore, 'workstation'>;
  /** What this computer's keychain remembers of the trail, if it does. */
  readonly remembered?: () => TrailAnchor | null;
}

export interface Audit extends Pick<AuditHandlerParts, 'auditLog' | 'auditCheck' | 'auditKeeping'> {
  /** Deletes what a cut has removed, when the app ended meanwhile. */
  readonly sweep: () => Promise<void>;
}

export function composeAudit(parts: AuditParts): Audit {
  const { audit, account, clock, installation, years, chain } = parts;
  chain.register({
    'trail.kept': ({ years: kept }, { memberId }) => {
      const detail = { years: kept };
      audit.append({ event: 'trail.kept', at: clock.now(), memberId, detail });
      return undefined;
    },
  });
  const { decisions, signingKeys, administratorKeys, remembered = () => null } = parts;
  const workstation = (): string | null => parts.clinicStore.workstation()?.id ?? null;
  const base = { audit, trail: audit, account, clock };
  const signing = new TrailSigning(base);
  const keeping = new TrailKeeping({ ...base, years });
  const auditCheck = new AuditCheck({
    ...base,
    nameOf: (id) => account.memberById(id)?.name ?? say('Somebody who is not a member any more'),
    proofs: async () => ({
      ...(await proofsOfDecisions(decisions(), true, workstation())),
      remembered: remembered(),
      openFirstKey: (info, sealed) => {
        const keys = administratorKeys();
        // Without them, every first key would seem to be exchanged.
        if (keys.length === 0) throw new Error('No administrator is signed in any more.');
        // The keys may have been replaced at another computer, where nobody could seal this anew.
        for (const key of keys) {
          const opened = key.openSealed(info, sealed);
          if (opened !== null) return opened;
        }
        return null;
      },
    }),
  });
  return {
    auditLog: new AuditLog({ ...base, workstation: installation }),
    auditCheck,
    auditKeeping: {
      keeping: () => keeping.keeping(),
      keep: async (member, kept) => {
        const author = { memberId: member.id, keys: signingKeys() };
        await chain.commit(author, () => ({ change: { kind: 'trail.kept', years: kept } }));
      },
      removeOld: (memberId) => keeping.remove(memberId, signingKeys()),
      signedLog: async (memberId, isWanted) => {
        const { verdict } = await auditCheck.verdict();
        if (!isWanted()) return null;
        const problems = verdict.problems.length;
        const exporter = {
          ...{ memberId, keys: signingKeys(), problems, at: clock.now().wallMs },
          computer: workstation(),
        };
        return signedLog({ trail: audit, signing, decisions }, exporter, isWanted);
      },
    },
    sweep: () => keeping.sweep(),
  };
}

/** Seals the trail's first keys anew when the administrators get another key. */
export function resealTrail(trail: Pick<AuditTrail, 'reseal'>): Reseal {
  return ({ administrators: from }, { administrators: to }) =>
    trail.reseal((info, sealed) => from?.openSealed(info, sealed) ?? null, to.publicKeys.opening);
}
