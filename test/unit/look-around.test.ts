import { describe, expect, it } from 'vitest';
import type { Settings } from '../../server/src/core/settings.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { manifestRule } from '../../server/src/rules/define.ts';
import { preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** A host that counts what it is asked. */
class CountingHost extends MemoryHost {
  asked = 0;

  override readText(uri: string) {
    this.asked++;
    return super.readText(uri);
  }

  override listFolder(uri: string) {
    this.asked++;
    return super.listFolder(uri);
  }
}

const uri = `${testRoot}/Dockerfile`;
const text = 'FROM nginx:1.30\nCOPY dist /usr/share/nginx/html\n';
const settings = preset('recommended');
const around = (engine: Engine, file: Parameters<Engine['lint']>[0]) =>
  engine.lint(file, settings).findings.map(({ rule }) => rule.id);

function start(ignored: string) {
  const files: Record<string, string> = { [uri]: text, [`${testRoot}/dist/a.html`]: '' };
  if (ignored) files[`${testRoot}/.dockerignore`] = ignored;
  const host = new CountingHost(files);
  return { host, engine: new Engine(host) };
}

describe('what lies beside a file', () => {
  it('is told once it has been looked at, and not waited for before', async () => {
    const { engine } = start('dist\n');
    const file = engine.read(uri, 'dockerfile', text);
    expect(around(engine, file)).not.toContain('copy-ignored-file');
    expect(await engine.lookAround(file, settings)).toBe(true);
    expect(around(engine, file)).toContain('copy-ignored-file');
    expect(await engine.lookAround(file, settings)).toBe(false);
  });

  it('is remembered when the text changes, so that there is nothing to wait for', async () => {
    const { engine, host } = start('dist\n');
    await engine.lookAround(engine.read(uri, 'dockerfile', text), settings);
    const { asked } = host;
    const edited = engine.read(uri, 'dockerfile', `${text}USER nginx\n`);
    let isLooked = false;
    void engine.lookAround(edited, settings).then(() => {
      isLooked = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isLooked).toBe(true);
    expect(around(engine, edited)).toContain('copy-ignored-file');
    expect(host.asked).toBe(asked);
  });

  it('is looked at again when a file has changed that it was read from', async () => {
    const { engine, host } = start('dist\n');
    const file = engine.read(uri, 'dockerfile', text);
    await engine.lookAround(file, settings);
    (host.files as Map<string, string>).set(`${testRoot}/.dockerignore`, 'node_modules\n');
    expect(engine.filesChanged([`${testRoot}/elsewhere/file`])).toBe(false);
    expect(await engine.lookAround(file, settings)).toBe(false);
    expect(engine.filesChanged([`${testRoot}/.dockerignore`])).toBe(true);
    // Until it has been looked at, what was known stands.
    expect(around(engine, file)).toContain('copy-ignored-file');
    expect(await engine.lookAround(file, settings)).toBe(true);
    expect(around(engine, file)).not.toContain('copy-ignored-file');
  });

  it('may be suppressed, which is no use only when that is known', async () => {
    const { engine } = start('dist\n');
    const suppressed = text.replace('COPY', '# seaworthy-ignore-next-line copy-ignored-file: built first\nCOPY');
    const file = engine.read(uri, 'dockerfile', suppressed);
    expect(around(engine, file)).not.toContain('unused-suppression');
    await engine.lookAround(file, settings);
    expect(around(engine, file)).not.toContain('unused-suppression');
    const other = start('');
    const unneeded = other.engine.read(uri, 'dockerfile', suppressed);
    expect(around(other.engine, unneeded)).not.toContain('unused-suppression');
    await other.engine.lookAround(unneeded, settings);
    expect(around(other.engine, unneeded)).toContain('unused-suppression');
  });
});

describe('the documents of a file that did not change', () => {
  const uri = `${testRoot}/all.yaml`;
  const list = `${testRoot}/list.txt`;
  const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
  const meta = {
    category: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    summary: '',
    why: '',
    aliases: [],
    fix: 'none',
    examples: [],
  } as const;

  /** What both sorts of checks were run on, by the first name in each document. */
  function watched() {
    const besides: (string | undefined)[] = [];
    const arounds: (string | undefined)[] = [];
    const rules = [
      manifestRule({
        ...meta,
        id: 'beside',
        async checkFiles({ manifest, host, report }) {
          const name = manifest.resources[0]?.name;
          besides.push(name);
          const text = await host.readText(list);
          if (name && text?.includes(name)) report({ start: 0, end: 1 }, `${name} is listed`);
        },
      }),
      manifestRule({
        ...meta,
        id: 'around',
        checkSurroundings: ({ manifest }) => void arounds.push(manifest.resources[0]?.name),
      }),
    ];
    const active = rules.map((rule) => ({ rule, preset: 'recommended' as const, severity: undefined, options: {} }));
    const settings: Settings = { ...preset('recommended'), rules: active };
    const taken = () => ({ besides: besides.splice(0), arounds: arounds.splice(0) });
    return { settings, taken };
  }

  it('are looked at again only by checks that ask about their neighbours', async () => {
    const host = new MemoryHost({ [uri]: '', [list]: 'one\n' });
    const engine = new Engine(host);
    const { settings, taken } = watched();
    const messages = (file: Parameters<Engine['lint']>[0]) =>
      engine.lint(file, settings).findings.map(({ message }) => message);
    const first = engine.read(uri, 'kubernetes', `${map('one')}---\n${map('two')}`);
    await engine.lookAround(first, settings);
    expect(taken()).toEqual({ besides: ['one', 'two'], arounds: ['one', 'two'] });
    const edited = engine.read(uri, 'kubernetes', `${map('one')}---\n${map('three')}`, first);
    await engine.lookAround(edited, settings);
    expect(taken()).toEqual({ besides: ['three'], arounds: ['one', 'three'] });
    expect(messages(edited)).toEqual(['one is listed']);
    (host.files as Map<string, string>).set(list, 'three\n');
    engine.filesChanged([list]);
    await engine.lookAround(edited, settings);
    expect(taken().besides).toEqual(['one', 'three']);
    expect(messages(edited)).toEqual(['three is listed']);
  });
});
