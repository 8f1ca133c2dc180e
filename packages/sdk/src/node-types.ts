import * as z from 'zod';
import type { SdkMethod } from './methods.ts';

/** As much of JSON Schema as zod writes for the contract. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}
type Side = 'input' | 'output';

/** What zod writes has at least these keywords in these forms; the ones left out here are not looked at. */
const jsonSchema = (schema: z.ZodType, side: Side): Schema => z.toJSONSchema(schema, { io: side, unrepresentable: 'any' }) as Schema; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the promise above

const literal = (value: unknown): string => JSON.stringify(value);
const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
const plain: Readonly<Record<string, string>> = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' };

const objectType = ({ properties, required = [], additionalProperties }: Schema): string => {
  if (!properties) return `Record<string, ${typeof additionalProperties === 'object' ? typeText(additionalProperties) : 'unknown'}>`;
  const fields = Object.entries(properties).map(([name, schema]) => {
    const note = schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */ `;
    return `${note}${property(name)}${required.includes(name) ? '' : '?'}: ${typeText(schema)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`;
};

/** A schema as a TypeScript type. */
const typeText = (schema: Schema): string => {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1)!;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(typeText))].join(' | ');
  if (schema.allOf) return schema.allOf.map(typeText).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => typeText({ ...schema, type })).join(' | ');
  if (schema.type === 'array') return `Array<${schema.items ? typeText(schema.items) : 'unknown'}>`;
  if (schema.type === 'object') return objectType(schema);
  return plain[String(schema.type)] ?? 'unknown';
};

/** Collects named types; one name must mean one type. */
const openNames = () => {
  const named = new Map<string, string>();
  const add = (name: string, text: string): void => {
    if ((named.get(name) ?? text) !== text) throw new Error(`${name} would be two types in the SDK's declarations.`);
    named.set(name, text);
  };
  const use = (schema: z.ZodType, side: Side): string => {
    const { $defs = {}, id, ...root } = jsonSchema(schema, side);
    for (const [name, part] of Object.entries($defs)) add(name, typeText(part));
    if (id === undefined) return typeText(root);
    add(id, typeText(root));
    return id;
  };
  return { named, use };
};

/** Declarations for the Node file: every method with the contract's types. Queries take numbers and dates beside text. */
export const nodeTypes = (methods: readonly SdkMethod[], template: string): string => {
  const { named, use } = openNames();
  const signatures = methods.map(({ operation, name, pathNames, input, fields }) => {
    const isOptional = !fields.some(({ isRequired }) => isRequired);
    const inputType = operation.body ? use(operation.body, 'input') : `{ ${fields.map((field) => `${field.name}${field.isRequired ? '' : '?'}: string | number | Date`).join('; ')} }`;
    const given = [...pathNames.map((parameter) => `${parameter}: string`), ...(input === 'none' ? [] : [`input${isOptional ? '?' : ''}: ${inputType}`]), 'options?: PayGate.CallOptions'];
    return `  /** ${operation.summary.en} / ${operation.summary.th} */\n  ${name}(${given.join(', ')}): Promise<${use(operation.ok.schema, 'output')}>;`;
  });
  const types = [...named].toSorted(([a], [b]) => a.localeCompare(b)).map(([name, text]) => `  type ${name} = ${text};`);
  const qualified = (text: string): string => text.replaceAll(/\b([A-Z]\w+)\b/g, (word) => (named.has(word) ? `PayGate.${word}` : word));
  return template.replace('  /* __PAYGATE_METHODS__ */', () => signatures.map((signature) => {
    const cut = signature.indexOf('*/') + 2;
    return signature.slice(0, cut) + qualified(signature.slice(cut));
  }).join('\n')).replace('  /* __PAYGATE_TYPES__ */', () => types.join('\n'));
};
