import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import { policyTemplates } from '../../../scripts/lib/policy/templates.mjs';
import { readManagedPolicy } from '../../../src/shared/policy/managed-policy.js';
import { managedSettings } from '../../../src/shared/policy/managed-settings.js';
import { PROFILE_PATH } from '../../../src/main/host/macos/profile-policy.js';
import { nativeReading } from '../../../src/main/host/managed/native-document.js';
import { POLICY_KEY, readRegistryPolicy } from '../../../src/main/host/windows/registry-policy.js';

/** The root of a document. @throws unless the document is well-formed */
function rootOf(xml: string): Element {
  const errorHandler = (level: string, message: string): never => {
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml').documentElement;
}

function childrenOf(element: Element): readonly Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
}

function published(name: string): string {
  return readFileSync(join(projectRoot, 'assets/policy', name), 'utf8');
}

const HIVE = 'HKEY_LOCAL_MACHINE\\';
const example = JSON.parse(published('policy.example.json')) as Record<string, unknown>;

describe('the templates in assets/policy', () => {
  const made = policyTemplates(managedSettings(), example);

  it.each(Object.keys(made))('%s is current (npm run policy-schema), and well-formed', (name) => {
    expect(published(name)).toBe(made[name]);
    expect(() => rootOf(published(name))).not.toThrow();
  });
});

describe('the check of XML', () => {
  it.each(['<a><b></a>', '<a>&unknown;</a>', '<a b="1" b="2"/>', '<a/><b/>'])(
    'refuses %s',
    (xml) => {
      expect(() => rootOf(xml)).toThrow();
    },
  );
});

describe('the template for Group Policy', () => {
  const admx = published('clinic-workstation.admx');
  const adml = published('en-US/clinic-workstation.adml');
  const policies = Array.from(rootOf(admx).getElementsByTagName('policy'));

  it('decides for computers, below the key that the app reads, each setting under its own name', () => {
    for (const policy of policies) {
      expect(policy.getAttribute('class')).toBe('Machine');
      expect(`${HIVE}${policy.getAttribute('key') ?? ''}`.startsWith(POLICY_KEY)).toBe(true);
    }
    expect(new Set(policies.map((policy) => policy.getAttribute('name'))).size).toBe(
      policies.length,
    );
  });

  it('has all its words, and no unused words', () => {
    const named = [...admx.matchAll(/\$\((\w+)\.(\w+)\)/g)];
    for (const [, kind, id] of named) expect(adml).toContain(`<${kind ?? ''} id="${id ?? ''}">`);
    const strings = [...adml.matchAll(/<string id="(\w+)">/g)].map(([, id]) => id);
    expect(strings.sort()).toEqual(
      named
        .filter(([, kind]) => kind === 'string')
        .map(([, , id]) => id)
        .sort(),
    );
  });

  it('writes values that the app accepts, each policy by itself or with the one it needs', async () => {
    for (const policy of policies) {
      const needed = TOGETHER[policy.getAttribute('name') ?? ''];
      const enabled = policies.filter(
        (one) => one === policy || one.getAttribute('name') === needed,
      );
      const values = enabled.map((one) => ({
        key: `${HIVE}${one.getAttribute('key') ?? ''}`,
        ...writtenBy(one),
      }));
      const json = JSON.stringify({ values });
      const read = await readRegistryPolicy(() => Promise.resolve(Buffer.from(json).join(',')));
      expect('text' in read && readManagedPolicy(read.text), json).toMatchObject({ ok: true });
    }
  });

  it('has each setting, and durations both fixed and capped', () => {
    const ways = managedSettings().flatMap(({ form }) => (form.kind === 'duration' ? [1, 2] : [1]));
    expect(policies).toHaveLength(ways.length);
    expect(policies.length).toBeGreaterThan(15);
  });
});

describe('the example of a configuration profile', () => {
  const profile = plist(published('clinic-workstation.mobileconfig')) as {
    readonly PayloadScope: string;
    readonly PayloadContent: readonly Readonly<Record<string, unknown>>[];
  };

  it('has the same content as the example of the file, for the whole computer', () => {
    expect(profile.PayloadScope).toBe('System');
    const settings = Object.entries(profile.PayloadContent[0] ?? {}).filter(
      ([name]) => !name.startsWith('Payload'),
    );
    const read = nativeReading(Object.fromEntries(settings));
    expect('text' in read && readManagedPolicy(read.text)).toEqual(
      readManagedPolicy(JSON.stringify(example)),
    );
  });

  it('is for the app’s bundle identifier, whose forced settings the app reads', () => {
    const appId = /^appId: (.*)$/m.exec(
      readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8'),
    )?.[1];
    expect(profile.PayloadContent[0]?.['PayloadType']).toBe(appId);
    expect(PROFILE_PATH).toBe(`/Library/Managed Preferences/${appId ?? ''}.plist`);
  });
});

/** Texts that are no address of a site. */
const TEXTS: Readonly<Record<string, string>> = {
  proxy_server: 'direct',
  clinicServer: 'db.clinic.example',
  policyKey: 'MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=',
};

/** Settings that count only with another one. */
const TOGETHER: Readonly<Record<string, string>> = {
  policyAddress: 'policyKey',
  policyKey: 'policyAddress',
};

/** The value that an enabled policy writes: the longest duration, or the first choice. */
function writtenBy(policy: Element): { readonly name: string | null; readonly value: unknown } {
  const [elements] = Array.from(policy.getElementsByTagName('elements'));
  if (elements === undefined) {
    const [enabled] = Array.from(policy.getElementsByTagName('enabledValue'));
    const value = enabled?.getElementsByTagName('decimal')[0]?.getAttribute('value');
    return { name: policy.getAttribute('valueName'), value: Number(value) };
  }
  const [input] = childrenOf(elements);
  if (input === undefined) throw new Error('the policy has nothing to enter');
  const values: Readonly<Record<string, unknown>> = {
    decimal: Number(input.getAttribute('maxValue')),
    text: TEXTS[input.getAttribute('id') ?? ''] ?? 'https://releases.example/',
    enum: input.getElementsByTagName('string')[0]?.textContent,
  };
  return { name: input.getAttribute('valueName'), value: values[input.tagName] };
}

/** The values of a property list in XML. */
function plist(xml: string): unknown {
  const [value] = childrenOf(rootOf(xml));
  if (value === undefined) throw new Error('the property list is empty');
  return valueOf(value);
}

function valueOf(element: Element): unknown {
  const inside = childrenOf(element);
  const text = element.textContent;
  if (element.tagName === 'true' || element.tagName === 'false') return element.tagName === 'true';
  if (element.tagName === 'integer') return Number(text);
  if (element.tagName === 'array') return inside.map(valueOf);
  if (element.tagName !== 'dict') return text;
  const keys = inside.filter((_, at) => at % 2 === 0);
  const values = inside.filter((_, at) => at % 2 === 1).map(valueOf);
  return Object.fromEntries(keys.map((key, at) => [key.textContent, values[at]]));
}
