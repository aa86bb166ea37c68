import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChain } from '../support/deciding-member.js';
import { settingsOf } from '../support/fakes/clinic-app-world.js';
import { DANA, ROBIN } from '../support/real-clinic.js';
import { SAM, Scene, type Stage } from './scene.js';

/*
 * Somebody writes into the chain of decisions with another program. Nobody goes on but an administrator, with
 * what the chain said before.
 */

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.build();
});
afterAll(() => scene.remove());

/** Changes a row of the chain as a program can that knows SQLite. */
function editChain({ file }: Stage, seq: number, edit: (body: string) => string): void {
  file.run('DROP TRIGGER decision_is_never_changed');
  const [row] = file.all('SELECT body FROM decision WHERE seq = ?', seq);
  const before = (row?.['body'] as Buffer).toString('utf8');
  const body = edit(before);
  if (body === before) throw new Error('Nothing was changed.');
  file.run('UPDATE decision SET body = ? WHERE seq = ?', Buffer.from(body), seq);
}

/** The number of the last decision of this kind. */
function last({ file }: Stage, kind: string): number {
  const found = readChain(file).entries.filter(({ change }) => change.kind === kind);
  return found.at(-1)?.seq ?? 0;
}

const IN_CHAIN: readonly [string, (stage: Stage) => number][] = [
  [
    'that took Sam’s access, turned around',
    (stage) => {
      const seq = last(stage, 'member.access');
      editChain(stage, seq, (body) => body.replace('"active":false', '"active":true'));
      return seq;
    },
  ],
  [
    'that took Kim’s role, turned around',
    (stage) => {
      const seq = last(stage, 'member.role');
      editChain(stage, seq, (body) => body.replace('"bookkeeper"', '"administrator"'));
      return seq;
    },
  ],
  [
    'with the policy, of 7 days',
    (stage) => {
      const seq = last(stage, 'policy.set');
      editChain(stage, seq, (body) =>
        body.replace('"sessionTimeoutSeconds":300', '"sessionTimeoutSeconds":604800'),
      );
      return seq;
    },
  ],
  [
    'with a member, under another name',
    (stage) => {
      const seq = 2;
      editChain(stage, seq, (body) => body.replace(ROBIN.name, SAM.name));
      return seq;
    },
  ],
  [
    'taken out of the middle',
    (stage) => {
      const seq = last(stage, 'member.access');
      stage.file.run('DELETE FROM decision WHERE seq = ?', seq);
      return seq;
    },
  ],
  [
    'in the place of another one',
    (stage) => {
      const seq = last(stage, 'member.access');
      stage.file.run('DROP TRIGGER decision_is_never_changed');
      stage.file.run('UPDATE decision SET seq = 99 WHERE seq = ?', seq);
      stage.file.run('UPDATE decision SET seq = ? WHERE seq = ?', seq, seq + 1);
      stage.file.run('UPDATE decision SET seq = ? WHERE seq = 99', seq + 1);
      return seq;
    },
  ],
];

describe('a decision', () => {
  test.each(IN_CHAIN)('%s: only an administrator goes on', async (what, spoil) => {
    const stage = scene.stage();
    const seq = spoil(stage);
    const before = stage.file.all('SELECT * FROM decision WHERE seq < ?', seq);
    const rest = stage.file.all('SELECT * FROM decision WHERE seq >= ? ORDER BY seq', seq);
    const run = await stage.start();
    expect(await run.signIn(SAM)).not.toBe('in');
    const { account, policies } = run.opened;
    expect(account.standing).toEqual({ kind: 'broken', at: seq });
    // The strictest limits, whatever the rest of the chain says.
    expect(policies.inForce().sessionTimeoutSeconds).toBe(60);
    expect(stage.tampered()).toContain('chain');
    for (const person of [ROBIN, SAM]) {
      const answer = await run.signIn(person);
      // Before the break, Sam still had access, or was no member yet.
      expect(['accountInQuestion', 'memberDisabled', 'wrongCredentials']).toContain(answer);
    }
    expect(await run.signIn(DANA)).toBe('acceptance');
    expect(run.isSignedIn).toBe(false);
    expect(stage.file.all('SELECT * FROM decision ORDER BY seq')).toEqual([...before, ...rest]);

    expect(await run.acceptAccount()).toBe('in');
    expect(account.standing).toEqual({ kind: 'sound' });
    expect(stage.file.all('SELECT * FROM decision WHERE seq < ?', seq)).toEqual(before);
    const { entries } = readChain(stage.file);
    // Where shares of then are gone, new keys follow.
    const follows = what.endsWith('7 days') ? [] : [{ kind: 'keys.rotated' }];
    expect(entries.slice(seq - 1).map(({ change }) => change)).toMatchObject([
      { kind: 'account.accepted', remembered: null },
      ...follows,
    ]);
    // Nothing is lost for whoever looks into it.
    expect(stage.file.all('SELECT body FROM decision_set_aside ORDER BY seq')).toEqual(
      rest.map(({ body }) => ({ body })),
    );
    expect(stage.file.audit('account.accepted')).toHaveLength(1);
    for (const member of account.members().filter(({ active }) => active))
      expect(run.notices(member)).toContain('accountAccepted');
    await stage.keychain.settled();
    expect(stage.remembered()).toBe(seq + follows.length);

    // The clinic can decide again: people, keys and clinic apps.
    const { apps, clinic } = run;
    const kai = { name: 'Kai', email: 'kai@harbour.example', password: 'eleven-copper-kettles' };
    expect((await clinic.add(kai, 'receptionist')).active).toBe(true);
    const { members, recovery } = clinic.identity;
    expect(await members.setActive(clinic.member(kai).id, false, run.author)).toEqual({ ok: true });
    expect(await apps.save(null, settingsOf(), run.author)).toMatchObject({ ok: true });
    expect(await recovery.makeKit(run.author)).toMatch(/^[0-9A-Z]{4}-/);
  });
});
