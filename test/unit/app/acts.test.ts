import { describe, expect, it } from 'vitest';
import { Acts } from '../../../src/main/app/acts.js';
import { policyWith } from '../../support/fakes/builders.js';

function led(activitySource: 'computer' | 'app' = 'computer') {
  const heard: string[] = [];
  const acts = new Acts();
  acts.connect({
    runner: {
      look: () => heard.push('look'),
      noteActivity: () => heard.push('active'),
      requestEnd: (cause) => heard.push(cause),
      nobodyTypes: true,
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
