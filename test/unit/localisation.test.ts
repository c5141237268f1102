import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import bundle from '../../l10n/bundle.l10n.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };
import texts from '../../package.nls.json' with { type: 'json' };
import { inEnglish } from '../../scripts/localisation.ts';

type Texts = Readonly<Record<string, string>>;

const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8'));

/** The languages that there are, by what VS Code calls them. */
const languages = globSync('package.nls.*.json').map((file) => file.split('.')[2] ?? '');

/** What a translation has to hold as well: places for values, code, settings, and addresses. */
const kept = (text: string) => (text.match(/\{\d+\}|`+[^`]+`+|\]\([^)]+\)/g) ?? []).sort();

describe('package.json', () => {
  /** The keys of package.json under which people read something, with names left out that are the same everywhere. */
  const read = new Set([
    'title',
    'description',
    'markdownDescription',
    'label',
    'enumDescriptions',
    'altText',
    'displayName',
    'userDescription',
  ]);
  const isName = new Set(['Seaworthy', manifest.description, manifest.displayName]);

  it('has its texts in package.nls.json, so that they can be translated', () => {
    const written: string[] = [];
    const look = (value: unknown, key: string): void => {
      if (typeof value === 'string' && read.has(key) && !isName.has(value)) written.push(value);
      else if (Array.isArray(value)) for (const one of value) look(one, key);
      // What tools take is told to language models, not to people.
      else if (key === 'inputSchema') return;
      else if (value && typeof value === 'object') for (const [name, one] of Object.entries(value)) look(one, name);
    };
    look(manifest, '');
    expect(written.filter((text) => inEnglish(text, texts) === text)).toEqual([]);
    expect(new Set(written)).toEqual(new Set(Object.keys(texts).map((name) => `%${name}%`)));
  });
});

describe('the client', () => {
  it('shows nothing that cannot be translated', () => {
    const shows =
      /\b(?:show(?:Information|Warning|Error)Message|createQuickPick)\(\s*['"`]|\b(?:title|placeHolder|prompt|detail|text): ['"`]/;
    const files = globSync('client/src/**/*.ts').concat('server/src/lsp/features/code-actions.ts');
    const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    expect(lines.filter((line) => shows.test(line))).toEqual([]);
  });
});

it('there is German', () => {
  expect(languages).toEqual(['de']);
});

describe.each(languages)('%s', (language) => {
  for (const [english, translated] of [
    [texts as Texts, read(`package.nls.${language}.json`)],
    [bundle as Texts, read(`l10n/bundle.l10n.${language}.json`)],
  ] as const) {
    it('has a translation of every text, and of no other', () => {
      expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
    });

    it('keeps what stands for something else', () => {
      for (const [name, text] of Object.entries(english)) {
        const translation = translated[name] ?? '';
        expect([name, kept(translation)]).toEqual([name, kept(text)]);
        expect([name, translation.trim()]).toEqual([name, translation]);
        expect([name, /[.]$/.test(translation)]).toEqual([name, /[.]$/.test(text)]);
        expect([name, translation]).not.toEqual([name, text]);
      }
    });
  }
});
