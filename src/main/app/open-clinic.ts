import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../shared/policy/read-policy.js';
import { readJson } from '../../shared/texts/json.js';
import { bootId } from '../host/log-in/boot-id.js';
import { Beyond } from '../account/beyond.js';
import { KeptForLater } from '../account/kept-for-later.js';
import type { LogReader } from '../account/log-keys.js';
import { SharedLog } from '../account/shared-log.js';
import { Contact } from '../clinic/contact.js';
import { Link, type LinkParts } from '../clinic/link.js';
import type { LineBeats } from '../clinic/link-beats.js';
import { OrdersHere } from '../clinic/orders-here.js';
import { OtherDesks } from '../clinic/other-desks.js';
import { Standing } from '../clinic/standing.js';
import { WorkstationSecret } from '../clinic/workstation-secret.js';
import {
  type ClinicDesk,
  type ClinicStanding,
  loginOf,
  type OrderBeyond,
  type ServerPlace,
  type SecretStore,
  type ServerConnector,
  type Presence,
  SINGLE_DESK,
  type StoredEntry,
} from '../ports/index.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import { type CommonAudit, composeCommonAudit } from './compose-common-audit.js';
import { composePresence, type PresenceSources } from './compose-presence.js';
import type { Account } from './open-account.js';

/*
 * The part of the composition root that ties this computer to the others of its clinic. No electron: the
 * tests build the same.
 */

export interface ClinicParts extends Pick<
  Account,
  | 'account'
  | 'audit'
  | 'chain'
  | 'clinicStore'
  | 'clock'
  | 'decisionStore'
  | 'installation'
  | 'rows'
> {
  readonly policies: Pick<PolicyKeeper, 'inForce'>;
  readonly connector: ServerConnector;
  /** The keychain's entries of this computer. */
  readonly keychain: SecretStore;
  readonly onChange: () => void;
  /** This computer was without the server for too long: nobody may stay signed in. */
  readonly onShut: () => void;
  /** An order to sign out here, of which this version of the app does not know what was decided before. */
  readonly onOrdered: (order: OrderBeyond) => void;
  /** A signed decision took this computer out of the clinic. */
  readonly onRemoved: () => void;
  /** The server is in contact. */
  readonly onContact: () => void;
  /** From 0 to 1; and which boot of the computer it is. Simulations have their own. */
  readonly random?: () => number;
  readonly boot?: () => Promise<string | null>;
}

export interface OpenClinic {
  readonly desk: ClinicDesk;
  readonly orders: OrdersHere;
  readonly beyond: Pick<Beyond, 'removal'>;
  readonly secret: WorkstationSecret;
  readonly log: SharedLog;
  readonly link: Link;
  readonly beats: LineBeats;
  readonly presence: Presence;
  /** What this computer brings to the clinic's common audit. */
  readonly common: CommonAudit;
  /** Call it once: what this workstation says of itself to the others. */
  speakFor(sources: PresenceSources): void;
  /** Call it when a session begins, ends or warns: the others hear of it at once. */
  noteSession(): void;
  /** Call it after each change of the account, and once at the start: begins or ends the link. */
  follow(): void;
  /** Call it with each look of a session. */
  look(): void;
  /** Call it when the policy, and with it the offline limit, may be another one. */
  review(): void;
  stop(): Promise<void>;
}

export function openClinic(parts: ClinicParts): OpenClinic {
  const { account, audit, chain, clinicStore, clock, connector, decisionStore, rows } = parts;
  const { keychain, installation, policies, onChange, onShut, onRemoved } = parts;
  const { random = Math.random, boot: askBoot = bootId } = parts;
  const secret = new WorkstationSecret({ store: clinicStore, keychain, clock, installation });
  const boot: { id: string | null } = { id: null };
  void askBoot().then((id) => (boot.id = id));
  const reader = (): LogReader | null => {
    const { identity } = secret;
    const logKeys = identity?.logKeys ?? null;
    if (identity === null || logKeys === null) return null;
    const { workstation: id, keys } = identity;
    return { id, keys, log: logKeys, keep: () => secret.keep() };
  };
  chain.deciding.keepForLater(new KeptForLater(rows, reader));
  const beyond = new Beyond({
    reader,
    onOrder: ({ memberId, workstation, except, reason }, by) => {
      const self = orders.self;
      if (self !== except && (workstation === null || workstation === self))
        parts.onOrdered({ memberId, by, reason });
    },
  });
  const log = new SharedLog({
    ...{ chain, account, decisions: decisionStore, rows, reader, beyond },
    onPutBack: (from, to) =>
      audit.append({
        ...{ event: 'server.wentBack', at: clock.now(), memberId: null },
        detail: { decisions: to - from },
      }),
    onLost: (lost) =>
      audit.append({
        ...{ event: 'clinic.lostDecisions', at: clock.now(), memberId: null },
        detail: { decisions: lost.length, changed: lost.map(kindOf) },
      }),
  });
  const orders = new OrdersHere({
    ...{ account, chain },
    self: () => clinicStore.workstation()?.id ?? null,
  });
  const contact = new Contact({
    store: clinicStore.contact,
    seal: (text) => (secret.identity === null ? null : secret.seal('contact', text)),
    open: (sealed) => secret.open('contact', sealed),
    clock,
    bootId: () => boot.id,
  });
  const speaking = composePresence({ ...parts, secret, server: () => link.server });
  const { beats, presence, speakFor } = speaking;
  const login: LinkParts['login'] = async () => {
    const identity = await secret.load();
    // The keychain may have opened only now.
    contact.recall();
    const place = account.state?.shared?.server;
    if (identity === null || place === undefined) return null;
    return { place, login: { user: loginOf(identity.workstation), password: identity.password } };
  };
  const common = composeCommonAudit({ ...parts, secret, login, server: () => link.server });
  const link: Link = new Link({
    ...{ connector, clock, log, beats, random, login },
    onContact: () => {
      contact.note();
      standing.review();
      void common.sender.follow();
      parts.onContact();
    },
    onChange: ({ kind }) => {
      standing.review();
      if (kind === 'removed') onRemoved();
    },
  });
  const standing: Standing = new Standing({
    ...{ clock, contact, onChange },
    link: () => link.state,
    limitSeconds: () => policies.inForce().offlineLimitSeconds,
    removal: () => clinicStore.removal(),
    onShut: () => {
      if (isShared()) onShut();
    },
  });
  const others = new OtherDesks({
    ...{ link, log, store: clinicStore.marks },
    standing: () => standing.now,
  });
  // Before the keychain has given the key, nobody knows when the server was last in contact.
  let isReady = false;
  const whenReady = secret
    .load()
    .catch(() => null)
    .then(() => {
      contact.recall();
      isReady = true;
    });

  function isShared(): boolean {
    return (account.state?.shared ?? null) !== null;
  }
  function review(): void {
    // A session that goes on after a start must not end because the key is a moment late.
    if (isReady && isShared()) standing.review();
  }
  const now = (): ClinicDesk => (isShared() ? others : SINGLE_DESK);
  const desk: ClinicDesk = {
    get standing(): ClinicStanding {
      const removal = clinicStore.removal();
      if (removal !== null) return { kind: 'removed', ...removal };
      if (!isShared()) return SINGLE_DESK.standing;
      return isReady ? standing.now : { kind: 'connecting' };
    },
    catchUp: async () => {
      await whenReady;
      return now().catchUp();
    },
    fetchBox: (hash) => now().fetchBox(hash),
    spendStep: (memberId, record, step) => now().spendStep(memberId, record, step),
    countTry: (email) => now().countTry(email),
    settleTries: (email) => now().settleTries(email),
  };

  /** Where the server is; `undefined` until the account was followed. */
  let followed: ServerPlace | null | undefined;
  let obeyed = account.state?.shared?.orders;
  return {
    ...{ desk, orders, beyond, secret, log, link, beats, presence, speakFor, common },
    noteSession: () => {
      speaking.noteSession();
      if (beats.isFree) orders.forget();
      // Whoever obeyed an order has said so in the same moment.
      if (!beats.hasSaidFree) link.beat();
    },
    follow: () => {
      const shared = account.state?.shared ?? null;
      // Whoever ordered somebody to sign out waits to hear that it was done.
      if (shared?.orders !== obeyed) link.beat();
      obeyed = shared?.orders;
      const place = shared?.server ?? null;
      const was = followed;
      followed = place;
      if (place === was) return;
      if (place === null) {
        link.stop();
        standing.stop();
        contact.forget();
        speaking.forget();
        common.sender.stop();
        return;
      }
      if (was !== null && was !== undefined) {
        if (!isDeepStrictEqual(place, was)) link.moved();
        return;
      }
      // Whoever has just shared the account, or joined, was in contact.
      if (was === null) contact.note();
      void whenReady.then(() => {
        link.start();
        standing.review();
      });
    },
    review,
    look: () => {
      if (isShared()) link.look();
      review();
    },
    stop: () => {
      link.stop();
      standing.stop();
      common.sender.stop();
      return Promise.resolve();
    },
  };
}

/** What a decision was about, as its entry says. */
function kindOf({ body }: StoredEntry): string {
  const json = readJson(body.toString('utf8'));
  const change = json.ok && isRecord(json.value) ? json.value['change'] : null;
  const kind = isRecord(change) ? change['kind'] : null;
  return typeof kind === 'string' ? kind : '';
}
