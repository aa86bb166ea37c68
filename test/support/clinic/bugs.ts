import { Chain } from '../../../src/main/account/chain.js';
import { Deciding } from '../../../src/main/account/deciding.js';
import { SharedLog } from '../../../src/main/account/shared-log.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import {
  type ClinicServer,
  type Mark,
  ServerAwayError,
  type ServerGreeting,
} from '../../../src/main/ports/index.js';
import { VirtualLine } from '../fakes/virtual-line.js';
import { VirtualServer } from '../fakes/virtual-server.js';
import type { Scene } from './scenes.js';
import { inTheSameTurn } from './same-turn.js';

/*
 * Deliberate bugs: each takes one part of the app out and puts a broken one in its place, so that it is seen that
 * the simulator would notice. Parts that are plain functions are exchanged by the test itself.
 */

/** What the test exchanges by itself. */
export const BY_THE_TEST = {
  noAuthority: false,
  wallClock: false,
  unverifiedRemoval: false,
};

export interface Bug {
  /** Where it should be noticed, and as what. */
  readonly scene: Scene;
  readonly noticed: string;
  /** @returns what mends it */
  readonly plant: () => () => void;
}

const DECISION = 'clinic-workstation decision 1\0';
const BEAT = 'clinic-workstation beat 1\0';

const isAbout = (what: string, message: Buffer): boolean =>
  message.subarray(0, what.length).toString() === what;

/** A method as it is, to be called on an object of its class. */
function methodOf<Part extends object, Name extends keyof Part>(
  part: Part,
  name: Name,
): Part[Name] {
  return part[name];
}

/** Gives a part other methods. */
function instead<Part extends object>(part: Part, methods: Partial<Part>): () => void {
  const before = Object.getOwnPropertyDescriptors(part);
  Object.assign(part, methods);
  return () => {
    for (const name of Object.keys(methods))
      Object.defineProperty(part, name, before[name as keyof typeof before]);
  };
}

function byTheTest(name: keyof typeof BY_THE_TEST): () => () => void {
  return () => {
    BY_THE_TEST[name] = true;
    return () => {
      BY_THE_TEST[name] = false;
    };
  };
}

/** A connection of which some calls are answered by a broken program. */
function connections(
  change: (server: ClinicServer) => Partial<ClinicServer> & { onGone?: ClinicServer['onGone'] },
): () => void {
  const real = methodOf(VirtualLine.prototype, 'connect');
  return instead(VirtualLine.prototype, {
    async connect(place, login, boundMs) {
      const server = await real.call(this, place, login, boundMs);
      const changed = change(server);
      return new Proxy(server, {
        get: (target, name) => {
          const own = (changed as Record<PropertyKey, unknown>)[name];
          if (own !== undefined) return own;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  });
}

export const BUGS = {
  'no signature check': {
    scene: 'stranger',
    noticed: 'a forged decision is in force',
    plant: () => inTheSameTurn((message, _by, good) => good || isAbout(DECISION, message)),
  },
  'no authority check': {
    scene: 'member',
    noticed: 'a forged decision is in force',
    plant: byTheTest('noAuthority'),
  },
  'applied first, verified later': {
    scene: 'stranger',
    noticed: 'a forged decision is in force',
    plant: () => {
      const asked = new Set<string>();
      return inTheSameTurn((message, signature, good) => {
        const name = signature.toString('base64');
        const isFirst = isAbout(DECISION, message) && !asked.has(name);
        asked.add(name);
        return good || isFirst;
      });
    },
  },
  'a merge that loosens': {
    scene: 'forked',
    noticed: 'decisions are gone, and nobody was asked',
    plant: () => {
      const real = methodOf(Chain.prototype, 'takeAnew');
      return instead(Chain.prototype, {
        takeAnew(taken) {
          real.call(this, taken, true);
        },
      });
    },
  },
  'a mark that goes down': {
    scene: 'codes',
    noticed: 'a step of an authenticator app came twice',
    plant: () => {
      const last = new WeakMap<VirtualServer, Map<string, number>>();
      return instead<VirtualServer>(VirtualServer.prototype, {
        spend(this: VirtualServer, _me: string, { name, value }: Mark) {
          const marks = last.get(this) ?? new Map<string, number>();
          last.set(this, marks);
          const isFresh = marks.get(name.toString('hex')) !== value;
          marks.set(name.toString('hex'), value);
          return isFresh;
        },
      });
    },
  },
  'a beat believed without its signature': {
    scene: 'strangeBeat',
    noticed: 'withheld without a reason',
    plant: () => inTheSameTurn((message, _by, good) => good || isAbout(BEAT, message)),
  },
  'the doorbell trusted': {
    scene: 'muted',
    noticed: 'signed in',
    plant: () =>
      connections((server) => {
        // What did not ring has not changed.
        let known: ServerGreeting = server.greeting;
        let hasRung = false;
        server.onBell(() => (hasRung = true));
        const seen = (greeting: ServerGreeting): ServerGreeting => {
          if (hasRung) known = greeting;
          hasRung = false;
          return known;
        };
        return {
          greet: async (boundMs) => seen(await server.greet(boundMs)),
          beat: async (beat, boundMs) => {
            const answer = await server.beat(beat, boundMs);
            return { ...answer, other: null, greeting: seen(answer.greeting) };
          },
        };
      }),
  },
  'an answer lost and appended twice': {
    scene: 'unheardApps',
    noticed: 'one click was decided twice',
    plant: () => {
      const commit = methodOf(Deciding.prototype, 'commit');
      const follow = methodOf(Deciding.prototype, 'follow');
      const again = new WeakMap<Deciding, Parameters<Deciding['commit']>>();
      return instead(Deciding.prototype, {
        commit(this: Deciding, ...decision: Parameters<Deciding['commit']>) {
          const done = commit.apply(this, decision);
          void done.catch(() => again.set(this, decision));
          return done;
        },
        follow(this: Deciding, order: Parameters<Deciding['follow']>[0]) {
          follow.call(this, order);
          const decision = again.get(this);
          if (order === null || decision === undefined) return;
          again.delete(this);
          void commit.apply(this, decision).catch(() => undefined);
        },
      } as Partial<Deciding>);
    },
  },
  'the offline limit on the wall clock': {
    scene: 'longAlone',
    noticed: 'without the server',
    plant: byTheTest('wallClock'),
  },
  'a removal that is not verified': {
    scene: 'saidRemoved',
    noticed: 'was wiped that nobody has removed',
    plant: () => {
      const real = methodOf(SharedLog.prototype, 'meet');
      const undo = instead(SharedLog.prototype, {
        async meet(server) {
          if (server.greeting.standing !== 'removed') return real.call(this, server);
          BY_THE_TEST.unverifiedRemoval = true;
          return 'removed';
        },
      });
      return () => {
        undo();
        BY_THE_TEST.unverifiedRemoval = false;
      };
    },
  },
  'a resumed session that skips the chain': {
    scene: 'whileClosed',
    noticed: 'in spite of an order',
    plant: () => {
      const real = methodOf(OrdersHere.prototype, 'endOf');
      return instead(OrdersHere.prototype, {
        endOf(session) {
          return 'isResumed' in session && session.isResumed === true
            ? null
            : real.call(this, session);
        },
      });
    },
  },
  'a half-open link believed': {
    scene: 'longAlone',
    noticed: 'believes to be connected',
    plant: () =>
      connections((server) => {
        const believed = (error: unknown): ServerGreeting => {
          if (error instanceof ServerAwayError && error.why === 'silent') return server.greeting;
          throw error;
        };
        return {
          greet: (boundMs) => server.greet(boundMs).catch(believed),
          beat: (beat, boundMs) =>
            server.beat(beat, boundMs).catch((error: unknown) => ({
              ...{ greeting: believed(error), isCopy: false, copiedAtMs: null },
              ...{ elsewhere: 0, other: null },
            })),
          onGone: (listener) =>
            server.onGone((why) => {
              if (why.why !== 'silent') listener(why);
            }),
        };
      }),
  },
} satisfies Readonly<Record<string, Bug>>;
