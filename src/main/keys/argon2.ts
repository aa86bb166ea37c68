import { createRequire } from 'node:module';
import type * as Argon2 from '@node-rs/argon2';

/**
 * The library's native package for each system that the app is packaged for. The library's own loader
 * is not used: an environment variable can tell it which file to load (`NAPI_RS_NATIVE_LIBRARY_PATH`).
 */
const NATIVE: Readonly<Record<string, string>> = {
  'linux-x64': '@node-rs/argon2-linux-x64-gnu',
  'linux-arm64': '@node-rs/argon2-linux-arm64-gnu',
  'darwin-x64': '@node-rs/argon2-darwin-x64',
  'darwin-arm64': '@node-rs/argon2-darwin-arm64',
  'win32-x64': '@node-rs/argon2-win32-x64-msvc',
  'win32-arm64': '@node-rs/argon2-win32-arm64-msvc',
};

const system = `${process.platform}-${process.arch}`;
const name = NATIVE[system];
if (name === undefined) throw new Error(`There is no Argon2 for ${system}.`);

export const { hashRaw } = createRequire(import.meta.url)(name) as typeof Argon2;
