// @ts-check
// npm's network settings: proxies, their exceptions, and further certificate authorities. Set-up
// uses them for its downloads too, so that nobody has to configure them twice.

import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { run } from '../processes.mjs';

/** @typedef {Readonly<Record<string, string | undefined>>} Variables */

/**
 * Takes npm's settings, also those in its files, into this process. npm passes them to programs
 * that it starts, but somebody may have started this command without npm.
 */
export async function takeNpmSettings() {
  if (process.env['npm_config_npm_version'] !== undefined) return;
  const { stdout } = await run('npm', ['run', '--silent', '--no-update-notifier', 'env']);
  for (const [, name = '', value = ''] of stdout.matchAll(/^(npm_config_\w+)=(.*)$/gm)) {
    process.env[name] ??= value;
  }
}

/**
 * The proxies that npm itself would use: its own settings go before the variables that other
 * programs read.
 *
 * @param {Variables} variables
 */
export function proxySettings(variables) {
  /** @param {string[]} names @returns {string | undefined} */
  const first = (...names) =>
    names.flatMap((name) => [variables[name], variables[name.toUpperCase()]]).find(Boolean);
  const own = first('npm_config_https_proxy', 'npm_config_proxy');
  const httpsProxy = own ?? first('https_proxy');
  return {
    httpsProxy,
    httpProxy: httpsProxy ?? first('http_proxy', 'proxy'),
    // npm writes a list with empty lines in between.
    noProxy: first('npm_config_noproxy', 'no_proxy')?.replace(/\s+/g, ',') ?? '',
  };
}

/**
 * @param {Variables} [variables]
 * @returns {Promise<import('undici').Dispatcher>}
 * @throws {Error} when a proxy's address can't be read
 */
export async function npmDispatcher(variables = process.env) {
  // Imported only now: set-up begins when no package is installed yet.
  const { EnvHttpProxyAgent } = await import('undici');
  const { httpsProxy, httpProxy, noProxy } = proxySettings(variables);
  const ca = authorities(variables);
  return new EnvHttpProxyAgent({
    // An empty text means no proxy; without a value, undici would read other variables than npm.
    httpsProxy: httpsProxy ?? '',
    httpProxy: httpProxy ?? '',
    noProxy,
    // Plain HTTP requests go through a proxy without a tunnel: many proxies allow tunnels to port
    // 443 only.
    proxyTunnel: false,
    ...(ca && { connect: { ca }, requestTls: { ca }, proxyTls: { ca } }),
  });
}

/**
 * Clinics often have a proxy that decrypts TLS and signs with its own authority.
 *
 * @param {Variables} variables
 * @returns {string[] | undefined} PEM texts, Node's own first; undefined: Node's defaults
 */
function authorities(variables) {
  const file = variables['npm_config_cafile'];
  const text = variables['npm_config_ca'];
  if (!file && !text) return undefined;
  const more = variables['NODE_EXTRA_CA_CERTS'];
  return [
    ...rootCertificates,
    ...(text ? [text.replaceAll('\\n', '\n')] : []),
    ...[file, more].filter((name) => name !== undefined).map((name) => readFileSync(name, 'utf8')),
  ];
}
