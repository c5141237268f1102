import type * as z from 'zod';
import type { Registry } from '../core/registry.ts';
import { mostSimilar } from '../text/similar.ts';
import type { Span } from '../text/span.ts';
import { YamlDocument } from '../yaml/document.ts';
import type { YamlValue } from '../yaml/value.ts';
import { type ConfigText, configSchema } from './schema.ts';

/** Something that is wrong with a configuration file. The rest of the file is used all the same. */
export interface ConfigProblem {
  readonly message: string;
  readonly span: Span;
}

/** A configuration file, read. */
export interface ConfigFile {
  readonly uri: string;
  readonly text: string;
  /** What it says; parts that are wrong are left out. */
  readonly content: ConfigText;
  readonly problems: readonly ConfigProblem[];
}

/** A key in quotes where it looks like a name. Others may be a line of any file that `extends` names, such as a secret. */
function nameOf(key: string): string {
  return /^[A-Za-z_][\w/.-]{0,59}$/.test(key) ? `"${key}"` : 'of this name';
}

const unreadable = 'it cannot be read';

/** Reads configuration files. Never fails: what is wrong is reported with its place, and left out. */
export class ConfigReader {
  private readonly registry: Registry;
  private schema: z.ZodType<ConfigText> | undefined;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /**
   * Reads a file. Of one that another builds upon, `isNamed`, no text is quoted when it is no YAML: it may be any file
   * of the machine, named by whoever wants to see it in a log.
   */
  read(uri: string, text: string, isNamed = false): ConfigFile {
    const document = new YamlDocument(text);
    const plain = document.toPlain();
    if (document.problems.length > 0 || plain === undefined) {
      const problems = document.problems.length > 0 ? document.problems : [wholeFile(document, unreadable)];
      if (isNamed) return { uri, text, content: {}, problems: [wholeFile(document, unreadable)] };
      return { uri, text, content: {}, problems };
    }
    if (plain === null) return { uri, text, content: {}, problems: [] };
    this.schema ??= configSchema(this.registry);
    const { error } = this.schema.safeParse(plain);
    if (!error) return { uri, text, content: plain as ConfigText, problems: [] };
    const problems = error.issues.flatMap((issue) => this.describe(issue, document.root));
    return { uri, text, content: withoutFaults(plain, error.issues), problems };
  }

  private describe(issue: z.core.$ZodIssue, root: YamlValue): ConfigProblem[] {
    const path = issue.path.map(String);
    const value = follow(root, path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        message: `There is no ${path.at(-1) === 'rules' ? 'rule' : 'setting'} ${nameOf(key)}${this.suggestion(key, path)}`,
        span: value.get(key).keySpan ?? spanOf(value),
      }));
    }
    if (issue.code === 'invalid_union') {
      // The reading that got furthest says best what is wrong.
      const nested = issue.errors
        .map((issues) => issues.filter((one) => one.path.length > 0))
        .find((list) => list.length > 0);
      const unknown = issue.errors.flat().find((one) => one.code === 'unrecognized_keys');
      const best = nested ?? (unknown ? [unknown] : undefined);
      if (best) return best.flatMap((one) => this.describe({ ...one, path: [...issue.path, ...one.path] }, root));
    }
    return [{ message: `${path.join('.') || 'The file'}: ${expectation(issue)}`, span: spanOf(value) }];
  }

  private suggestion(key: string, path: readonly string[]): string {
    const known =
      path.at(-1) === 'rules'
        ? this.registry.rules.map(({ meta }) => meta.id)
        : ['extends', 'rules', 'overrides', 'ignore', 'kubernetesVersion', 'images'];
    const [byAlias] = path.at(-1) === 'rules' ? this.registry.lookUp(key) : [];
    const meant = byAlias?.meta.id ?? mostSimilar(key, known);
    return meant === undefined ? '' : `: did you mean "${meant}"?`;
  }
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'expected off, on, a severity, or an object with options';
  return issue.message.replace(/^Invalid (?:input|option): /, '');
}

function follow(root: YamlValue, path: readonly string[]): YamlValue {
  let value = root;
  for (const key of path) {
    const next = value.isList ? value.items[Number(key)] : value.get(key);
    if (!next) break;
    value = next;
  }
  return value;
}

function spanOf(value: YamlValue): Span {
  const { span, keySpan, parent } = value;
  if (span && span.end > span.start) return span;
  return keySpan ?? (parent ? spanOf(parent) : { start: 0, end: 0 });
}

function wholeFile(document: YamlDocument, message: string): ConfigProblem {
  return { message, span: { start: 0, end: Math.min(document.text.length, 1) } };
}

/** A copy without what the issues are about. */
function withoutFaults(plain: unknown, issues: readonly z.core.$ZodIssue[]): ConfigText {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return {};
  const copy = structuredClone(plain) as Record<string, unknown>;
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of keys) drop(copy, path);
  }
  return copy as ConfigText;
}

function drop(from: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (typeof from !== 'object' || from === null || key === undefined) return;
  if (rest.length > 0) drop((from as Record<PropertyKey, unknown>)[key], rest);
  else if (Array.isArray(from)) from.splice(Number(key), 1);
  else delete (from as Record<PropertyKey, unknown>)[key];
}
