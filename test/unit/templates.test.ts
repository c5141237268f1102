import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { dockerfileTemplates } from '../../server/src/templates/dockerfile/index.ts';
import { dockerignoreTemplates } from '../../server/src/templates/dockerignore/index.ts';
import { fill } from '../../server/src/templates/fill.ts';
import { templates } from '../../server/src/templates/index.ts';
import { snippet } from '../../server/src/templates/snippet.ts';
import type { Template } from '../../server/src/templates/template.ts';
import { Dockerignore } from '../../server/src/workspace/ignoring/dockerignore.ts';
import { Judgement, preset } from '../support/judge.ts';
import { expandSnippet } from '../support/snippet.ts';
import { inContext, oddValuesOf } from '../support/template-context.ts';

/** What the preset `strict` may say about a template, and why that is no fault of the template. */
const accepted: Readonly<Record<string, string>> = {
  'pin-digest': 'a digest that is right today would be an old image tomorrow; pinning is one light bulb away',
};

/** What the strictest rules say of a text, and where. */
function complaints(template: Template, text: string) {
  const whole = inContext(template, text);
  const { findings, source } = new Judgement(whole.path, whole.text, preset('strict'));
  return findings
    .filter(({ rule }) => !(rule.id in accepted))
    .map(({ rule, message, span }) => [rule.id, source.lines.positionAt(span.start), message]);
}

/** Whether there are rules for what a template makes. */
function isJudged({ kind }: Template): boolean {
  return kind === 'dockerfile' || kind === 'manifest';
}

/** Every field as somebody else would fill it, one after the other: each of its choices, and nothing where it may be empty. */
function variations({ fields }: Template): Record<string, string>[] {
  return Object.entries(fields).flatMap(([name, { choices = [], isOptional }]) =>
    [...choices, ...(isOptional ? [''] : [])].map((value) => ({ [name]: value })),
  );
}

it('have names of their own', () => {
  const ids = templates.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

describe.each(templates.map((template) => [template.id, template] as const))('%s', (_, template) => {
  it.skipIf(!isJudged(template))('passes the strict rules as it is inserted', () => {
    expect(complaints(template, fill(template))).toEqual([]);
  });

  it.skipIf(!isJudged(template))('passes them however its fields are filled', () => {
    for (const varied of [oddValuesOf(template), ...variations(template)]) {
      expect([varied, complaints(template, fill(template, varied))]).toEqual([varied, []]);
    }
  });

  it('says the same as a snippet, and leads from the first tab stop to the last', () => {
    const { text, tabStops, endsAtTabStop } = expandSnippet(snippet(template));
    expect(text).toBe(fill(template));
    expect(tabStops).toEqual(tabStops.map((_, index) => index + 1));
    expect(endsAtTabStop).toBe(true);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('uses every field, and describes it', () => {
    const { fields, body } = template;
    const used = [body, ...Object.values(fields).map((field) => field.default)].join('\n');
    expect(Object.keys(fields).filter((name) => !used.includes(`{{${name}}}`))).toEqual([]);
    expect(Object.values(fields).filter(({ description }) => /^$|\.$/.test(description))).toEqual([]);
  });
});

describe('.dockerignore', () => {
  /** What is left out of builds and what is not, for each language, with the Dockerfiles that go with it. */
  const languages: Readonly<Record<string, readonly [dockerfiles: readonly string[], made: string, written: string]>> =
    {
      node: [
        ['node', 'node-pnpm', 'node-yarn', 'node-yarn-classic', 'bun', 'deno', 'static-site', 'next'],
        'node_modules/a/index.js',
        'src/index.ts',
      ],
      python: [['python', 'python-uv', 'python-poetry'], 'app/__pycache__/a.pyc', 'app/main.py'],
      go: [['go'], 'cmd/app/app.test', 'cmd/app/main.go'],
      rust: [['rust'], 'target/release/app', 'src/main.rs'],
      java: [['java', 'java-gradle', 'java-native', 'kotlin', 'scala'], 'target/app.jar', 'src/main/java/App.java'],
      dotnet: [['dotnet'], 'App/obj/project.assets.json', 'App/Program.cs'],
      php: [['php'], 'vendor/autoload.php', 'public/index.php'],
      ruby: [['ruby'], 'log/production.log', 'config/application.rb'],
      elixir: [['elixir'], '_build/prod/rel', 'lib/app.ex'],
      cpp: [['cpp'], 'cmake-build-debug/app', 'src/main.cpp'],
      static: [['static-site'], 'node_modules/a/index.js', 'index.html'],
    };

  it('is there for every language', () => {
    expect(dockerignoreTemplates.map(({ id }) => id)).toEqual(
      Object.keys(languages).map((language) => `dockerignore-${language}`),
    );
  });

  it.each(Object.entries(languages))(
    'for %s leaves out what is made, and nothing that is copied',
    (id, [ids, made, written]) => {
      const template = dockerignoreTemplates.find((one) => one.id === `dockerignore-${id}`);
      const ignored = new Dockerignore(template ? fill(template) : '');
      expect([made, '.git/config', '.env', 'Dockerfile'].filter((path) => !ignored.leavesOut(path, 'file'))).toEqual(
        [],
      );
      expect(
        [written, '.env.production', 'certificates/ca.pem'].filter((path) => ignored.leavesOut(path, 'file')),
      ).toEqual([]);
      for (const name of ids) {
        const one = dockerfileTemplates.find((other) => other.id === `multi-stage-${name}`);
        if (!one) throw new Error(`there is no template for ${name}`);
        const copied = new Dockerfile(fill(one)).instructions('COPY').filter(({ from }) => from === undefined);
        const names = copied.flatMap(({ expandedSources }) => expandedSources).filter((source) => source !== '.');
        expect([name, names.filter((source) => ignored.leavesOut(source, 'file'))]).toEqual([name, []]);
      }
    },
  );
});

/** What hadolint may say of a template, and why that is no fault of the template. */
const acceptedByUs: Readonly<Record<string, string>> = {
  DL3008: "a version of one of Debian's packages leaves the archive with the next fix of it, and the build fails",
};

const hasHadolint = spawnSync('hadolint', ['--version']).status === 0;

describe.skipIf(!hasHadolint)('hadolint, which is installed', () => {
  it.each(dockerfileTemplates.map((template) => [template.id, template] as const))(
    'finds nothing in %s',
    (_, template) => {
      const before = template.place === 'file' ? '' : 'FROM alpine:3.24\nUSER 10001\n';
      for (const varied of [{}, ...variations(template)]) {
        const input = before + fill(template, varied);
        const { stdout } = spawnSync('hadolint', ['--no-color', '--format=json', '-'], { input, encoding: 'utf8' });
        const found: readonly { readonly code: string; readonly line: number }[] = JSON.parse(stdout);
        expect([varied, found.filter(({ code }) => !(code in acceptedByUs))]).toEqual([varied, []]);
      }
    },
  );
});

describe('filling', () => {
  const template: Template = {
    id: 'a',
    title: 'A',
    description: 'a',
    kind: 'dockerfile',
    place: 'file',
    fields: {
      name: { description: 'name', default: 'app' },
      folder: { description: 'folder', default: 'cmd/{{name}}' },
      test: { description: 'test', default: '', isOptional: true },
    },
    body: 'RUN echo $HOME {{folder}} {{name}}\n{{#test}}\nRUN {{test}}\n{{/test}}\n{{^test}}\nRUN true\n{{/test}}\n',
  };

  it('puts values in, and defaults that follow from them', () => {
    expect(fill(template)).toBe('RUN echo $HOME cmd/app app\nRUN true\n');
    expect(fill(template, { name: 'b' })).toBe('RUN echo $HOME cmd/b b\nRUN true\n');
    expect(fill(template, { folder: '.', test: 'make $&' })).toBe('RUN echo $HOME . app\nRUN make $&\n');
  });

  it('refuses what the template does not have, and nothing where something has to be', () => {
    expect(() => fill(template, { other: '' })).toThrow('no field other');
    expect(() => fill(template, { name: '' })).toThrow('cannot be empty');
  });

  it('becomes a snippet with a tab stop for each field that is there', () => {
    const first = '${2:cmd/${1:app}}';
    expect(snippet(template)).toBe(`RUN echo \\$HOME ${first} \${1}\nRUN true\n$0`);
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
