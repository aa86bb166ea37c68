import { arch, release, type as osName } from 'node:os';
import type { AboutFacts } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';

const KEYCHAINS: Partial<Record<NodeJS.Platform, string>> = sayings({
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
  linux: 'Secret Service (libsecret)',
});

/** The Electron major version that releases ship. Older ones serve development only. */
const RELEASE_ELECTRON_MAJOR = 45;

/** What the About tab and a support call need to know. */
export function aboutFacts(version: string, installationId: string): AboutFacts {
  const electron = process.versions.electron;
  return {
    version,
    electron,
    chrome: process.versions.chrome,
    node: process.versions.node,
    platform: `${osName()} ${release()} (${arch()})`,
    keychain: KEYCHAINS[process.platform] ?? say('OS keychain'),
    installation: installationId.slice(0, 8),
    pinnedRuntime: Number.parseInt(electron, 10) >= RELEASE_ELECTRON_MAJOR,
  };
}
