import { Beats, type OwnVoice } from '../clinic/beats.js';
import { Gossip } from '../clinic/gossip.js';
import { HeardBeats } from '../clinic/heard-beats.js';
import { ClinicPresence } from '../clinic/presence.js';
import type { Identity } from '../clinic/workstation-secret.js';
import type { KeyRing } from '../identity/key-ring.js';
import type {
  AccountStore,
  AuditSink,
  BeatSession,
  ClinicServer,
  ClinicStore,
  Clock,
  LogStore,
  TrailStore,
} from '../ports/index.js';

/*
 * The part of the composition root for what the workstations of a clinic say of themselves. No electron: the tests
 * build the same.
 */

/** What this workstation can say of itself, once the rest of the app is there. */
export interface PresenceSources {
  readonly session: () => BeatSession | null;
  readonly keys: Pick<KeyRing, 'author' | 'administrators'>;
  /** The server has answered to what was said of the session that is there. */
  readonly onAnswer: (elsewhere: number) => void;
  /** The version of the app. */
  readonly version: string;
}

export interface PresenceParts {
  readonly account: Pick<AccountStore, 'state' | 'together'>;
  readonly audit: AuditSink & Pick<TrailStore, 'head'>;
  readonly clinicStore: Pick<ClinicStore, 'runs'>;
  readonly clock: Clock;
  readonly rows: Pick<LogStore, 'head' | 'linkOf'>;
  readonly secret: {
    readonly identity: Pick<Identity, 'workstation' | 'keys' | 'logKeys'> | null;
  };
  /** The server while it is connected. */
  readonly server: () => ClinicServer | null;
  readonly onChange: () => void;
}

export interface ComposedPresence {
  readonly beats: Beats;
  readonly presence: ClinicPresence;
  /** Until then this workstation says that nobody is signed in. */
  readonly speakFor: (sources: PresenceSources) => void;
  /** The session has begun or ended. */
  readonly noteSession: () => void;
  /** This computer has another identity, or none. */
  readonly forget: () => void;
}

export function composePresence(parts: PresenceParts): ComposedPresence {
  const { account, audit, clinicStore, clock, rows, secret, server, onChange } = parts;
  let sources: PresenceSources | null = null;
  const voice = (): OwnVoice | null => {
    const { identity } = secret;
    const { state } = account;
    const logKeys = identity?.logKeys ?? null;
    const shared = state?.shared ?? null;
    if (identity === null || logKeys === null || state === null || shared === null) return null;
    const { workstation, keys } = identity;
    return { workstation, keys, logKeys, state: { ...state, shared } };
  };
  const session = (): BeatSession | null => sources?.session() ?? null;
  const gossip = new Gossip({
    ...{ clock, rows },
    epoch: () => secret.identity?.logKeys?.epoch ?? 0,
    isEnrolled: (id) => account.state?.shared?.workstations[id] !== undefined,
  });
  const heard = new HeardBeats({
    ...{ clock, gossip },
    clinic: () => {
      const own = voice();
      return own && { own: own.workstation, shared: own.state.shared, logKeys: own.logKeys };
    },
  });
  const presence = new ClinicPresence({
    ...{ clock, heard, server },
    place: () => {
      const own = voice();
      return own && { log: own.state.shared.log, workstation: own.workstation };
    },
    author: () => sources?.keys.author ?? null,
    administrators: () => sources?.keys.administrators ?? [],
    onElsewhere: onChange,
  });
  const beats = new Beats({
    ...{ clock, rows, voice, session, heard, gossip },
    store: clinicStore.runs,
    version: () => sources?.version ?? '',
    trail: () => audit.head(),
    onAnswer: (answer, whose, from) => {
      presence.answered(answer, whose, from);
      const now = session();
      const own = now && (voice()?.logKeys.markName('whose', now.memberId) ?? null);
      if (own !== null && whose?.equals(own) === true) sources?.onAnswer(answer.elsewhere);
    },
    onCopied: (keep) =>
      account.together(() => {
        keep();
        audit.append({ event: 'workstation.copied', at: clock.now(), memberId: null });
      }),
  });
  return {
    ...{ beats, presence },
    speakFor: (known) => (sources = known),
    noteSession: () => {
      beats.note();
      if (beats.isFree) presence.forget();
    },
    forget: () => {
      beats.forget();
      presence.forget();
    },
  };
}
