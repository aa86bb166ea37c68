// @ts-check
// The way out of this network that npm was told: set-up downloads by the same one, so that nobody
// has to tell it twice. Proxies, their exceptions, and further certificate authorities.

import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { run } from '../processes.mjs';

/** @typedef {Readonly<Record<string, string | undefined>>} Variables */

/**
 * Makes npm's settings known to this process, also those of its files: npm hands them on to what it
 * starts, but somebody may have started this command without it.
 */
export async function takeNpmSettings() {
  if (process.env['npm_config_npm_version'] !== undefined) return;
  const { stdout } = await run('npm', ['run', '--silent', '--no-update-notifier', 'env']);
  for (const [, name = '', value = ''] of stdout.matchAll(/^(npm_config_\w+)=(.*)$/gm)) {
    process.env[name] ??= value;
  }
}

/**
 * How npm itself would connect: its own settings before the variables that other programs read too.
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
    // npm writes a list with empty lines between.
    noProxy: first('npm_config_noproxy', 'no_proxy')?.replace(/\s+/g, ',') ?? '',
  };
}

/**
 * @param {Variables} [variables]
 * @returns {Promise<import('undici').Dispatcher>}
 * @throws {Error} when a proxy's address can't be read
 */
export async function npmDispatcher(variables = process.env) {
  // Not before here: set-up begins where no package is installed.
  const { EnvHttpProxyAgent } = await import('undici');
  const { httpsProxy, httpProxy, noProxy } = proxySettings(variables);
  const ca = authorities(variables);
  return new EnvHttpProxyAgent({
    // An empty text means none; left out, it would look at other variables than npm.
    httpsProxy: httpsProxy ?? '',
    httpProxy: httpProxy ?? '',
    noProxy,
    // Plain requests go through a proxy as they are: many let tunnels through to port 443 alone.
    proxyTunnel: false,
    ...(ca && { connect: { ca }, requestTls: { ca }, proxyTls: { ca } }),
  });
}

/**
 * Clinics often have a proxy that reads TLS and signs by an authority of its own.
 *
 * @param {Variables} variables
 * @returns {string[] | undefined} PEM texts, Node's own first; nothing when Node's defaults will do
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
