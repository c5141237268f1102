import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case } from './case.ts';

/** The cases of BuildKit's own tests of its checks, read from a checkout of its sources. */
export function buildkitCases(root: string): readonly Case[] {
  const source = readFileSync(path.join(root, 'frontend/dockerfile/dockerfile_check_test.go'), 'utf8');
  const cases: Case[] = [];
  let text: string | undefined;
  let dockerignore: string | undefined;
  let test = '';
  let madeRule = '';
  const pattern =
    /^func (test\w+)|makeLintWarning := [\s\S]*?RuleName:\s*"(\w+)"|(dockerfile|dockerignore) :?= (?:\[\]byte\(|fmt\.Appendf\(nil,)\s*(?:integration\.UnixOrWindows\(\s*)?`([^`]*)`([^)]*)|(\w+) :?= integration\.UnixOrWindows\("([^"]*)"|checkLinterWarnings\(t, sb, (&lintTestParams\{)/gm;
  let values: Record<string, string> = {};
  for (const match of source.matchAll(pattern)) {
    const [, name, made, variable, literal, list, constant, value, call] = match;
    if (name !== undefined) [test, text, dockerignore, values] = [name, undefined, undefined, {}];
    else if (made !== undefined) madeRule = made;
    else if (constant !== undefined) values[constant] = value ?? '';
    else if (variable === 'dockerfile') text = filled(literal ?? '', list ?? '', values);
    else if (variable === 'dockerignore') dockerignore = literal;
    else if (call !== undefined && text !== undefined) {
      const body = blockFrom(source, match.index + match[0].length - 1);
      // Arguments of a build are not in the file, and are no matter of ours.
      if (body.includes('FrontendAttrs:') || body.includes('fmt.Sprintf("Base image')) continue;
      const inline = /DockerIgnore:\s*\[\]byte\(`([^`]*)`/.exec(body)?.[1];
      const ignoreFile = inline ?? (body.includes('DockerIgnore:') ? dockerignore : undefined);
      cases.push(...casesOf(`${test}, case ${cases.length}`, text, ignoreFile, body, madeRule));
    }
  }
  return cases;
}

/** A format with its arguments put in, as far as they are constants: `FROM %s`, `, baseImg`. */
function filled(format: string, list: string, values: Readonly<Record<string, string>>): string {
  const wanted = list.split(',').flatMap((one) => one.trim() || []);
  return format.replaceAll('%s', () => values[wanted.shift() ?? ''] ?? '%s');
}

/** One case for the whole file: all its warnings, by rule and line. A test may make those of one rule with a helper. */
function casesOf(
  name: string,
  text: string,
  dockerignore: string | undefined,
  body: string,
  madeRule: string,
): readonly Case[] {
  const list = /UnmarshalWarnings: [\s\S]*/.exec(body)?.[0] ?? /\bWarnings: [\s\S]*/.exec(body)?.[0] ?? '';
  const expected = new Map<string, number[]>();
  for (const [entry] of list.matchAll(/\{\s*RuleName:[\s\S]*?\n\t+\}/g)) {
    const rule = /RuleName:\s*"(\w+)"/.exec(entry)?.[1] ?? '';
    expected.set(rule, [...(expected.get(rule) ?? []), Number(/Line:\s*(\d+)/.exec(entry)?.[1])]);
  }
  const made = [...list.matchAll(/makeLintWarning\("\w+", (\d+)\)/g)].map(([, line]) => Number(line));
  if (made.length > 0) expected.set(madeRule, made);
  if (expected.size === 0) return [{ name, text, alias: 'buildkit/*', expected: [], dockerignore }];
  return [...expected].map(([rule, lines]) => ({
    name,
    text,
    alias: `buildkit/${rule}`,
    expected: lines.sort((a, b) => a - b),
    dockerignore,
  }));
}

/** The text from a brace to the one that closes it. Strings in back quotes may hold braces. */
function blockFrom(source: string, open: number): string {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const char = source[at];
    if (char === '`' || char === '"') {
      const close = source.indexOf(char, at + 1);
      if (close === -1) break;
      at = close;
    } else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return source.slice(open, at + 1);
  }
  return source.slice(open);
}
