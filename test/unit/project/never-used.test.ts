import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

/*
 * What docs/security.md says that the app never does, for claims that no running app can prove: if
 * something did not happen in a test, it may still happen elsewhere.
 */

const SOURCES: readonly (readonly [string, string])[] = ['main', 'preload', 'renderer'].flatMap(
  (room) =>
    readdirSync(join(projectRoot, 'src', room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tsx?|html)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [
        path.slice(projectRoot.length + 1).replaceAll('\\', '/'),
        readFileSync(path, 'utf8'),
      ]),
);

/** The files whose code, without comments, matches. */
function filesWith(pattern: RegExp): readonly string[] {
  return SOURCES.filter(([, text]) =>
    pattern.test(text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')),
  ).map(([path]) => path);
}

describe('no source of the app', () => {
  it('is missing from this check', () => {
    expect(SOURCES.length).toBeGreaterThan(200);
    expect(filesWith(/openExternal/)).toEqual(['src/main/guarded/questions.ts']);
  });

  it.each([
    ['collects crash dumps', /crashReporter/],
    ['allows insecure content', /allowRunningInsecureContent: (?!false)/],
    ['turns a feature of Blink on', /enableBlinkFeatures/],
    ['turns experimental features on', /experimentalFeatures: (?!false)/],
    ['turns web security off', /webSecurity: (?!true)/],
    ['gives pages Node.js', /nodeIntegration(?:InSubFrames|InWorker)?: (?!false)/],
    ['joins the worlds of page and preload', /contextIsolation: (?!true)/],
    ['takes a window out of the sandbox', /sandbox: (?!true)/],
    ['allows <webview>', /webviewTag: (?!false)|<webview/],
    ['loads a file as a page', /\.loadFile\(/],
    ['accepts a certificate that does not prove itself', /certificate-error/],
  ])('%s', (_never, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });
});

it('the network is asked past Chromium for the clinic’s server only', () => {
  expect(filesWith(/from 'node:(?:https?|http2|dns|tls|dgram)/)).toEqual([
    'src/main/server/trusted-login.ts',
  ]);
});

it('certificates are judged in one place only', () => {
  expect(filesWith(/CertificateVerifyProc/)).toEqual([
    'src/main/windows/hardening/network-guard.ts',
  ]);
});

describe('a request', () => {
  it('is answered in one place only', () => {
    expect(filesWith(/ipcMain\.(?:handle|on|once)/)).toEqual(['src/main/ipc/serve.ts']);
  });

  it('is sent by the preload only', () => {
    expect(filesWith(/ipcRenderer\./)).toEqual(['src/preload/index.ts']);
  });
});
