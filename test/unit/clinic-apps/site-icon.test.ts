import { describe, expect, it } from 'vitest';
import { fetchIcon, MOST_TRIES, type SiteFetch } from '../../../src/main/clinic-apps/site-icon.js';
import { LARGEST_PICTURE } from '../../../src/main/clinic-apps/picture.js';
import { png } from './pictures.js';

const ADDRESS = 'https://portal.clinic.example/app/';
const PNG = png(64, 64);
const FOUND = `data:image/png;base64,${PNG.toString('base64')}`;

interface Answer {
  readonly body: Buffer | string;
  /** The target of a redirect, if any. */
  readonly to?: string;
}

/** A network where these addresses answer. */
class FakeSites {
  readonly asked: string[] = [];
  readonly wanted: { readonly maxBytes: number; readonly accept: string }[] = [];
  readonly #answers: ReadonlyMap<string, Answer>;

  constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = new Map(Object.entries(answers));
  }

  readonly fetch: SiteFetch = (address, wanted) => {
    this.asked.push(address);
    this.wanted.push(wanted);
    const answer = this.#answers.get(address);
    if (answer === undefined) return Promise.resolve(null);
    const { body, to = address } = answer;
    return Promise.resolve({ type: 'text/plain', bytes: Buffer.from(body), finalAddress: to });
  };
}

/** A site whose page has this head, and whose pictures are empty. */
function siteWith(head: string, address = ADDRESS): FakeSites {
  return new FakeSites({
    [address]: { body: `<!doctype html><head>${head}<title>Portal</title>` },
  });
}

/** The addresses that are requested after the page, in order. */
async function tried(head: string, address = ADDRESS): Promise<readonly string[]> {
  const sites = siteWith(head, address);
  expect(await fetchIcon(address, sites.fetch)).toBeNull();
  return sites.asked.slice(1);
}

const FAVICON = 'https://portal.clinic.example/favicon.ico';

describe('the icon of a site', () => {
  it('is the picture that its page names', async () => {
    const sites = new FakeSites({
      [ADDRESS]: { body: '<link rel="icon" href="logo.png">' },
      [`${ADDRESS}logo.png`]: { body: PNG },
    });
    expect(await fetchIcon(ADDRESS, sites.fetch)).toBe(FOUND);
    expect(sites.asked).toEqual([ADDRESS, `${ADDRESS}logo.png`]);
    expect(sites.wanted[1]).toEqual({ maxBytes: LARGEST_PICTURE, accept: 'image/*' });
  });

  it('is /favicon.ico when the page names none, or does not answer', async () => {
    const sites = new FakeSites({ [FAVICON]: { body: PNG } });
    expect(await fetchIcon(ADDRESS, sites.fetch)).toBe(FOUND);
    expect(await tried('')).toEqual([FAVICON]);
  });

  it('is the next best one when a file is not a picture', async () => {
    const sites = new FakeSites({
      [ADDRESS]: {
        body: '<link rel=icon sizes=128x128 href=/a.png><link rel=icon sizes=512x512 href=/b.png>',
      },
      'https://portal.clinic.example/a.png': { body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      'https://portal.clinic.example/b.png': { body: PNG },
    });
    expect(await fetchIcon(ADDRESS, sites.fetch)).toBe(FOUND);
    expect(sites.asked).toHaveLength(3);
  });

  it('is looked for by size, from what suits a tile to what is too small', async () => {
    const head = `
      <LINK REL="shortcut icon" HREF="/any.ico">
      <link rel="icon" sizes="512x512" href="/512.png">
      <link rel="icon" sizes="16x16 32X32" href="/32.png">
      <link rel="apple-touch-icon" href="/touch.png">
      <link rel="icon" sizes="16x16 192x192" href="/192.png">`;
    const addresses = await tried(head);
    expect(addresses.map((address) => new URL(address).pathname)).toEqual([
      '/192.png',
      '/touch.png',
      '/512.png',
      '/any.ico',
    ]);
    expect(addresses).toHaveLength(MOST_TRIES);
  });

  it.each([
    ['a drawing by its type', '<link rel="icon" type="image/svg+xml" href="/a">'],
    ['a drawing by its name', '<link rel="icon" href="/a.svg?v=2">'],
    ['a mask', '<link rel="mask-icon" href="/a.png">'],
    ['a style sheet', '<link rel="stylesheet" href="/icon.css">'],
    ['a link without an address', '<link rel="icon">'],
    ['a link that a script would make', '<script>"<link rel=icon href=/a.png>"</script>'],
    ['a link in a comment', '<!-- <link rel="icon" href="/a.png"> -->'],
    ['no address at all', '<link rel="icon" href="https://[nonsense">'],
    ['plain http', '<link rel="icon" href="http://portal.clinic.example/a.png">'],
    ['this computer', '<link rel="icon" href="http://127.0.0.1:8080/a.png">'],
    ['a file', '<link rel="icon" href="file:///etc/passwd">'],
    ['a script', '<link rel="icon" href="javascript:alert(1)">'],
    ['a picture within the page', '<link rel="icon" href="data:image/png;base64,AAAA">'],
  ])('is never %s', async (_what, head) => {
    expect(await tried(head)).toEqual([FAVICON]);
  });

  it('may be on this computer when the site is', async () => {
    const address = 'http://localhost:3000/';
    expect(
      await tried(
        '<link rel=icon href=/a.png><link rel=icon href=http://localhost:9/b.png>',
        address,
      ),
    ).toEqual(['http://localhost:3000/a.png', 'http://localhost:3000/favicon.ico']);
  });

  it('is never fetched over plain http after a redirect', async () => {
    const sites = new FakeSites({
      [FAVICON]: { body: PNG, to: 'http://portal.clinic.example/favicon.ico' },
    });
    expect(await fetchIcon(ADDRESS, sites.fetch)).toBeNull();
  });

  it('is the site’s own first, where the page leads elsewhere to sign in', async () => {
    const login = 'https://login.provider.example/authorize';
    const sites = new FakeSites({
      [ADDRESS]: { body: '<link rel=icon sizes=64x64 href=provider.png>', to: login },
    });
    await fetchIcon(ADDRESS, sites.fetch);
    expect(sites.asked.slice(1)).toEqual([
      FAVICON,
      'https://login.provider.example/provider.png',
      'https://login.provider.example/favicon.ico',
    ]);
  });

  it('has its address relative to the page’s base address', async () => {
    const head = '<base href="https://cdn.example/v2/"><link rel=icon href=a.png>';
    expect(await tried(head)).toEqual(['https://cdn.example/v2/a.png', FAVICON]);
  });

  it('is found in a page that is excessively large', async () => {
    const head = `<link rel=icon sizes="${'1x1 '.repeat(200_000)}" href=/a.png>${'<div>'.repeat(50_000)}`;
    expect(await tried(head)).toEqual(['https://portal.clinic.example/a.png', FAVICON]);
  });
});
