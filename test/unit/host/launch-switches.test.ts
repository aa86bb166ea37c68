import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LaunchHost, launchRefusal } from '../../../src/main/host/process/launch-switches.js';

const staff: LaunchHost = { platform: 'linux', getuid: () => 1000 };
const root: LaunchHost = { platform: 'linux', getuid: () => 0 };
const windows: LaunchHost = { platform: 'win32' };

const start = (host: LaunchHost, ...args: readonly string[]) =>
  launchRefusal(['/opt/app/clinic-workstation', ...args], host);

describe('what a packaged app is started with', () => {
  it.each([
    [[]],
    [['--user-data-dir=/srv/clinic a']],
    [['--import-settings=/tmp/a=b.json', '--administrator=dana@harbour.example']],
    [['--enrol', '--server=db.clinic.example', '--set-aside']],
    [['--diagnostics', 'report.json']],
    [['--diagnostics=report.json']],
    [['--verify-audit', 'log.json']],
    [['--backup', 'account.db']],
    [['--make-policy-key', 'key.pem']],
    [['--sign-policy', 'a.json', '--policy-key=k', '--policy-address=https://it.example/a.json']],
    [['--clear-leftovers=/home/x/guard/1', '--disable-gpu', '--password-store=kwallet6']],
    [['--lang=en-GB', '--ozone-platform=wayland', '--force-device-scale-factor=1.5']],
    [['--ozone-platform=x11']],
    [['--clear-leftovers=/home/x/guard/1', '--ozone-platform=headless']],
    [['--force-renderer-accessibility', '--force-renderer-accessibility=complete']],
    [['a file', '']],
    [['--', '--no-sandbox']],
  ])('%j starts', (args) => {
    expect(start(staff, ...args)).toBeNull();
  });

  it.each([
    '--remote-debugging-port=9222',
    '-remote-debugging-port=9222',
    ' --remote-debugging-port=9222',
    '\t--remote-debugging-pipe',
    '--inspect',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp/x',
    '--disable-web-security',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--ignore-certificate-errors',
    '--proxy-server=127.0.0.1:8080',
    '--renderer-cmd-prefix=/tmp/x',
    '--enrol=0123-4567',
    '--no-sandbox',
    '--password-store=basic',
    '--password-store',
    '--user-data-dir=',
    '--User-Data-Dir=/tmp/x',
    '--ozone-platform=headless',
    '--ozone-platform=headless --clear-leftovers=/x',
    '--ozone-platform-hint=x11',
    '--lang=../x',
    '--constructor',
    '--__proto__=1',
    '-r',
  ])('%j does not start', (text) => {
    expect(start(staff, '--lang=en', text)).toContain('did not start');
  });

  it('the message names each switch, and no value', () => {
    const told = start(staff, '--proxy-server=secret.example', '--js-flags=x', '--lang=en');
    expect(told).toContain('--proxy-server, --js-flags ');
    expect(told).not.toContain('secret');
    expect(told).not.toContain('--lang');
  });

  it('the sandbox is off for root on Linux alone', () => {
    expect(start(root, '--no-sandbox')).toBeNull();
    expect(start(root, '--no-sandbox', '--no-zygote')).toContain('--no-zygote');
    expect(start(windows, '--no-sandbox')).toContain('--no-sandbox');
    expect(start({ platform: 'darwin', getuid: () => 0 }, '--no-sandbox')).not.toBeNull();
  });

  it('Windows has switches with a slash; macOS names its processes', () => {
    expect(start(windows, '/remote-debugging-port=1')).not.toBeNull();
    expect(start(staff, '/remote-debugging-port=1')).toBeNull();
    expect(start({ platform: 'darwin', getuid: () => 501 }, '-psn_0_12345')).toBeNull();
    expect(start(staff, '-psn_0_12345')).not.toBeNull();
  });

  it('no other switch starts it, whatever stands around it', () => {
    const known =
      /^(user-data-dir|import-settings|administrator|backup|diagnostics|verify-audit|make-policy-key|sign-policy|policy-key|policy-address|clear-leftovers|password-store|disable-gpu|force-device-scale-factor|force-renderer-accessibility|lang|ozone-platform(-hint)?)$/;
    const name = fc.stringMatching(/^[a-z][a-z-]{2,30}$/).filter((text) => !known.test(text));
    fc.assert(
      fc.property(name, fc.constantFrom('', ' ', '\n'), fc.string(), (switchName, space, value) => {
        expect(start(staff, `${space}--${switchName}=${value}`)).not.toBeNull();
      }),
    );
  });
});
