import type { StoredEntry } from '../../../src/main/account/entry.js';
import { PEOPLE } from './clinic-image.js';
import type { ClinicWorld } from './clinic-world.js';

/* What must be true of a simulated clinic when nothing is wrong any more. */

/** What happened in the last moment may still be on its way. */
const LATE_EVENTS = 2;

/** When all faults are over, everybody agrees within a minute or so. */
export function checkAgreement(world: ClinicWorld): void {
  const { server, desks } = world;
  const head = server.rows.at(-1);
  for (const [index, desk] of desks.entries()) {
    if (desk.desk === null || wasEverRemoved(world, desk.id)) continue;
    const { state } = desk.desk.clinic.link;
    if ('why' in state && state.why === 'contradicted') continue;
    if (desk.rows.rows.at(-1)?.link.equals(head?.link ?? Buffer.alloc(0)) !== true)
      throw brokenAt(world, index, `it does not agree: ${JSON.stringify(state)}`);
  }
  checkAcknowledged(world);
  checkTrails(world);
  checkSecrets(world);
}

/** Each acknowledged decision is in the chain once, or its workstation lists it as lost. */
function checkAcknowledged(world: ClinicWorld): void {
  for (const [index, desk] of world.desks.entries()) {
    if (desk.desk === null || wasEverRemoved(world, desk.id)) continue;
    const { entries, aside } = desk.account.decisions;
    for (const { entry } of desk.acknowledged) {
      const same = ({ body }: StoredEntry): boolean => body.equals(entry.body);
      const count = entries.filter(same).length;
      if (count > 1) throw brokenAt(world, index, 'an acknowledged decision is there twice');
      if (count === 0 && !aside.some(same))
        throw brokenAt(world, index, 'an acknowledged decision is gone');
    }
  }
  const names = new Set<string>();
  const fullest = world.desks.map(({ account }) => account.decisions.entries);
  for (const { body } of fullest.find((all) => all.length > 0) ?? []) {
    const named = /Room with number \d+|"apps":"[^"]+"/.exec(body.toString())?.[0];
    if (named === undefined) continue;
    if (names.has(named)) throw brokenAt(world, 0, 'one click was decided twice');
    names.add(named);
  }
}

/** Each event of a workstation is on the server once, at its place. */
function checkTrails(world: ClinicWorld): void {
  for (const [index, desk] of world.desks.entries()) {
    if (desk.desk === null || wasEverRemoved(world, desk.id)) continue;
    if (desk.standing?.kind !== 'connected') continue;
    const numbers = world.eventsOf(desk.id);
    if (numbers.some((number, at) => number !== at + 1))
      throw brokenAt(world, index, 'the clinic has its events out of order');
    if (numbers.length < desk.audit.events.length - LATE_EVENTS)
      throw brokenAt(
        world,
        index,
        `the clinic has ${numbers.length} of its ${desk.audit.events.length} events`,
      );
  }
}

/** The server never gets to read anything of it. */
function checkSecrets(world: ClinicWorld): void {
  const { server, other } = world;
  for (const kept of [server.bytes, other.bytes])
    for (const { email, name } of PEOPLE)
      if (kept.includes(email) || kept.includes(`"${name}"`))
        throw new Error('the server can read who the members are');
}

/** Whether a signed decision took a workstation out of the clinic, as far as anybody there knows. */
export function wasEverRemoved({ desks }: ClinicWorld, id: string): boolean {
  return desks.some(({ account }) => account.state?.shared?.removed[id] !== undefined);
}

export function brokenAt({ passedMs }: ClinicWorld, index: number, what: string): Error {
  return new Error(`at workstation ${index}: ${what}, at ${passedMs} ms`);
}
