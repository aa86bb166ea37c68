import { z } from 'zod';
import { say } from '../words/say.js';
import { managedPolicyJsonSchema } from './managed-policy.js';

/*
 * The single settings of a managed policy, read from its schema. The templates for Group Policy are made
 * from them, and they tell which numbers of the registry are switches.
 */

/** The values that a setting may have. */
export type ManagedForm =
  | { readonly kind: 'flag' }
  /** Whole seconds, fixed or as `{ max }`. */
  | { readonly kind: 'duration'; readonly shortest: number; readonly longest: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** `longest`: in characters. */
  | { readonly kind: 'text'; readonly longest: number };

export interface ManagedSetting {
  /** The path in the document, such as `['policy', 'lockOnSleep']`. */
  readonly path: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly form: ManagedForm;
}

/** The parts of JSON Schema that the policy's schema is made of. */
const node = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().default(''),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  get anyOf() {
    return z.array(node).optional();
  },
  get properties() {
    return z.record(z.string(), node).optional();
  },
  get propertyNames() {
    return node.optional();
  },
  get additionalProperties() {
    return z.union([z.literal(false), node]).optional();
  },
});
type Node = z.infer<typeof node>;

/** All settings in the order of the schema; a setting by role counts once for each role. */
export function managedSettings(): readonly ManagedSetting[] {
  return settingsOf(node.parse(managedPolicyJsonSchema()), []);
}

function settingsOf(schema: Node, path: readonly string[]): readonly ManagedSetting[] {
  const { properties, propertyNames, additionalProperties: each, title, description } = schema;
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) =>
      settingsOf(inner, [...path, name]),
    );
  if (propertyNames?.enum !== undefined && each !== undefined && each !== false)
    return propertyNames.enum.flatMap((name) =>
      settingsOf(
        { ...each, title: say('{title}: {name}', { title: title ?? '', name }), description },
        [...path, name],
      ),
    );
  const form = formOf(schema);
  // Fields for editors and the version of the format have no title: there is nothing to decide.
  return title === undefined || form === null ? [] : [{ path, title, description, form }];
}

function formOf({ type, anyOf, enum: values, maxLength }: Node): ManagedForm | null {
  if (type === 'boolean') return { kind: 'flag' };
  if (values !== undefined) return { kind: 'choice', values };
  if (type === 'string' && maxLength !== undefined) return { kind: 'text', longest: maxLength };
  const whole = anyOf?.find((option) => option.type === 'integer');
  return whole?.minimum === undefined || whole.maximum === undefined
    ? null
    : { kind: 'duration', shortest: whole.minimum, longest: whole.maximum };
}
