import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

/*
 * Checks resources against the structure definitions that HL7 has published: which fields there are, how
 * many of each, of which type and form, and which codes a field takes.
 */

interface Element {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly types: readonly string[];
  readonly sameAs?: string;
  readonly binding?: { readonly strength: 'required' | 'extensible'; readonly valueSet: string };
}

interface Definitions {
  readonly structures: Readonly<Record<string, readonly Element[]>>;
  readonly primitives: Readonly<Record<string, string | null>>;
  readonly valueSets: Readonly<
    Record<string, readonly { readonly system: string; readonly codes?: readonly string[] }[]>
  >;
  readonly codeSystems: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const definitions = JSON.parse(
  readFileSync(join(projectRoot, 'test/support/fhir/r4.json'), 'utf8'),
) as Definitions;

type Json = Readonly<Record<string, unknown>>;

interface Coded {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

const CODED: ReadonlySet<string> = new Set(['code', 'Coding', 'CodeableConcept']);

/** @returns what is wrong with a resource, each as `path: problem` */
export function fhirProblems(resource: unknown): readonly string[] {
  const type = (resource as { readonly resourceType?: string }).resourceType ?? '';
  const fields = Object.fromEntries(
    Object.entries(resource as Json).filter(([name]) => name !== 'resourceType'),
  );
  return definitions.structures[type] === undefined
    ? [`${type}: not a known resource`]
    : problemsIn(type, type, fields, type);
}

/** @param at the path in the definition of `structure`, `where` the path in the resource */
function problemsIn(structure: string, at: string, value: Json, where: string): string[] {
  const elements = (definitions.structures[structure] ?? []).filter(
    ({ path }) => path.startsWith(`${at}.`) && !path.slice(at.length + 1).includes('.'),
  );
  const problems: string[] = [];
  const known = new Set<string>();
  for (const element of elements) {
    const name = element.path.slice(at.length + 1);
    const names = name.endsWith('[x]')
      ? element.types.map((type) => `${name.slice(0, -3)}${type[0]?.toUpperCase()}${type.slice(1)}`)
      : [name];
    for (const each of names) known.add(each);
    const present = names.filter((each) => value[each] !== undefined);
    if (present.length < Math.min(1, element.min)) problems.push(`${where}.${name}: missing`);
    for (const each of present) {
      const type = names.length > 1 ? element.types[names.indexOf(each)] : undefined;
      problems.push(...problemsOf(structure, element, value[each], `${where}.${each}`, type));
    }
  }
  for (const name of Object.keys(value))
    if (!known.has(name) && name !== 'id') problems.push(`${where}.${name}: no such field`);
  return problems;
}

function problemsOf(
  structure: string,
  element: Element,
  value: unknown,
  where: string,
  type = element.types[0] ?? '',
): string[] {
  if (Array.isArray(value) !== (element.max !== '1'))
    return [`${where}: ${element.max === '1' ? 'a list' : 'no list'}`];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length < element.min) return [`${where}: too few`];
  return values.flatMap((each, index) => {
    const place = Array.isArray(value) ? `${where}[${index}]` : where;
    return [
      ...typeProblems(structure, element, each, place, type),
      ...codeProblems(element, each, place),
    ];
  });
}

function typeProblems(
  structure: string,
  element: Element,
  value: unknown,
  where: string,
  type: string,
): string[] {
  if (type === 'Resource') return [...fhirProblems(value)];
  if (type in definitions.primitives) {
    const form = definitions.primitives[type];
    const wanted =
      { boolean: 'boolean', integer: 'number', unsignedInt: 'number' }[type] ?? 'string';
    const fits =
      form === null || form === undefined || new RegExp(`^(?:${form})$`).test(String(value));
    return typeof value === wanted && fits ? [] : [`${where}: not of the form of ${type}`];
  }
  if (type === 'BackboneElement' || type === 'Element')
    return problemsIn(structure, element.path, value as Json, where);
  return definitions.structures[type] === undefined
    ? [`${where}: ${type} is not in the definitions`]
    : problemsIn(type, type, value as Json, where);
}

/** The codings of a code, a Coding or a CodeableConcept. */
function codeProblems({ binding, types }: Element, value: unknown, where: string): string[] {
  if (!CODED.has(types[0] ?? '')) return [];
  const concept = value as { readonly coding?: readonly Coded[] };
  const codings =
    typeof value === 'string'
      ? [{ code: value }]
      : (concept.coding ?? ('code' in (value as object) ? [value as Coded] : []));
  return codings.flatMap(({ system, code, display }: Coded) => {
    const systems = binding === undefined ? undefined : definitions.valueSets[binding.valueSet];
    const used = system ?? systems?.[0]?.system;
    const names = definitions.codeSystems[used ?? ''];
    const wrong: string[] = [];
    if (system !== undefined && names?.[code] === undefined)
      wrong.push(`${where}: ${system} has no code ${code}`);
    if (display !== undefined && names?.[code] !== display)
      wrong.push(`${where}: ${code} is not called ${display}`);
    const isIn = systems?.some(
      (one) => one.system === used && (one.codes?.includes(code) ?? names?.[code] !== undefined),
    );
    if (binding !== undefined && systems !== undefined && isIn !== true)
      wrong.push(`${where}: ${code} is not in ${binding.valueSet}`);
    return wrong;
  });
}
