import { expect, test } from '../support/app-fixture.js';
import { openSettings, setUpClinic } from '../support/people.js';

test('pages: no node, no new windows, no navigation, no permissions, no network', async ({
  workstation,
}) => {
  // Chromium logs each refusal of the attempts below.
  workstation.tolerate(/Refused to|Not allowed to|violates|Failed to load|ERR_|Blocked/i);
  const home = await workstation.start();
  await setUpClinic(home);
  const address = home.url();

  for (const page of [home, await openSettings(workstation)]) {
    const globals = await page.evaluate(() =>
      [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        '__dirname',
        'ipcRenderer',
        'electron',
      ].filter((name) => name in window),
    );
    expect(globals).toEqual([]);
  }
  // The bridge has only one function for each request, and the subscription to views.
  const bridge = await home.evaluate(() =>
    Object.values(window.clinic).map((value) => typeof value),
  );
  expect(new Set(bridge)).toEqual(new Set(['function']));

  const refused = await home.evaluate(async () => {
    const outcome = (work: () => Promise<unknown>): Promise<string> =>
      work().then(
        (value) => (value === 'denied' ? 'refused' : `allowed: ${String(value)}`),
        () => 'refused',
      );
    return {
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      position: await outcome(
        () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      ),
      clipboard: await outcome(() => navigator.clipboard.readText()),
      notifications: await outcome(() => Notification.requestPermission()),
      network: await outcome(() => fetch('https://example.com/')),
      ownFiles: await outcome(() => fetch('app://clinic/index.html')),
    };
  });
  expect(new Set(Object.values(refused)), JSON.stringify(refused)).toEqual(new Set(['refused']));

  const ran = await home.evaluate(async () => {
    const script = Object.assign(document.createElement('script'), {
      textContent: 'window.inlineRan = true',
    });
    document.body.append(script);
    const remote = Object.assign(document.createElement('script'), {
      src: 'data:text/javascript,window.inlineRan = true',
    });
    document.body.append(remote);
    const frame = Object.assign(document.createElement('iframe'), {
      src: 'app://clinic/index.html',
    });
    document.body.append(frame);
    await new Promise((done) => setTimeout(done, 500));
    let framed: string;
    try {
      framed = frame.contentDocument?.getElementById('root') ? 'shown' : 'empty';
    } catch {
      framed = 'empty';
    }
    for (const element of [script, remote, frame]) element.remove();
    return { inline: 'inlineRan' in window, framed };
  });
  expect(ran).toEqual({ inline: false, framed: 'empty' });

  const windows = workstation.app.windows().length;
  const opened = await home.evaluate(() =>
    ['https://example.com', 'app://clinic/settings.html', 'about:blank', 'file:///etc/passwd'].map(
      (url) => window.open(url) !== null,
    ),
  );
  expect(opened).toEqual([false, false, false, false]);

  // Navigated from main: Playwright would wait for a navigation that never comes.
  const after = await workstation.app.evaluate(
    async ({ BrowserWindow }, { page, urls }) => {
      const contents = BrowserWindow.getAllWindows()
        .map((window) => window.webContents)
        .find((candidate) => candidate.getURL() === page);
      if (contents === undefined) throw new Error('The main window is gone.');
      for (const url of urls)
        for (const target of ['_self', '_blank'])
          await contents.executeJavaScript(`{
            const link = document.createElement('a');
            link.href = ${JSON.stringify(url)};
            link.target = '${target}';
            document.body.append(link);
            link.click();
            link.remove();
          }`);
      await contents.executeJavaScript("void (location.href = 'https://example.com/')");
      await new Promise((done) => setTimeout(done, 1_000));
      const text: unknown = await contents.executeJavaScript('document.body.innerText');
      return { url: contents.getURL(), text: String(text) };
    },
    {
      page: address,
      urls: [
        'https://example.com/',
        'file:///etc/passwd',
        'data:text/html,hello',
        'app://clinic/settings.html',
        'javascript:document.body.remove()',
      ],
    },
  );
  expect(after.url).toBe(address);
  expect(after.text).toContain('Lock now');
  expect(workstation.app.windows()).toHaveLength(windows);
});

test('windows: sandboxed, isolated, with a strict content security policy on every page', async ({
  workstation,
}) => {
  workstation.tolerate(/Failed to load|ERR_/);
  const home = await workstation.start();
  await setUpClinic(home);
  await openSettings(workstation);
  const preferences = await workstation.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      // Not in Electron's types, but the only way to read the effective settings.
      const contents = window.webContents as unknown as {
        getLastWebPreferences(): Readonly<Record<string, unknown>>;
      };
      return contents.getLastWebPreferences();
    }),
  );
  expect(preferences).toHaveLength(2);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(preference['nodeIntegrationInSubFrames'] ?? false).toBe(false);
    expect(preference['allowRunningInsecureContent'] ?? false).toBe(false);
    expect(preference['experimentalFeatures'] ?? false).toBe(false);
  }

  const answers = await workstation.app.evaluate(
    async ({ net }, urls) =>
      Promise.all(
        urls.map(async (url) => {
          const answer = await net.fetch(url).catch(() => null);
          return {
            status: answer?.status ?? 0,
            csp: answer?.headers.get('content-security-policy') ?? '',
            sniff: answer?.headers.get('x-content-type-options') ?? '',
          };
        }),
      ),
    ['index', 'settings', 'warning', 'bar'].map((page) => `app://clinic/${page}.html`),
  );
  for (const { status, csp, sniff } of answers) {
    expect(status).toBe(200);
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self'");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp).not.toContain('unsafe');
    expect(csp).not.toMatch(/https?:|\*/);
    expect(sniff).toBe('nosniff');
  }

  // No file outside the pages' own folder is served.
  const outside = await workstation.app.evaluate(
    async ({ net }, urls) =>
      Promise.all(
        urls.map((url) =>
          net.fetch(url).then(
            ({ status }) => status,
            () => 404,
          ),
        ),
      ),
    [
      'app://clinic/../main/index.js',
      'app://clinic/%2e%2e/main/index.js',
      'app://clinic/..%2fmain%2findex.js',
      'app://clinic/%2e%2e%2f%2e%2e%2fpackage.json',
      'app://clinic//etc/passwd',
      'app://other/index.html',
    ],
  );
  expect(new Set(outside)).toEqual(new Set([404]));
  const file = await workstation.app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    const loaded = await window.loadURL('file:///etc/hostname').then(
      () => 'loaded',
      () => 'refused',
    );
    window.destroy();
    return loaded;
  });
  expect(file).toBe('refused');
});
