import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Judgement, preset } from '../support/judge.ts';
import { expandSnippet } from '../support/snippet.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** What the preset `strict` may say about a snippet, and why that is no fault of the snippet. */
const accepted: Readonly<Record<string, string>> = {
  'pin-digest': 'a digest that is right today would be an old image tomorrow; pinning is one light bulb away',
};

const files = { 'snippets/dockerfile.json': 'Dockerfile', 'snippets/kubernetes.json': 'manifest.yaml' };

describe.each(Object.entries(files))('%s', (file, path) => {
  const snippets = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Snippet>);

  it('names each snippet once', () => {
    const prefixes = snippets.map(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it.each(snippets)('%s passes the strict rules as it is inserted', (_, { body }) => {
    const { findings, source } = new Judgement(path, expandSnippet(body.join('\n')).text, preset('strict'));
    const complaints = findings.filter(({ rule }) => !(rule.id in accepted));
    expect(
      complaints.map(({ rule, message, span }) => [rule.id, source.lines.positionAt(span.start), message]),
    ).toEqual([]);
  });

  it.each(snippets)('%s leads from the first tab stop to the last', (_, { body }) => {
    const { tabStops, endsAtTabStop, text } = expandSnippet(body.join('\n'));
    expect(tabStops).toEqual(tabStops.map((_, index) => index + 1));
    expect(endsAtTabStop).toBe(true);
    expect(text).toMatch(/[^\n]\n$/);
  });
});

describe('expanding a snippet', () => {
  it.each([
    ['name: $1 is ${1:app}', 'name: app is app'],
    ['${1|24,26|}-slim', '24-slim'],
    ['${2:registry/$1:1.0} ${1:app}', 'registry/app:1.0 app'],
    ['\\$PATH \\} \\\\', '$PATH } \\'],
    ['fn main() {} ${1:{\\}}', 'fn main() {} {}'],
  ])('%s', (body, text) => {
    expect(expandSnippet(body).text).toBe(text);
  });

  it('refuses what VS Code would take for a variable', () => {
    expect(() => expandSnippet('ENV PATH=$PATH')).toThrow('must be escaped');
  });
});
