import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { walk } from '../../server/src/cli/walk.ts';
import { ConfigReader } from '../../server/src/config/config-file.ts';
import { Engine, languageOfFile } from '../../server/src/engine/engine.ts';
import { registry } from '../../server/src/rules/index.ts';
import { ShellScript } from '../../server/src/shell/script.ts';
import { verbatim } from '../../server/src/text/mapped.ts';
import { preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { Chance, must, seed, type Trial } from './trial.ts';

const odd = [
  '\0',
  '\uFEFF',
  '\u2028',
  '\uD800',
  '😀',
  '\t',
  '\r',
  '{{ .x }}',
  '\\\n',
  '<<EOF\n',
  '&a',
  '*a',
  '${x:-',
  '$(',
  '`',
  '"',
  "'",
  '---\n',
  '# seaworthy-ignore-next-line x: y\n',
  '# seaworthy-ignore-file\n',
];
/** Longer than any file of this size may take on a slow machine. */
const longest = 20_000;

/** A text with a few of its parts cut, doubled, swapped or replaced, or with other ends of lines. */
function mutated(text: string, chance: Chance): string {
  let result = text;
  for (let times = 1 + chance.below(6); times > 0; times--) {
    const from = chance.below(result.length + 1);
    const to = Math.min(result.length, from + chance.below(60));
    const lines = result.split('\n');
    const [one, other] = [chance.below(lines.length), chance.below(lines.length)];
    switch (chance.below(6)) {
      case 0:
        result = result.slice(0, from) + result.slice(to);
        break;
      case 1:
        result = result.slice(0, to) + result.slice(from);
        break;
      case 2:
        [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
        result = lines.join('\n');
        break;
      case 3:
        result = result.slice(0, from) + chance.of(odd) + result.slice(from);
        break;
      case 4:
        result = result.replace(/\r?\n/g, '\r\n');
        break;
      default:
        result = result.slice(0, from) + chance.of(odd).repeat(1 + chance.below(200)) + result.slice(to);
    }
  }
  return result;
}

interface Text {
  readonly name: string;
  readonly text: string;
}

async function realTexts(): Promise<readonly Text[]> {
  const examples = (await walk(['examples'], process.cwd())).files.map((file) => ({
    name: path.basename(file),
    text: readFileSync(file, 'utf8'),
  }));
  const ofRules = registry.rules.flatMap(({ meta }) =>
    meta.examples.map((example) => {
      const text = 'bad' in example ? example.bad : example.good;
      const name = example.path ?? (text.includes('apiVersion:') ? 'all.yaml' : 'Dockerfile');
      return { name: path.posix.basename(name), text };
    }),
  );
  return [...examples, ...ofRules].filter(({ name }) => languageOfFile(name) !== undefined);
}

async function fuzzEngine(): Promise<string> {
  const chance = new Chance(seed);
  const texts = await realTexts();
  const settings = preset('all');
  const ends = performance.now() + 60_000;
  let tried = 0;
  let found = 0;
  let fixes = 0;
  let slowest = 0;
  while (tried < 3000 && performance.now() < ends) {
    const { name, text: original } = chance.of(texts);
    const language = languageOfFile(name);
    if (!language) continue;
    const text = mutated(original, chance);
    const uri = `${testRoot}/${name}`;
    const started = performance.now();
    const engine = new Engine(new MemoryHost({ [uri]: text }));
    const source = engine.read(uri, language, text);
    const { findings, crashes } = engine.lint(source, settings);
    const about = `case ${tried} of seed ${seed}, ${name}: ${JSON.stringify(text)}`;
    must(crashes.length === 0, `${crashes.map(({ rule, error }) => `${rule}: ${error}`)} in ${about}`);
    for (const { span, rule } of findings)
      must(0 <= span.start && span.start <= span.end && span.end <= text.length, `the place of ${rule.id} in ${about}`);
    const fixed = await engine.fixAll(source, settings, ['safe']);
    const again = engine.lint(engine.read(uri, language, fixed.text), settings);
    must(again.crashes.length === 0, `a rule fails in the fixed text of ${about}`);
    const took = performance.now() - started;
    must(took < longest, `${took} ms for ${about}`);
    slowest = Math.max(slowest, took);
    tried++;
    found += findings.length;
    fixes += fixed.applied.length;
  }
  return `${tried} mutated files of ${texts.length}, ${found} findings, ${fixes} fixes, the slowest took ${slowest.toFixed(0)} ms`;
}

async function fuzzReaders(): Promise<string> {
  const chance = new Chance(seed + 1);
  const texts = await realTexts();
  const reader = new ConfigReader(registry);
  const configuration =
    'extends: [strict, ../base.yaml]\nrules:\n  pin-digest: off\n  required-labels: {severity: warning, labels: [a]}\noverrides:\n  - files: "**/*.yaml"\n    rules: {no-latest-tag: error}\nignore: [vendor/**, "*.tpl"]\nkubernetesVersion: "1.30"\nimages: {a: b/Dockerfile}\n';
  let problems = 0;
  for (let at = 0; at < 3000; at++) {
    const text = mutated(configuration, chance);
    const { problems: told } = reader.read(pathToFileURL('/a/.seaworthy.yaml').href, text);
    for (const { span } of told)
      must(0 <= span.start && span.start <= span.end && span.end <= text.length, `a place in ${JSON.stringify(text)}`);
    problems += told.length;
    const script = mutated(chance.of(texts).text, chance);
    for (const { span } of new ShellScript(verbatim(script, 0)).commands)
      must(
        0 <= span.start && span.start <= span.end && span.end <= script.length,
        `a place in ${JSON.stringify(script)}`,
      );
  }
  return `3000 configurations (${problems} problems told) and 3000 scripts`;
}

export const parsers: readonly Trial[] = [
  { name: 'mutated Dockerfiles and manifests: read, judged, fixed, judged again', run: fuzzEngine },
  { name: 'mutated configurations and scripts', run: fuzzReaders },
];
