import { freePort } from '../support/bad-network.js';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { DANA, expectSignIn, setUpClinic, signIn } from '../support/people.js';
import { RELIABILITY } from '../support/reliability.js';
import { VncViewer } from '../support/vnc-viewer.js';
import { Workstation } from '../support/workstation.js';

/* A desktop that is visible over VNC only, on a real Xtigervnc. */

test(
  'closing the last viewer of a VNC desktop locks the session',
  RELIABILITY,
  async ({ runtime }) => {
    const vncPort = await freePort();
    const workstation = await Workstation.open(runtime, { vncPort });
    try {
      const viewer = await VncViewer.open(vncPort);
      const home = await workstation.start();
      await setUpClinic(home);
      // The app must have seen the viewer at least once.
      await home.waitForTimeout(3_000);
      viewer.close();
      await expectSignIn(home, /locked/);
      expect(await entryCount(workstation.desktop)).toBe(0);
      const account = new AccountFile(workstation.userData);
      expect(account.audit('session.ended')).toMatchObject([{ cause: 'screenLock', wipe: 'done' }]);

      // After reconnecting, somebody works as before.
      const again = await VncViewer.open(vncPort);
      await signIn(home, DANA);
      await home.waitForTimeout(3_000);
      expect(account.audit('session.ended')).toHaveLength(1);
      again.close();
      expect(workstation.problems).toEqual([]);
    } finally {
      await workstation.close();
    }
  },
);
