import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/core/finding.ts';
import { severities } from '../../server/src/core/severity.ts';
import { Engine, type LanguageId } from '../../server/src/engine/engine.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

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
});

describe('fixing everything in an example', () => {
  /** What a fix may well bring to light: it asks for more of a stage or image that the fix has made. */
  const unearthed = new Set(['pin-digest', 'use-cache-mount']);

  it.each(seeds.map((text, index) => [index, text] as const))(
    '%i brings nothing new of equal weight',
    async (_, text) => {
      const name = text.includes('apiVersion:') ? 'all.yaml' : 'Dockerfile';
      const before = new Judgement(name, text, all);
      const after = new Judgement(name, await before.fixed(['safe', 'suggested']), all);
      const count = (findings: readonly Finding[], id: string) => findings.filter(({ rule }) => rule.id === id).length;
      const gone = before.findings.filter(
        ({ rule }) => count(after.findings, rule.id) < count(before.findings, rule.id),
      );
      const weight = Math.max(-1, ...gone.map(({ severity }) => severities.indexOf(severity)));
      const fresh = after.findings.filter(({ rule, severity }) => {
        const isMore = count(after.findings, rule.id) > count(before.findings, rule.id);
        return isMore && severities.indexOf(severity) <= weight && !unearthed.has(rule.id);
      });
      expect(told(fresh)).toEqual([]);
    },
  );
});
