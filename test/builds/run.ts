/**
 * Builds and runs for real: `npm run test:builds [-- [--minutes N] NAME...]`.
 *
 * `templates` are those of Dockerfiles, filled for small projects; `init` are what the command line writes for the folders of
 * some of them. Projects are built before and after Seaworthy's own
 * conversion to several stages, and what the two do is compared; `splits` are images whose processes get a target each,
 * `extractions` Dockerfiles parts of which become a stage of their own. Needs root, Debian's buildah, debootstrap and
 * busybox-static, and the package registries. With a number of minutes nothing new is begun when they are over.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Engine } from '../../server/src/engine/engine.ts';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Buildah } from './buildah.ts';
import { obstacleTo } from './busybox.ts';
import { checkExtractions } from './extractions.ts';
import { Images } from './images.ts';
import { checkInit, initFolders } from './init.ts';
import { outOfReach } from './reach.ts';
import { checkSplits } from './splits.ts';
import { builtTemplates, checkTemplate, unbuiltTemplates } from './templates.ts';

const rule = 'build-tools-in-final-stage';
const projects = path.join(import.meta.dirname, 'projects');

/** One project, built and run twice. */
interface Row {
  readonly project: string;
  readonly before: number;
  readonly after: number;
  readonly verdict: string;
}

async function main(wanted: readonly string[], minutes: number): Promise<number> {
  if (!Buildah.isThere()) {
    console.log('skipped: building Dockerfiles for real takes root and Debian\'s "buildah" and "debootstrap"');
    return 0;
  }
  const until = Date.now() + minutes * 60_000;
  const folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-builds-'));
  const buildah = new Buildah(folder);
  const images = new Images(buildah, folder);
  const rows: Row[] = [];
  const verdicts = new Map<string, string>();
  const late: string[] = [];
  /** Makes what is wanted of a group, one after the other, while there is time. */
  const each = async (group: string, names: readonly string[], make: (name: string) => Promise<void>) => {
    for (const name of names) {
      if (wanted.length > 0 && !wanted.includes(group) && !wanted.includes(name)) continue;
      if (Date.now() > until) late.push(name);
      else await make(name);
    }
  };
  try {
    const obstacle = obstacleTo(buildah, images, folder);
    if (obstacle !== undefined) {
      console.log(`skipped: no image can be built and run here: ${obstacle}`);
      return 0;
    }
    await each('templates', builtTemplates, async (name) => {
      verdicts.set(`${name}, filled for a project`, await checkTemplate(name, buildah, images, folder));
    });
    await each('init', initFolders, async (name) => {
      const verdict = await checkInit(name, buildah, images, folder);
      verdicts.set(`${name}, as written by seaworthy init`, verdict);
      console.log(`${name}: ${verdict}`);
    });
    await each('projects', readdirSync(projects), async (name) => {
      const row = await check(name, buildah, images, folder);
      rows.push(row);
      verdicts.set(`${name}, converted to several stages`, row.verdict);
      console.log(`${name}: ${row.verdict}`);
    });
    await each('splits', ['splits'], async () => {
      for (const [name, verdict] of await checkSplits(buildah, images, folder))
        verdicts.set(`${name}, split into a target for each process`, verdict);
    });
    await each('extractions', ['extractions'], async () => {
      for (const [name, verdict] of await checkExtractions(buildah, folder))
        verdicts.set(`${name}, extracted into a builder stage`, verdict);
    });
  } finally {
    buildah.cleanUp();
    rmSync(folder, { recursive: true, force: true });
  }
  print(rows);
  for (const [name, verdict] of verdicts) console.log(`${name}: ${verdict}`);
  for (const [name, reason] of Object.entries(unbuiltTemplates)) console.log(`${name} is not built here: ${reason}`);
  if (late.length > 0) console.log(`not built within ${minutes} minutes: ${late.join(', ')}`);
  const others = [...verdicts].filter(([, verdict]) => verdict !== 'same');
  // That a registry does not answer says nothing of what was to be built with its packages.
  const unreached = others.filter(([, verdict]) => outOfReach(verdict) !== undefined);
  for (const [name, verdict] of unreached) console.log(`${name}: skipped, as not reached: ${outOfReach(verdict)}`);
  const failed = others.length - unreached.length;
  console.log('\n.NET is not built here: no Debian package brings it. Its conversion is tested as text only.');
  console.log(`${verdicts.size - others.length} passed, ${failed} failed, ${unreached.length} skipped`);
  return failed > 0 ? 1 : 0;
}

async function check(name: string, buildah: Buildah, images: Images, folder: string): Promise<Row> {
  const started = Date.now();
  const context = path.join(folder, 'projects', name);
  cpSync(path.join(projects, name), context, { recursive: true });
  const before = readFileSync(path.join(context, 'Dockerfile'), 'utf8');
  const needed = /^# stand-ins: (.*)$/m.exec(before)?.[1]?.split(' ') ?? [];
  const row = { project: name, before: Number.NaN, after: Number.NaN };
  try {
    // It takes minutes: who waits, or looks at what was stopped half way, is to see how far it has come.
    for (const image of needed) {
      console.log(`${name}: base image ${image}`);
      images.make(image);
    }
    const after = await converted(path.join(context, 'Dockerfile'), before);
    if (after === before) return { ...row, verdict: 'not converted' };
    const sizes: number[] = [];
    const outcomes = [before, after].map((text, index) => {
      const tag = `localhost/${name}:${index}`;
      console.log(`${name}: building ${index === 0 ? 'what is written' : 'the conversion'}`);
      buildah.build(tag, context, text);
      sizes.push(buildah.size(tag));
      return buildah.run(tag);
    });
    const [first, second] = outcomes;
    const isSame = first?.output === second?.output && first?.status === second?.status && first?.status === 0;
    console.log(`${name}: ${Math.round((Date.now() - started) / 1000)} s; it prints ${JSON.stringify(first?.output)}`);
    const verdict = isSame ? 'same' : `${JSON.stringify(first)} became ${JSON.stringify(second)}`;
    return { project: name, before: sizes[0] ?? Number.NaN, after: sizes[1] ?? Number.NaN, verdict };
  } catch (error) {
    return { ...row, verdict: error instanceof Error ? error.message : String(error) };
  }
}

/** What Seaworthy's own fix makes of a Dockerfile. */
async function converted(file: string, text: string): Promise<string> {
  const engine = new Engine(new DiskHost(() => [path.dirname(file)]));
  const source = engine.read(pathToFileURL(file).toString(), 'dockerfile', text);
  const active = registry.get(rule);
  if (!active) throw new Error(`there is no rule ${rule}`);
  const settings = {
    rules: [{ rule: active, preset: active.meta.preset, severity: undefined, options: {} }],
    kubernetesVersion: '1.36',
    names: registry,
  };
  return (await engine.fixAll(source, settings, ['suggested'])).text;
}

function print(rows: readonly Row[]): void {
  if (rows.length === 0) return;
  console.log(`\n${'project'.padEnd(16)}${'before'.padStart(10)}${'after'.padStart(10)}   behaviour`);
  for (const { project, before, after, verdict } of rows) {
    const sizes = [before, after].map((size) => `${size.toFixed(0)} MB`.padStart(10)).join('');
    console.log(`${project.padEnd(16)}${sizes}   ${verdict}`);
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string' } } });
process.exitCode = await main(positionals, Number(values.minutes ?? Number.POSITIVE_INFINITY));
