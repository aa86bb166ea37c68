import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, type EnvironmentHost } from '../../../src/main/host/environment/kept.js';
import { environmentRefusal } from '../../../src/main/host/environment/refused.js';

const linux: EnvironmentHost = {
  platform: 'linux',
  execPath: '/opt/Clinic Workstation/clinic-workstation',
  isWritable: (folder) => folder === '/tmp/mine',
  exists: () => false,
};
const windows: EnvironmentHost = {
  platform: 'win32',
  execPath: 'C:\\Program Files\\Clinic Workstation\\Clinic Workstation.exe',
  isWritable: () => true,
  exists: (path) => ['C:\\Windows\\System32\\ntdll.dll', 'C:\\ProgramData'].includes(path),
};

function kept(
  given: Readonly<Record<string, string>>,
  host: EnvironmentHost = linux,
  packaged = true,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...given };
  cleanEnvironment(env, host, { packaged });
  return env;
}

const SYSTEMS_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

describe('what a packaged app keeps of its environment', () => {
  it('is all that a desktop needs', () => {
    const desktop = {
      HOME: '/home/dana',
      USER: 'dana',
      DISPLAY: ':0',
      XAUTHORITY: '/run/user/1000/.mutter-Xwaylandauth.X',
      WAYLAND_DISPLAY: 'wayland-0',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
      XDG_RUNTIME_DIR: '/run/user/1000',
      XDG_SESSION_ID: '2',
      XDG_SESSION_TYPE: 'wayland',
      XDG_CURRENT_DESKTOP: 'ubuntu:GNOME',
      XDG_DATA_DIRS: '/usr/share/ubuntu:/usr/local/share/:/usr/share/',
      LANG: 'pt_BR.UTF-8',
      LANGUAGE: 'pt_BR:pt:en',
      LC_TIME: 'de_DE.UTF-8@euro',
      TZ: 'America/Argentina/Buenos_Aires',
      GTK_IM_MODULE: 'fcitx5',
      XMODIFIERS: '@im=ibus',
      GDK_SCALE: '2',
      GDK_DPI_SCALE: '0.5',
      GTK_THEME: 'Adwaita:dark',
      TMPDIR: '/tmp/mine',
      CHROME_DESKTOP: 'clinic-workstation.desktop',
    };
    expect(kept(desktop)).toEqual({ ...desktop, PATH: SYSTEMS_PATH });
  });

  it.each([
    ['NAPI_RS_NATIVE_LIBRARY_PATH', '/home/dana/x.js'],
    ['LIBSQL_JS_DEV', '1'],
    ['SSLKEYLOGFILE', '/home/dana/keys'],
    ['sslkeylogfile', '/home/dana/keys'],
    ['LD_PRELOAD', '/home/dana/x.so'],
    ['LD_LIBRARY_PATH', '/home/dana'],
    ['GCONV_PATH', '/home/dana'],
    ['GTK_MODULES', '/home/dana/x.so'],
    ['GTK_PATH', '/home/dana'],
    ['GIO_EXTRA_MODULES', '/home/dana'],
    ['GSETTINGS_BACKEND', 'memory'],
    ['SECRET_BACKEND', 'file'],
    ['DBUS_SYSTEM_BUS_ADDRESS', 'unix:path=/home/dana/bus'],
    ['ALSA_CONFIG_PATH', '/home/dana/asound.conf'],
    ['https_proxy', 'http://127.0.0.1:1'],
    ['HTTPS_PROXY', 'http://127.0.0.1:1'],
    ['ALL_PROXY', 'socks5://127.0.0.1:1'],
    ['SSL_CERT_FILE', '/home/dana/ca.pem'],
    ['GOOGLE_API_KEY', 'x'],
    ['BASH_ENV', '/home/dana/x.sh'],
    ['ENV', '/home/dana/x.sh'],
    ['G_DEBUG', 'fatal-warnings'],
    ['NODE_OPTIONS', '--require /home/dana/x.js'],
    ['home', '/home/dana'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['', 'x'],
  ])('is not %s', (name, value) => {
    expect(kept({ HOME: '/home/dana', [name]: value })).toEqual({
      HOME: '/home/dana',
      PATH: SYSTEMS_PATH,
    });
  });

  it.each([
    ['DBUS_SESSION_BUS_ADDRESS', 'unixexec:path=/home/dana/x'],
    ['DBUS_SESSION_BUS_ADDRESS', 'unix:path=/run/bus;unixexec:path=/home/dana/x'],
    ['GTK_IM_MODULE', '/home/dana/x.so'],
    ['LANGUAGE', '../../home/dana'],
    ['GTK_THEME', '../x'],
    ['GDK_BACKEND', 'broadway'],
    ['GDK_SCALE', '99999999'],
    ['TZ', 'a\nb'],
    ['CHROME_DESKTOP', '/home/dana/x.desktop'],
  ])('nor %s with the value %j', (name, value) => {
    expect(kept({ [name]: value })).toEqual({ PATH: SYSTEMS_PATH });
  });

  it('nor any other variable, whatever it is called', () => {
    const before = Object.keys(kept({ HOME: '/x' }));
    const known =
      /^(HOME|LOGNAME|USER|SHELL|TMPDIR|TZ|PATH|DISPLAY|XAUTHORITY|(X|L|DESKTOP|GDK|GTK|KDE|GNOME|MATE|QT|DBUS|AT|WAYLAND|NO|ACCESSIBILITY|CHROME|ORIGINAL|APP)[A-Z_]+)$/;
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/).filter((x) => !known.test(x));
    fc.assert(
      fc.property(name, fc.string(), (variable, value) => {
        expect(Object.keys(kept({ HOME: '/x', [variable]: value }))).toEqual(before);
      }),
    );
  });

  it('programs are searched in the system’s folders only', () => {
    expect(kept({ PATH: '/home/dana/bin:/usr/bin' })).toEqual({ PATH: SYSTEMS_PATH });
  });

  it('a temporary folder that is missing, or too deep for a socket, is not used', () => {
    expect(kept({ TMPDIR: '/nonexistent' })).toEqual({ PATH: SYSTEMS_PATH });
    const deep = `/tmp/${'a'.repeat(80)}`;
    const host = { ...linux, isWritable: () => true };
    expect(kept({ TMPDIR: deep }, host)).toEqual({ PATH: SYSTEMS_PATH });
  });

  it('the variables of an AppImage are kept only if the app runs from it', () => {
    const appImage = { APPIMAGE: '/home/dana/Clinic.AppImage', APPDIR: '/tmp/.mount_Clinic' };
    const within = { ...linux, execPath: '/tmp/.mount_Clinic/clinic-workstation' };
    expect(kept(appImage, within)).toEqual({ ...appImage, PATH: SYSTEMS_PATH });
    expect(kept(appImage)).toEqual({ PATH: SYSTEMS_PATH });
    expect(kept({ APPIMAGE: '/home/dana/x' })).toEqual({ PATH: SYSTEMS_PATH });
    expect(kept({ APPIMAGE: '/home/dana/x', APPDIR: '' })).toEqual({ PATH: SYSTEMS_PATH });
  });

  it('Windows’ own folders do not depend on variables', () => {
    const env = kept(
      {
        systemroot: 'D:\\evil',
        Path: 'D:\\evil',
        ProgramData: 'D:\\evil',
        PSModulePath: 'D:\\evil',
        COMPLUS_Version: 'x',
        COR_PROFILER: 'x',
        USERPROFILE: 'C:\\Users\\dana',
        'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      },
      windows,
    );
    expect(env).toMatchObject({
      SystemRoot: 'C:\\Windows',
      ComSpec: 'C:\\Windows\\System32\\cmd.exe',
      ProgramData: 'C:\\ProgramData',
      USERPROFILE: 'C:\\Users\\dana',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    });
    expect(env['PATH']).not.toContain('evil');
    for (const name of ['Path', 'PSModulePath', 'COMPLUS_Version', 'COR_PROFILER'])
      expect(env).not.toHaveProperty(name);
    // Windows is not on C:.
    const elsewhere = { ...windows, exists: () => false };
    expect(kept({ SystemRoot: 'D:\\Windows' }, elsewhere)['ComSpec']).toBe(
      'D:\\Windows\\System32\\cmd.exe',
    );
  });

  it('macOS keeps what launchd gave', () => {
    const mac: EnvironmentHost = { ...linux, platform: 'darwin' };
    const given = { HOME: '/Users/dana', XPC_FLAGS: '1', DYLD_INSERT_LIBRARIES: '/x', PATH: '/x' };
    expect(kept(given, mac)).toEqual({
      HOME: '/Users/dana',
      XPC_FLAGS: '1',
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
    });
  });

  it('an unpackaged app keeps what tests need, and nothing more', () => {
    const test = {
      PATH: '/tmp/browser:/usr/bin',
      DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/tmp/bus',
      LD_PRELOAD: '/usr/lib/faketime.so',
      FAKETIME_TIMESTAMP_FILE: '/tmp/clock',
    };
    expect(kept({ ...test, SSLKEYLOGFILE: '/tmp/x' }, linux, false)).toEqual(test);
  });
});

describe('what stops the start of a packaged app', () => {
  it.each([
    ['ELECTRON_DISABLE_SANDBOX', '1'],
    ['ELECTRON_DISABLE_SANDBOX', ''],
    ['electron_disable_sandbox', '1'],
    ['ELECTRON_NO_ASAR', '1'],
    ['ELECTRON_ENABLE_LOGGING', 'file'],
    ['ELECTRON_LOG_FILE', '/home/dana/log'],
    ['ELECTRON_SOMETHING_NEW', '1'],
    ['ELECTRON_OZONE_PLATFORM_HINT', 'headless'],
    ['NODE_CHANNEL_FD', '3'],
    ['NODE_UNIQUE_ID', '1'],
    ['NODE_V8_COVERAGE', '/home/dana'],
    ['NODE_COMPILE_CACHE', '/home/dana'],
    ['NODE_DEBUG', '*'],
    ['NODE_REDIRECT_WARNINGS', '/home/dana/x'],
    ['SBX_CHROME_API_PRV', '1'],
    ['CHROME_DEVEL_SANDBOX', '/bin/true'],
    ['CHROME_SANDBOX_DEBUGGING', '1'],
    ['BREAKPAD_DUMP_LOCATION', '/home/dana'],
    ['LIBGL_DRIVERS_PATH', '/home/dana'],
    ['LIBGL_DRIVERS_PATH', 'x'],
    ['VK_ICD_FILENAMES', '/home/dana/icd.json'],
    ['VK_ICD_FILENAMES', '/usr/share/vulkan/icd.d/../../../../home/dana/icd.json'],
    ['VK_DRIVER_FILES', '/usr/share/vulkan/icd.d/a.json:/home/dana/icd.json'],
    ['VK_ADD_LAYER_PATH', '/home/dana'],
    ['__EGL_VENDOR_LIBRARY_FILENAMES', '/home/dana/x.json'],
    ['__GLX_VENDOR_LIBRARY_NAME', '../../home/dana/x'],
    ['GBM_BACKENDS_PATH', '/home/dana'],
    ['GALLIUM_TRACE', '/home/dana/trace'],
    ['MESA_LOADER_DRIVER_OVERRIDE', '../../home/dana/x'],
  ])('is %s=%s', (name, value) => {
    expect(environmentRefusal({ HOME: '/home/dana', [name]: value })).toContain(` ${name} `);
  });

  it.each([
    ['ELECTRON_OZONE_PLATFORM_HINT', 'auto'],
    ['ELECTRON_RUN_AS_NODE', '1'],
    ['ELECTRON_MIRROR', 'https://mirror.example/'],
    ['NODE_OPTIONS', '--require /home/dana/x.js'],
    ['NODE_EXTRA_CA_CERTS', '/etc/ssl/clinic.pem'],
    ['NODE_PATH', '/home/dana'],
    ['NODE_ENV', 'test'],
    ['NODE', '/usr/bin/node'],
    ['SBX_CHROME_API_RQ', '1'],
    ['CHROME_DESKTOP', 'code.desktop'],
    ['__GLX_VENDOR_LIBRARY_NAME', 'nvidia'],
    ['GBM_BACKEND', 'nvidia-drm'],
    ['VK_ICD_FILENAMES', '/usr/share/vulkan/icd.d/a.json:/etc/vulkan/icd.d/b.json'],
    ['LIBGL_ALWAYS_SOFTWARE', '1'],
    ['LD_PRELOAD', 'libgtk3-nocsd.so.0'],
    ['SSLKEYLOGFILE', '/home/dana/keys'],
    ['DBUS_SYSTEM_BUS_ADDRESS', 'garbage'],
  ])('is not %s=%s', (name, value) => {
    expect(environmentRefusal({ HOME: '/home/dana', [name]: value })).toBeNull();
  });

  it('the message names each variable, and no value', () => {
    const told = environmentRefusal({
      ELECTRON_LOG_FILE: 'secret',
      NODE_DEBUG: 'secret',
      HOME: '/home/dana',
      ['NODE_\u001b[31m']: 'x',
    });
    expect(told).toContain('ELECTRON_LOG_FILE, NODE_DEBUG, NODE_??31m ');
    expect(told).not.toMatch(/secret|HOME|dana/);
  });
});
