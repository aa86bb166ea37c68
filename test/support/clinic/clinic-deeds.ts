import { hashOf } from '../../../src/main/account/shares.js';
import type { Author, Decision, Outcome } from '../../../src/main/ports/index.js';
import { policyWith } from '../fakes/builders.js';
import { perform } from '../fakes/deeds.js';
import { type Choice, type ClinicDeed, type OwnDeed, personAt } from './clinic-deed.js';
import { DESKS, OFFLINE_LIMIT_SECONDS } from './clinic-image.js';
import type { ClinicKeeper } from './clinic-keeper.js';
import type { ClinicWorld } from './clinic-world.js';
import type { DeskApp } from './desk-app.js';
import { forge } from './forgery.js';

const POLICIES = [
  policyWith({ sessionTimeoutSeconds: 300, offlineLimitSeconds: OFFLINE_LIMIT_SECONDS }),
  policyWith({ sessionTimeoutSeconds: 120, offlineLimitSeconds: OFFLINE_LIMIT_SECONDS }),
  policyWith({
    ...{ sessionTimeoutSeconds: 600, offlineLimitSeconds: OFFLINE_LIMIT_SECONDS },
    ...{ longestSessionSeconds: 900, lockOnSleep: false, oneSession: true },
  }),
] as const;

/** Does it, and lets everything settle. */
export async function happen(
  world: ClinicWorld,
  keeper: ClinicKeeper,
  deed: ClinicDeed,
): Promise<void> {
  switch (deed.do) {
    case 'pass':
      await world.run(deed.ms);
      break;
    case 'night':
      await night(world, deed.ms);
      break;
    case 'at':
      await own(world, deed.desk, deed.deed);
      break;
    case 'fallAsleep':
      await fallAsleep(world, deed.desk);
      break;
    case 'wake':
      await wake(world, deed.desk);
      break;
    case 'switchOff':
      switchOff(world, deed.desk);
      break;
    case 'switchOn':
      await switchOn(world, deed.desk);
      break;
    case 'signIn':
      await signIn(world, deed.desk, deed.who);
      break;
    case 'decide':
      await decide(world, keeper, deed.desk, deed.choice);
      break;
    case 'decideBoth':
      for (const at of [0, 1] as const)
        void decide(world, keeper, deed.desks[at], deed.choices[at]);
      await world.run(0);
      break;
    case 'trouble':
      world.trouble(deed.desk, deed.change);
      break;
    case 'loseAnswer':
      loseAnswer(world, deed.desk, deed.dies);
      break;
    case 'backup':
      world.backup();
      break;
    case 'restore':
      world.restore();
      break;
    case 'restartServer':
      world.server.cutOff();
      break;
    case 'noBell':
    case 'bell':
      world.server.hasBell = deed.do === 'bell';
      world.server.cutOff();
      break;
    case 'fork':
      world.fork(deed.desks);
      break;
    case 'reunite':
      for (const index of world.desks.keys()) world.trouble(index, { astray: false });
      break;
    case 'forge':
      keeper.forged(forge(world, deed.how));
      break;
    case 'spend':
      void spend(world, keeper, deed);
      break;
  }
  await world.run(0);
  for (const index of world.desks.keys()) world.reconsider(index);
}

async function own(world: ClinicWorld, index: number, deed: OwnDeed): Promise<void> {
  const desk = world.desk(index);
  if (desk.isAsleep || desk.isOff) return;
  if (deed.do === 'start' && desk.app === null) world.woke(index);
  desk.keeper.before(deed);
  await perform(desk, deed);
  if (deed.do === 'keychain') desk.ownKeychain.mood = deed.mood;
}

async function fallAsleep(world: ClinicWorld, index: number): Promise<void> {
  const desk = world.desk(index);
  if (desk.isAsleep || desk.isOff) return;
  desk.keeper.before({ do: 'sleep', ms: 0 });
  await desk.sleep(0);
  desk.isAsleep = true;
}

async function wake(world: ClinicWorld, index: number): Promise<void> {
  const desk = world.desk(index);
  if (!desk.isAsleep || desk.isOff) return;
  desk.isAsleep = false;
  world.woke(index);
  await desk.sleep(0);
}

function switchOff(world: ClinicWorld, index: number): void {
  const desk = world.desk(index);
  if (desk.isOff) return;
  desk.keeper.before({ do: 'kill' });
  desk.kill();
  desk.isOff = true;
  desk.isAsleep = false;
}

async function switchOn(world: ClinicWorld, index: number): Promise<void> {
  const desk = world.desk(index);
  if (!desk.isOff) return;
  desk.isOff = false;
  world.woke(index);
  desk.keeper.before({ do: 'reboot', ms: 0 });
  desk.reboot(0);
  await desk.start();
}

/** All computers that are on sleep until the morning. */
async function night(world: ClinicWorld, ms: number): Promise<void> {
  const asleep = world.desks.flatMap(({ isAsleep, isOff }, index) =>
    isAsleep || isOff ? [] : [index],
  );
  for (const index of asleep) await fallAsleep(world, index);
  world.sleep(ms);
  for (const index of asleep) await wake(world, index);
}

async function signIn(world: ClinicWorld, index: number, who: number): Promise<void> {
  const desk = world.desk(index);
  if (desk.isAsleep || desk.isOff || desk.signedIn !== null) return;
  const member = personAt(who);
  desk.keeper.before({ do: 'signIn', role: member.role });
  await desk.enter(member);
  await world.run(100);
}

function loseAnswer(world: ClinicWorld, index: number, dies: boolean): void {
  const desk = world.desk(index);
  const heard = desk.line.beforeCall;
  desk.line.beforeCall = (name) => {
    heard(name);
    if (name !== 'append') return;
    desk.line.beforeCall = heard;
    desk.line.losesNextAnswer = true;
    if (!dies) return;
    // The server has it, and this app never hears of it.
    queueMicrotask(() => {
      desk.keeper.before({ do: 'kill' });
      desk.kill();
    });
  };
}

async function decide(
  world: ClinicWorld,
  keeper: ClinicKeeper,
  index: number,
  choice: Choice,
): Promise<void> {
  const desk = world.desk(index);
  if (desk.isAsleep || desk.isOff) return;
  const number = keeper.nextNumber();
  const decidedMs = world.passedMs;
  const by = desk.signedIn;
  if (choice.what === 'remove') keeper.removing(world.desk(choice.which));
  const pending = desk.decide((app, author) => chosen(world, app, author, { choice, number }));
  void pending.then((how) => {
    if (how === 'done') keeper.acknowledged(desk, { choice, by }, decidedMs);
  });
  await world.run(100);
}

function chosen(
  world: ClinicWorld,
  app: DeskApp,
  author: Author,
  { choice, number }: { readonly choice: Choice; readonly number: number },
): Promise<Outcome<string>> {
  const { members } = app.identity;
  const { office } = app.office;
  const done = { ok: true } as const;
  switch (choice.what) {
    case 'policy': {
      const policy = POLICIES[choice.which % POLICIES.length] ?? POLICIES[0];
      return app.policies.save(policy, author).then(() => done);
    }
    case 'rename':
      return office.rename(world.desk(choice.which).id, `Room with number ${number}`, author);
    case 'apps': {
      const box = Buffer.from(`apps ${number}`);
      const change = { kind: 'apps.changed', records: { apps: hashOf(box) } } as const;
      return app.account.chain.commit(author, (): Decision => ({ change, boxes: [box] }));
    }
    case 'keys':
      return members.rotateKeys(author).then(() => done);
    case 'accept':
      return app.acceptance.accept(author).then(() => done);
    case 'off':
    case 'on':
      return members.setActive(personAt(choice.who).id, choice.what === 'on', author);
    case 'role':
      return members.changeRole(personAt(choice.who).id, 'administrator', author);
    case 'signOut': {
      const whom = { kind: 'member', memberId: personAt(choice.who).id } as const;
      return app.office.signOut.order(whom, null, author);
    }
    case 'signOutAt': {
      const whom = { kind: 'workstation', workstationId: world.desk(choice.which).id } as const;
      return app.office.signOut.order(whom, `Reason ${number}`, author);
    }
    case 'signOutAll':
      return app.office.signOut.order({ kind: 'everybody' }, null, author);
    case 'elsewhere':
      return app.office.signOut.elsewhere(author);
    case 'remove':
      return office.remove(world.desk(choice.which).id, true, author);
  }
}

async function spend(
  world: ClinicWorld,
  keeper: ClinicKeeper,
  { desk: index, who, step }: Extract<ClinicDeed, { do: 'spend' }>,
): Promise<void> {
  const app = world.desk(index % DESKS).desk;
  // A workstation that was removed counts nothing, and lets nobody in.
  if ((app?.account.state?.shared ?? null) === null) return;
  const { id } = personAt(who);
  const answer = await app?.clinic.desk.spendStep(id, 'record', step).catch(() => 'away');
  if (answer === 'fresh') keeper.spent(index % DESKS, id, step);
}
