import { type Reading, unread } from '../texts/reading.js';
import { urlOf } from '../texts/web-url.js';
import { say } from '../words/say.js';

/*
 * The address of the clinic's server as people type it: `host[:port][/database]`, several with commas between.
 * Pure, so that a form shows at typing what main will answer.
 */

/** PostgreSQL's own port (IANA). */
const DEFAULT_PORT = 5432;
const DEFAULT_DATABASE = 'clinic';

/** The longest text that is read, in characters. */
export const LONGEST_SERVER_ADDRESS = 2_000;
/** Each address is tried for some seconds: a longer list would never be through. */
export const MOST_SERVER_ADDRESSES = 8;

export interface ServerAddress {
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  readonly database: string;
}

/** A host name or an IPv4 address. Names inside a clinic may have an underscore. */
const NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** One address in its parts; an IPv6 address stands in brackets, as its colons are no port's. */
const PARTS =
  /^(?:\[(?<six>[^\]]*)\]|(?<name>[^[\]:/]*))(?::(?<port>\d{1,5}))?(?:\/(?<database>[^/]*))?$/;
/** PostgreSQL cuts longer names off, at 63 bytes. */
const DATABASE = /^[\w.$-]{1,63}$/;

/** Reads the address of the clinic's server. */
export function readServerAddress(text: string): Reading<ServerAddress> {
  const typed = text.trim();
  if (typed === '') return unread(say('Enter the address of the clinic’s server.'));
  if (typed.length > LONGEST_SERVER_ADDRESS) return unread(say('That address is too long.'));
  // A connection string would bring a login with it, which nobody should keep where addresses are kept.
  if (typed.includes('@') || typed.includes('://'))
    return unread(
      say('Leave the login and “postgresql://” out: only the server, such as db.example.org.'),
    );
  const addresses: { host: string; port: number }[] = [];
  const databases = new Set<string>();
  for (const one of typed.split(',')) {
    const read = readOne(one.trim());
    if (!read.ok) return read;
    addresses.push({ host: read.value.host, port: read.value.port });
    if (read.value.database !== null) databases.add(read.value.database);
  }
  if (addresses.length > MOST_SERVER_ADDRESSES)
    return unread(say('Name {most} addresses at the most.', { most: MOST_SERVER_ADDRESSES }));
  const [database = DEFAULT_DATABASE, other] = databases;
  if (other !== undefined)
    return unread(say('All addresses must name the same database: they are one server.'));
  return { ok: true, value: { addresses, database } };
}

interface OneAddress {
  readonly host: string;
  readonly port: number;
  /** `null`: the address names none. */
  readonly database: string | null;
}

function readOne(typed: string): Reading<OneAddress> {
  const parts = PARTS.exec(typed)?.groups;
  if (parts === undefined)
    return unread(
      /^[\da-f]*:[\da-f:.]*:/i.test(typed)
        ? say('Put an address of IPv6 into brackets, such as [2001:db8::1]:5432.')
        : notAnAddress(typed),
    );
  const { six, name, port, database } = parts;
  const host = six === undefined ? hostName(name ?? '') : ipv6(six);
  if (host === null) return unread(notAnAddress(typed));
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (number < 1 || number > 65_535) return unread(say('A port is a number from 1 to 65535.'));
  if (database !== undefined && !DATABASE.test(database))
    return unread(say('“{database}” is not the name of a database.', { database }));
  return { ok: true, value: { host, port: number, database: database ?? null } };
}

function notAnAddress(typed: string): string {
  return say('“{typed}” is not an address such as db.example.org:5432.', { typed });
}

function hostName(typed: string): string | null {
  const name = typed.toLowerCase().replace(/\.$/, '');
  // Numbers with dots are an IPv4 address or a mistake.
  const isNumbers = /^[\d.]+$/.test(name);
  if (isNumbers && !/^(\d{1,3}\.){3}\d{1,3}$/.test(name)) return null;
  if (isNumbers && name.split('.').some((part) => Number(part) > 255)) return null;
  return NAME.test(name) ? name : null;
}

/** @returns in its shortest form, without brackets */
function ipv6(typed: string): string | null {
  return urlOf(`http://[${typed}]`)?.hostname.slice(1, -1) ?? null;
}

/** The address as somebody would type it: the shortest text that reads as the same. */
export function serverAddressText({ addresses, database }: ServerAddress): string {
  const path = database === DEFAULT_DATABASE ? '' : `/${database}`;
  return addresses
    .map(({ host, port }) => {
      const name = host.includes(':') ? `[${host}]` : host;
      return port === DEFAULT_PORT ? `${name}${path}` : `${name}:${port}${path}`;
    })
    .join(', ');
}
