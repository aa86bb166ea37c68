import { describe, expect, it } from 'vitest';
import { Acts } from '../../../src/main/app/acts.js';
import { INITIAL_STATE, type SessionState } from '../../../src/main/session/machine.js';
import { liveSession, policyWith } from '../../support/fakes/builders.js';

function led(activitySource: 'computer' | 'app' = 'computer', state: SessionState = INITIAL_STATE) {
  const heard: string[] = [];
  const acts = new Acts();
  acts.connect({
    runner: {
      look: () => heard.push('look'),
      noteActivity: () => heard.push('active'),
      requestEnd: (cause, reason) => heard.push([cause, reason ?? []].flat().join(': ')),
      nobodyTypes: true,
      state,
      policy: policyWith({ activitySource }),
    },
    updates: { noteInput: () => heard.push('input') },
    windows: { showMain: () => heard.push('open') },
  });
  return { acts, heard };
}

describe('what people do', () => {
  it('comes to nothing before there is a session machine', () => {
    const acts = new Acts();
    acts.look();
    acts.ownInput();
    acts.strayKey();
    acts.lockNow();
    acts.failed();
    acts.open();
    expect(acts.keyboardRests()).toBe(false);
  });

  it('reaches whoever acts on it', () => {
    const { acts, heard } = led();
    acts.look();
    acts.ownInput();
    acts.active();
    acts.lockNow();
    acts.signOut();
    acts.failed();
    acts.open();
    const ends = ['lockNow', 'signOut', 'appClosed'];
    expect(heard).toEqual(['look', 'active', 'input', 'active', ...ends, 'open']);
    expect(acts.keyboardRests()).toBe(true);
  });

  it('in another program counts where the whole computer does', () => {
    for (const source of ['computer', 'app'] as const) {
      const { acts, heard } = led(source);
      acts.strayKey();
      expect(heard).toEqual(source === 'computer' ? ['active'] : []);
    }
  });
});

describe('an order to sign out that is obeyed without what was decided before it', () => {
  const session = liveSession();
  const active: SessionState = {
    ...{ kind: 'active', generation: 1, session, prepared: false, deadline: null },
  };
  const order = { memberId: session.memberId, by: 'Dana', reason: 'Go home.' };

  it('ends the session of its member, or whatever session', () => {
    for (const memberId of [session.memberId, null]) {
      const { acts, heard } = led('computer', active);
      acts.ordered({ ...order, memberId });
      expect(heard).toEqual(['signedOutByAdministrator: Go home.']);
    }
    const { acts, heard } = led('computer', active);
    acts.ordered({ ...order, by: session.memberId, reason: null });
    expect(heard).toEqual(['signedOutElsewhere']);
  });

  it('leaves others alone, and makes sign-ins void where it is for everybody', () => {
    const { acts, heard } = led('computer', active);
    acts.ordered({ ...order, memberId: 'somebody else' });
    expect(heard).toEqual([]);
    const free = led();
    free.acts.ordered(order);
    expect(free.heard).toEqual([]);
    free.acts.ordered({ ...order, memberId: null });
    expect(free.heard).toEqual(['signedOutByAdministrator: Go home.']);
  });
});
