/**
 * Holds the model of the build cache against a real builder: `npm run test:cache [-- PART OF A NAME]`. Every case is built
 * twice, and of the second build buildah says which steps it remembers. Needs root, and Debian's buildah and busybox-static.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Buildah } from '../builds/buildah.ts';
import { type CacheCase, cacheCases } from './cases.ts';
import { rebuiltByModel } from './model.ts';

const base = 'docker.io/library/base:latest';

function main([wanted = '']: readonly string[]): number {
  const busybox = busyboxOf();
  if (!Buildah.isThere() || busybox === undefined) {
    console.log('skipped: asking a real builder takes root and Debian\'s "buildah" and "busybox-static"');
    return 0;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-cache-'));
  const buildah = new Buildah(folder);
  let [same, explained, different] = [0, 0, 0];
  try {
    makeBase(busybox, path.join(folder, 'base'));
    for (const [index, one] of cacheCases.entries()) {
      if (!one.name.includes(wanted)) continue;
      // What one case has built must not be remembered in another.
      writeFileSync(path.join(folder, 'base/case'), String(index));
      buildah.importFolder(path.join(folder, 'base'), base);
      const model = rebuiltByModel(one);
      const real = answerOf(() => rebuiltByBuildah(one, buildah, path.join(folder, `case-${index}`)), one);
      const isSame = real.join('\n') === model.join('\n');
      if (isSame) same++;
      else if (one.otherwise) explained++;
      else different++;
      console.log(`${isSame ? 'same' : one.otherwise ? `other (${one.otherwise})` : 'DIFFERENT'}: ${one.name}`);
      if (!isSame && !one.otherwise) console.log(`  buildah: ${real.join(' | ')}\n  model:   ${model.join(' | ')}`);
    }
  } finally {
    buildah.cleanUp();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${same} the same, ${explained} explained, ${different} different`);
  return different > 0 ? 1 : 0;
}

/** The busybox of this machine that needs no libraries. */
function busyboxOf(): string | undefined {
  const found = ['/bin/busybox', '/usr/bin/busybox'].find((file) => {
    const { stdout, status } = spawnSync('ldd', [file], { encoding: 'utf8' });
    return spawnSync(file, ['true']).status === 0 && (status !== 0 || /statically/.test(stdout));
  });
  return found;
}

/** Makes the root of the smallest image that has a shell. */
function makeBase(busybox: string, folder: string): void {
  const programs = path.join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  copyFileSync(busybox, path.join(programs, 'busybox'));
  for (const name of ['sh', 'cat', 'echo', 'env']) symlinkSync('busybox', path.join(programs, name));
  mkdirSync(path.join(folder, 'tmp'));
}

/** What a builder answers; that it fails, when it is known to do something else. */
function answerOf(ask: () => readonly string[], { otherwise }: CacheCase): readonly string[] {
  try {
    return ask();
  } catch (error) {
    if (otherwise === undefined) throw error;
    return ['it fails'];
  }
}

/** What buildah carries out again after the change: its RUN, COPY and ADD steps, of the stages that are needed. */
function rebuiltByBuildah(one: CacheCase, buildah: Buildah, context: string): readonly string[] {
  const { dockerfile, files, change = {}, target } = one;
  const write = (file: string, text: string | undefined) => {
    const full = path.join(context, file);
    if (text === undefined) return rmSync(full);
    mkdirSync(path.dirname(full), { recursive: true });
    return writeFileSync(full, text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const options = target === undefined ? [] : ['--target', target];
  const file = `${context}.Dockerfile`;
  writeFileSync(file, dockerfile);
  buildah.steps(context, file, options);
  for (const [name, text] of Object.entries(change)) write(name, text);
  const given = Object.entries(one.arguments ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const again = buildah.steps(context, file, [...options, ...given]).filter(({ isCached }) => !isCached);
  const asked = again.map(({ text }) => text).filter((text) => /^(?:RUN|COPY|ADD) /.test(text));
  // This buildah also builds the stages that nobody needs.
  return asked.filter((text) => !one.unneeded?.includes(text));
}

process.exitCode = main(process.argv.slice(2));
