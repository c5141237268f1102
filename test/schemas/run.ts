/**
 * Holds the schemas against real manifests: `npm run test:schemas -- FOLDER...` validates every plain document below the
 * folders and prints those that do not fit. Somebody has to read them: what a cluster would take is a mistake of ours.
 *
 * Left out are texts with templates, and what is only part of an object: patches, as the kustomizations say.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { builtArchive, validator } from '../support/schemas.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items?: unknown;
}

const archive = await builtArchive();
const validators = new Map<string, ReturnType<typeof validator> | undefined>();
const counts = { valid: 0, invalid: 0, 'without a schema': 0 };
const unknown = new Map<string, number>();
const files = (await Promise.all(process.argv.slice(2).map((folder) => yamlFilesBelow(path.resolve(folder))))).flat();
const patches = new Set((await Promise.all(files.map(patchesNamedIn))).flat());

for (const file of files.filter((name) => !patches.has(name))) {
  for (const manifest of await manifestsIn(file)) await check(file, manifest);
}
const kinds = [...unknown].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} (${count})`);
process.stdout.write(`${JSON.stringify(counts)}\nno schema: ${kinds.join(', ')}\n`);

async function check(file: string, manifest: Manifest): Promise<void> {
  const key = `${manifest.apiVersion} ${manifest.kind}`;
  if (!validators.has(key)) {
    const schema = await archive.schemaOf(manifest.apiVersion, manifest.kind);
    validators.set(key, schema && validator(schema));
  }
  const validate = validators.get(key);
  if (!validate) {
    counts['without a schema']++;
    unknown.set(key, (unknown.get(key) ?? 0) + 1);
    return;
  }
  const errors = validate(withoutNulls(manifest));
  counts[errors.length === 0 ? 'valid' : 'invalid']++;
  for (const { instancePath, message, params } of errors) {
    const detail = Object.values(params).join(' ');
    process.stdout.write(`${path.relative('.', file)}: ${key}: ${instancePath} ${message} (${detail})\n`);
  }
}

/** The complete objects in a file, those in lists among them. */
async function manifestsIn(file: string): Promise<Manifest[]> {
  const text = await readFile(file, 'utf8');
  if (text.includes('{{')) return [];
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    if (document.errors.length > 0) return [];
    const value: unknown = document.toJS();
    if (!isManifest(value) || text.includes('$patch:')) return [];
    if (value.kind !== 'List') return [value];
    return Array.isArray(value.items) ? value.items.filter(isManifest) : [];
  });
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('apiVersion' in value) || !('kind' in value)) return false;
  return typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

/** The patches that a file names, if it is a kustomization. */
async function patchesNamedIn(file: string): Promise<string[]> {
  if (!/^kustomization\.ya?ml$/i.test(path.basename(file))) return [];
  const text = await readFile(file, 'utf8');
  const [document] = parseAllDocuments(text);
  const value: unknown = document && 'toJS' in document ? document.toJS() : undefined;
  if (typeof value !== 'object' || value === null) return [];
  const named = Object.entries(value).flatMap(([key, inner]) => (/^patches/.test(key) ? textsIn(inner) : []));
  return named.map((name) => path.resolve(path.dirname(file), name));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What the API server makes of an object: nulls are not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

async function yamlFilesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
