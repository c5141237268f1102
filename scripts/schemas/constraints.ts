import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Model, packagesFolder } from './model.ts';
import type { Type } from './types.ts';

/** What holds for a value beyond its type, in the words of JSON Schema. */
export interface Constraints {
  /** Whether numbers are whole. */
  isInteger?: true;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
}

/**
 * Finds what the type declarations do not say. The packages come with a compiled validator for each type, which is asked
 * what it thinks of values that hardly any constraint allows; its complaints name the constraints.
 */
export async function findConstraints(model: Model): Promise<ReadonlyMap<Type, Constraints>> {
  const found = new Map<Type, Constraints>();
  await Promise.all(
    model.ids.map(async (id) => {
      const validate = await validatorOf(id);
      const { type } = model.get(id);
      for (const probe of probes) {
        const types = new Map<string, Type>();
        if (!validate || validate(sample(type, probe, '', types), {})) continue;
        for (const complaint of validate.errors ?? []) {
          const at = types.get(complaint.instancePath);
          if (at) note(complaint, constraintsOf(at, found));
        }
      }
    }),
  );
  return found;
}

/** Something that a validator has to say of a value. */
interface Complaint {
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: {
    readonly type?: string;
    readonly format?: string;
    readonly pattern?: string;
    readonly limit?: number;
    readonly comparison?: string;
  };
}

interface Validator {
  (data: unknown, options: object): boolean;
  readonly errors?: readonly Complaint[] | null;
}

/** A class imports its validator; an alias, which has no class, says under which full name it is known. */
async function validatorOf(id: string): Promise<Validator | undefined> {
  const file = path.join(packagesFolder, id);
  if (!existsSync(`${file}.js`)) return undefined;
  const imported = /\/_schemas\/(\w+)\.js"/.exec(readFileSync(`${file}.js`, 'utf8'))?.[1];
  const name = imported ?? /^export type \{ \w+ as I(\w+),/m.exec(readFileSync(`${file}.d.ts`, 'utf8'))?.[1];
  const validator = path.join(packageFolder(id), '_schemas', `${name}.js`);
  if (!existsSync(validator)) return undefined;
  return ((await import(pathToFileURL(validator).href)) as { validate: Validator }).validate;
}

function packageFolder(id: string): string {
  const [scope = '', name = ''] = id.split('/');
  return path.join(packagesFolder, scope, scope.startsWith('@') ? name : '');
}

/** The values that are tried. Where a number or a string may stand, both have their turn. */
interface Probe {
  readonly number: number;
  readonly string: string;
  readonly union: number | string;
  readonly hasItems: boolean;
}

const farOut = Number.MAX_SAFE_INTEGER;
const probes: readonly Probe[] = [
  { number: 0.5, string: '', union: 0.5, hasItems: true },
  { number: -farOut, string: '\u0001 \u0001', union: '\u0001 \u0001', hasItems: true },
  { number: farOut, string: 'a'.repeat(1100), union: '', hasItems: false },
];

/** A value of a type; `types` learns where in it stands what. What has a name of its own is left out. */
function sample(type: Type, probe: Probe, pointer: string, types: Map<string, Type>): unknown {
  types.set(pointer, type);
  const within = (inner: Type, key: string) => sample(inner, probe, `${pointer}/${escaped(key)}`, types);
  switch (type.is) {
    case 'object': {
      const present = type.fields.filter((field) => field.type.is !== 'reference' && field.type.is !== 'enum');
      return Object.fromEntries(present.map((field) => [field.name, within(field.type, field.name)]));
    }
    case 'list':
      return probe.hasItems && type.of.is !== 'reference' ? [within(type.of, '0')] : [];
    case 'map':
      return type.of.is === 'reference' ? {} : { key: within(type.of, 'key') };
    case 'number':
    case 'string':
      return probe[type.is];
    case 'union':
      return probe.union;
    case 'boolean':
      return true;
    default:
      return undefined;
  }
}

/** A key as it is written in a JSON pointer. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function constraintsOf(type: Type, found: Map<Type, Constraints>): Constraints {
  const known = found.get(type) ?? {};
  found.set(type, known);
  return known;
}

function note({ keyword, params }: Complaint, constraints: Constraints): void {
  switch (keyword) {
    case 'type':
      if (params.type === 'integer') constraints.isInteger = true;
      break;
    case 'format':
      if (params.format !== undefined) constraints.format = params.format;
      break;
    case 'pattern':
      if (params.pattern !== undefined) constraints.pattern = params.pattern;
      break;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
      if (params.limit !== undefined) constraints[keyword] = params.limit;
      break;
  }
}
