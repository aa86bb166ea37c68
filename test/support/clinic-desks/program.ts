import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import type { ServerPlace } from '../../../src/main/ports/index.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { ClinicDesk } from './desk.js';
import {
  type Ask,
  type Decided,
  type EndedAt,
  nowMs,
  type Person,
  type Usage,
} from './messages.js';

/*
 * A process full of workstations, for benches: does what it is asked to, and answers. Only the first one has the
 * desk at which the clinic is founded.
 */

const LOOK_MS = 5;
/** So many join or sign in at the same time. */
const AT_ONCE = 4;

const connector = new PostgresConnector();
let founder: ClinicDesk | null = null;
const desks: ClinicDesk[] = [];

function first(): ClinicDesk {
  if (founder === null) throw new Error('The clinic was founded elsewhere.');
  return founder;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(LOOK_MS);
}

async function each<T>(all: readonly T[], work: (one: T, index: number) => Promise<void>) {
  const left = [...all.entries()];
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

async function joinAll(place: ServerPlace, codes: readonly string[]): Promise<number[]> {
  const joinedMs: number[] = [];
  await each(codes, async (code) => {
    const desk = await ClinicDesk.open(connector);
    const startedAt = nowMs();
    await desk.join(place, code);
    await until(() => desk.isConnected);
    joinedMs.push(nowMs() - startedAt);
    // Whoever joined would follow each of those that come after: all of them take that up together.
    desk.clinic.link.stop();
    desks.push(desk);
  });
  return joinedMs;
}

async function signInAll(people: readonly Person[]): Promise<void> {
  await each(desks, async (desk, index) => {
    const person = people[index];
    if (person !== undefined) await desk.signIn(person);
  });
}

async function timed(work: (desk: ClinicDesk) => Promise<unknown>): Promise<Decided> {
  const desk = first();
  const startedAt = nowMs();
  await work(desk);
  return { seq: desk.seq, startedAt, decidedAt: nowMs() };
}

function decide(minutes: number): Promise<Decided> {
  const policy = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 3_600 + 60 * minutes };
  return timed(({ account, author }) =>
    account.chain.commit(author, () => ({ change: { kind: 'policy.set', policy } })),
  );
}

/** @param name of a workstation; `null`: every desk but the one where it is decided */
function signOut(name: string | null): Promise<Decided> {
  return timed(async ({ account, clinic, office, author }) => {
    if (name === null) {
      const everybody = { memberId: null, workstation: null, except: clinic.orders.self };
      await account.chain.commit(author, () => ({
        change: { kind: 'session.ended', ...everybody, reason: 'A bench.' },
      }));
      return;
    }
    const all = Object.entries(account.account.state?.shared?.workstations ?? {});
    const workstationId = all.find(([, workstation]) => workstation.name === name)?.[0] ?? '';
    const whom = { kind: 'workstation', workstationId } as const;
    const ordered = await office.signOut.order(whom, null, author);
    if (!ordered.ok) throw new Error(ordered.code);
  });
}

async function felt(seq: number): Promise<number[]> {
  await until(() => desks.every((desk) => desk.feltAt[seq] !== undefined));
  return desks.map((desk) => desk.feltAt[seq] ?? Number.NaN);
}

async function ended(): Promise<EndedAt[]> {
  await until(() => desks.every((desk) => desk.ended !== null));
  return desks.flatMap((desk) => desk.ended ?? []);
}

async function connected(since: number): Promise<number[]> {
  const times = desks.map(() => 0);
  await until(() => {
    for (const [index, desk] of desks.entries())
      if (times[index] === 0 && desk.isConnected) times[index] = nowMs();
    return times.every((at) => at > 0);
  });
  return times.map((at) => at - since);
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const sum = (count: (desk: ClinicDesk) => number): number =>
    desks.reduce((total, desk) => total + count(desk), 0);
  return {
    desks: desks.length,
    processorMs: (user + system) / 1e3,
    looks: sum(({ looks }) => looks),
    timers: sum(({ timers }) => timers),
  };
}

async function answer(ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case 'found':
      founder = await ClinicDesk.open(connector);
      await founder.found(ask.person);
      for (const person of ask.people) await founder.add(person);
      await founder.share(ask.place, ask.owner);
      return until(() => first().isConnected);
    case 'invite': {
      const made = await first().office.office.invite([...ask.names], first().author);
      if (!made.ok) throw new Error(made.code);
      return made.codes;
    }
    case 'join':
      return joinAll(ask.place, ask.codes);
    case 'signIn':
      return signInAll(ask.people);
    case 'decide':
      return decide(ask.minutes);
    case 'signOut':
      return signOut(ask.workstation);
    case 'felt':
      return felt(ask.seq);
    case 'ended':
      return ended();
    case 'away':
      return until(() => desks.every((desk) => !desk.isConnected));
    case 'connected':
      return connected(ask.since);
    case 'part':
      for (const { clinic } of desks) clinic.link.stop();
      return;
    case 'start':
      for (const { clinic } of desks) clinic.link.start();
      return;
    case 'usage':
      return usage();
    case 'close':
      for (const desk of founder === null ? desks : [founder, ...desks]) await desk.close();
      process.exit(0);
  }
}

process.on('message', (ask: Ask) => {
  void answer(ask).then(
    (value) => process.send?.({ ok: true, value: value ?? null }),
    (error: unknown) =>
      process.send?.({ ok: false, error: error instanceof Error ? error.stack : String(error) }),
  );
});
