import { describe, expect, it } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
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
