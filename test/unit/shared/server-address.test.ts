import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readServerAddress,
  type ServerAddress,
  serverAddressText,
} from '../../../src/shared/clinic/server-address.js';

function read(text: string): ServerAddress {
  const reading = readServerAddress(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.value;
}

const one = (host: string, port = 5432, database = 'clinic') => ({
  addresses: [{ host, port }],
  database,
});

describe('a server’s address', () => {
  it.each<[string, ServerAddress]>([
    ['db.example.org', one('db.example.org')],
    ['  DB.Example.org. ', one('db.example.org')],
    ['localhost:5433', one('localhost', 5433)],
    ['10.0.0.12/harbour', one('10.0.0.12', 5432, 'harbour')],
    ['db_1:6000/harbour-street', one('db_1', 6000, 'harbour-street')],
    ['[2001:0db8:0:0::1]', one('2001:db8::1')],
    ['[::1]:65535/x', one('::1', 65_535, 'x')],
  ])('is read from “%s”', (text, place) => {
    expect(read(text)).toEqual(place);
  });

  it('may be several of one server, of which one names the database', () => {
    expect(read('db1.example.org, db2.example.org:5433/harbour ,[::1]')).toEqual({
      addresses: [
        { host: 'db1.example.org', port: 5432 },
        { host: 'db2.example.org', port: 5433 },
        { host: '::1', port: 5432 },
      ],
      database: 'harbour',
    });
  });

  it.each([
    ['', 'Enter the address'],
    ['  ', 'Enter the address'],
    ['x'.repeat(2_001), 'too long'],
    ['postgresql://db.example.org', 'Leave the login'],
    ['dana:secret@db.example.org', 'Leave the login'],
    ['2001:db8::1', 'into brackets'],
    ['fe80::1:5432', 'into brackets'],
    ['db.example.org:port', 'is not an address'],
    ['db example', 'is not an address'],
    ['-db.example.org', 'is not an address'],
    ['db..example.org', 'is not an address'],
    ['256.1.1.1', 'is not an address'],
    ['10.0.1', 'is not an address'],
    ['[]', 'is not an address'],
    ['[db.example.org]', 'is not an address'],
    ['db1,,db2', 'is not an address'],
    ['db1,', 'is not an address'],
    ['db/a/b', 'is not an address'],
    ['db:0', 'from 1 to 65535'],
    ['db:65536', 'from 1 to 65535'],
    ['db/', 'not the name of a database'],
    ['db/a b', 'not the name of a database'],
    [`db/${'a'.repeat(64)}`, 'not the name of a database'],
    ['db1/one, db2/two', 'the same database'],
    [Array.from({ length: 9 }, (_, index) => `db${index}`).join(), '8 addresses'],
  ])('is not “%s”', (text, problem) => {
    const reading = readServerAddress(text);
    expect(reading.ok ? reading.value : reading.problem).toContain(problem);
  });

  it('is written as the shortest text that reads as the same', () => {
    expect(serverAddressText(read('db1:5432/clinic,[0::1]:9'))).toBe('db1, [::1]:9');
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((six) => `[${six}]`),
    );
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    const address = fc.record({ host, port });
    fc.assert(
      fc.property(
        fc.array(address, { minLength: 1, maxLength: 8 }),
        fc.stringMatching(/^[\w.$-]{1,63}$/),
        (addresses, database) => {
          const text = addresses
            .map(({ host, port }) => `${host}${port === null ? '' : `:${port}`}/${database}`)
            .join(',');
          const place = read(text);
          expect(place.database).toBe(database);
          const shortest = serverAddressText(place);
          expect(read(shortest)).toEqual(place);
          expect(serverAddressText(read(shortest))).toBe(shortest);
        },
      ),
    );
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('[', ']', ':', '/', '.', ',', '@', ' ', '-', '_', 'a', '1', 'é'),
        }),
        (text) => {
          const reading = readServerAddress(text);
          if (!reading.ok) expect(reading.problem).not.toBe('');
        },
      ),
    );
  });
});
