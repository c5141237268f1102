import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import type { Case, Reading } from './case.ts';
import { Expressions, type Token, tokensOf, type Value } from './haskell.ts';

/** How a test of hadolint asserts something, and what. */
const assertions: Readonly<Record<string, { readonly fires: boolean; readonly onbuild: boolean }>> = {
  ruleCatches: { fires: true, onbuild: false },
  ruleCatchesNot: { fires: false, onbuild: false },
  onBuildRuleCatches: { fires: true, onbuild: true },
  onBuildRuleCatchesNot: { fires: false, onbuild: true },
};

/** The cases of hadolint's own tests, read from a checkout of its sources, and how many could not be read. */
export function hadolintCases(root: string): Reading<Case> {
  const folder = path.join(root, 'test/Hadolint/Rule');
  const cases: Case[] = [];
  const unread: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('Spec.hs'))) {
    readSpec(name, tokensOf(readFileSync(path.join(folder, name), 'utf8')), cases, unread);
  }
  return { cases, unread };
}

function readSpec(file: string, tokens: readonly Token[], cases: Case[], unread: string[]): void {
  const names = new Map<string, Value>();
  let label = '';
  let general: Readonly<Record<string, unknown>> | undefined;
  let rules: typeof general;
  let isInside = false;
  // What stands above the first statement are imports and signatures.
  for (let at = tokens.findIndex(({ value }) => value === 'spec'); at < tokens.length; at++) {
    const { kind, value } = tokens[at] as Token;
    const next = tokens[at + 1];
    if (kind !== 'word') continue;
    if (value === 'it' && next?.kind === 'text') {
      [label, rules, isInside] = [next.value, general, true];
    } else if (value === '?config' && next?.value === '=') {
      rules = rulesOf(tokens.slice(at + 2));
      if (!isInside) general = rules;
    } else if (next?.value === '=' && next.kind === 'word') {
      const read = new Expressions(tokens, at + 2, names).read();
      if (read !== undefined) names.set(value, read);
    } else if (value in assertions && next?.kind === 'text') {
      const { fires, onbuild } = assertions[value] as (typeof assertions)[string];
      const text = new Expressions(tokens, at + 2, names).read();
      const name = `${file}: ${label}${onbuild ? ' (ONBUILD)' : ''}`;
      if (typeof text !== 'string') unread.push(name);
      else
        cases.push({
          name,
          text: onbuild ? inOnbuild(text) : text,
          alias: `hadolint/${next.value}`,
          expected: fires,
          rules,
        });
    }
  }
}

/** The kinds of label that hadolint tells apart, and our names for them. */
const labelKinds: Readonly<Record<string, string>> = {
  Email: 'email',
  GitHash: 'git-hash',
  RawText: 'text',
  Rfc3339: 'date',
  SemVer: 'semver',
  Spdx: 'spdx',
  Url: 'url',
};

/** What a configuration of hadolint is in ours: `def { allowedRegistries = [...] }`; undefined for the default. */
function rulesOf(tokens: readonly Token[]): Readonly<Record<string, unknown>> | undefined {
  if (tokens[1]?.value !== '{') return undefined;
  const fields = tokens.slice(
    2,
    tokens.findIndex(({ value }) => value === '}'),
  );
  const rules: Record<string, unknown> = {};
  const placeOf = (name: string) => fields.findIndex(({ value }) => value === name) + 2;
  if (placeOf('allowedRegistries') > 1) {
    const registries = new Expressions(fields, placeOf('allowedRegistries'), new Map()).read();
    rules['allowed-registries'] = { registries };
  }
  const schema = placeOf('labelSchema');
  if (schema > 1) {
    const key = fields.slice(schema).find(({ kind }) => kind === 'text')?.value;
    const kind = fields.slice(schema).find(({ value }) => value.replace('Rule.', '') in labelKinds)?.value;
    if (key !== undefined && kind !== undefined) {
      rules['label-schema'] = { required: { [key]: labelKinds[kind.replace('Rule.', '')] } };
    }
  }
  if (fields.some(({ value }) => value === 'strictLabels')) {
    rules['label-schema'] = { ...(rules['label-schema'] as object), strict: true };
  }
  return rules;
}

/** The text with every RUN put behind ONBUILD, as hadolint's tests do with what they have parsed. */
function inOnbuild(text: string): string {
  const starts = new Dockerfile(text).instructions('RUN').filter(({ onbuild }) => !onbuild);
  return starts.toReversed().reduce((result, { span }) => {
    return `${result.slice(0, span.start)}ONBUILD ${result.slice(span.start)}`;
  }, text);
}
