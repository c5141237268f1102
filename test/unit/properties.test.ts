import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/core/finding.ts';
import { Refusal } from '../../server/src/core/fix.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { Engine, type LanguageId, languages } from '../../server/src/engine/engine.ts';
import { registry } from '../../server/src/rules/index.ts';
import { applyEdits, replace, type TextEdit } from '../../server/src/text/edit.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { brokenPromises, type Subject } from '../support/promises.ts';

/** Texts to begin with: the examples of all rules, good and bad. */
const seeds = registry.rules.flatMap(({ meta }) =>
  meta.examples.map((example) => ('bad' in example ? example.bad : example.good)),
);
const manifests = seeds.filter((text) => text.includes('apiVersion:'));
const dockerfiles = seeds.filter((text) => !text.includes('apiVersion:'));

/** What people and machines put into files. */
const scraps = [
  '\n',
  ' ',
  '  ',
  '\t',
  '\\\n',
  '# ',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ':',
  '- ',
  '---\n',
  '<<EOF\n',
  'EOF\n',
  '&a ',
  '*a',
  '|\n',
  '$X',
  '${X:-',
  '&& ',
  '| ',
  '\r\n',
  '\0',
  '\uFEFF',
  '😀',
  'FROM ',
  'RUN ',
  'image: ',
  'COPY . .\n',
  '# seaworthy-ignore-file *\n',
];

interface Change {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat({ max: 12 }),
    inserted: fc.oneof(fc.constant(''), fc.constantFrom(...scraps), fc.string({ maxLength: 6 })),
  }),
  { minLength: 1, maxLength: 8 },
);

function edited(text: string, { at, removed, inserted }: Change): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, span, message }) => `${rule.id} ${span.start}-${span.end} ${message}`);
}

const all = preset('all');

describe.each<[LanguageId, string, readonly string[]]>([
  ['dockerfile', 'Dockerfile', dockerfiles],
  ['kubernetes', 'all.yaml', manifests],
])('any edits of a %s', (language, name, texts) => {
  it('are judged as if the text were new, and no rule fails', () => {
    const engine = new Engine(new MemoryHost({}));
    const uri = `${testRoot}/${name}`;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }), changes, (parts, list) => {
        let text = parts.join(language === 'kubernetes' ? '---\n' : '');
        let source = engine.read(uri, language, text);
        for (const change of list) {
          text = edited(text, change);
          source = engine.read(uri, language, text, source);
          const { findings, crashes } = engine.lint(source, all);
          expect(crashes).toEqual([]);
          const fresh = new Engine(new MemoryHost({}));
          expect(told(findings)).toEqual(told(fresh.lint(fresh.read(uri, language, text), all).findings));
          for (const { span } of findings) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeLessThanOrEqual(text.length);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leave fixes that can be applied, and applied again without effect', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
        changes,
        async (parts, list) => {
          const text = list.reduce(edited, parts.join(language === 'kubernetes' ? '---\n' : ''));
          const fixed = await new Judgement(name, text, all).fixed(['safe', 'suggested']);
          expect(await new Judgement(name, fixed, all).fixed(['safe', 'suggested'])).toBe(fixed);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('leave fixes that do no harm each by itself', async () => {
    const defects = (text: string) => {
      const engine = new Engine(new MemoryHost({}));
      return engine
        .read(`${testRoot}/${name}`, language, text)
        .units.flatMap(({ unit }) => languages[language].defectsOf(unit));
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), changes, async (example, list) => {
        const text = list.reduce(edited, example);
        const judged = new Judgement(name, text, all);
        const known = defects(text);
        for (const { rule, fixes } of judged.findings) {
          // An instruction that becomes known is only then read.
          if (rule.id === 'unknown-instruction') continue;
          for (const { title, build } of fixes) {
            const built = await build(judged.engine.fixContext(judged.source.uri));
            if (built instanceof Refusal) continue;
            const fixed = applyEdits(text, built);
            expect({ rule: rule.id, title, fixed, defects: defects(fixed).length }).toMatchObject({
              defects: expect.toSatisfy((count: number) => count <= known.length),
            });
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('fixing everything in exec form', () => {
  const inExecForm = dockerfiles.flatMap((text) => {
    const runs = new Dockerfile(text).instructions('RUN').flatMap((run): TextEdit[] => {
      const steps = run.heredocs.length === 0 && run.form.kind === 'shell' ? (run.script?.steps ?? []) : [];
      const command = steps.length === 1 ? steps[0]?.command : undefined;
      const words = command?.hasRedirections || command?.assignments.length ? [] : (command?.allWords ?? []);
      const values = words.flatMap(({ value }) => value ?? []);
      if (words.length === 0 || values.length < words.length) return [];
      return [replace({ start: run.arguments.start, end: run.lineSpan.end }, JSON.stringify(values))];
    });
    return runs.length > 0 ? [applyEdits(text, runs)] : [];
  });

  it.each([...new Set(inExecForm)].map((text, index) => [index, text] as const))(
    '%i puts no shell text into its strings',
    async (_, text) => {
      const spaced = (of: string) =>
        new Dockerfile(of)
          .instructions('RUN')
          .flatMap(({ json }) => json?.items.map(({ content }) => content.text) ?? [])
          .filter((item) => /\s/.test(item));
      const fixed = await new Judgement('Dockerfile', text, all).fixed();
      const before = new Set(spaced(text));
      expect(spaced(fixed).filter((item) => !before.has(item))).toEqual([]);
    },
  );
});

describe('fixing everything', () => {
  const subject = (text: string): Subject => {
    const isManifest = text.includes('apiVersion:');
    const name = isManifest ? 'all.yaml' : 'Dockerfile';
    const engine = new Engine(new MemoryHost({}));
    const language = isManifest ? 'kubernetes' : 'dockerfile';
    return { engine, uri: `${testRoot}/${name}`, language, text, settings: all };
  };

  it.each(seeds.map((text, index) => [index, text] as const))('in example %i keeps all promises', async (_, text) => {
    expect(await brokenPromises(subject(text), ['safe', 'suggested'])).toEqual([]);
  });

  it.each([
    ['Dockerfiles', dockerfiles, ''],
    ['manifests', manifests, '---\n'],
  ])('in several %s put together keeps all promises', async (_, texts, separator) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...texts), { minLength: 2, maxLength: 4 }), async (parts) => {
        expect(await brokenPromises(subject(parts.join(separator)), ['safe', 'suggested'])).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
