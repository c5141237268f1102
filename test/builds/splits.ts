import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from '../../server/src/core/fix.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { planSplit } from '../../server/src/workspace/split/plan.ts';
import type { Buildah } from './buildah.ts';
import type { Images } from './images.ts';

const projects = path.join(import.meta.dirname, 'splits');

/**
 * Builds images that start several processes, before and after each process gets a build target of its own, and compares
 * what the one container prints with what those of the targets print. Gives what is to be said of each project: `same`
 * where they print the same.
 */
export async function checkSplits(
  buildah: Buildah,
  images: Images,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const verdicts = new Map<string, string>();
  for (const name of readdirSync(projects)) {
    try {
      verdicts.set(name, await check(name, buildah, images, folder));
    } catch (error) {
      verdicts.set(name, error instanceof Error ? error.message : String(error));
    }
  }
  return verdicts;
}

async function check(name: string, buildah: Buildah, images: Images, folder: string): Promise<string> {
  const context = path.join(folder, 'splits', name);
  cpSync(path.join(projects, name), context, { recursive: true });
  const file = path.join(context, 'Dockerfile');
  const before = readFileSync(file, 'utf8');
  for (const image of /^# stand-ins: (.*)$/m.exec(before)?.[1]?.split(' ') ?? []) images.make(image);
  const after = await split(file, before);
  const targets = [...after.matchAll(/^# Built with "--target (.*)"$/gm)].map(([, target]) => target);
  buildah.build(`localhost/${name}:before`, context, before);
  const whole = linesOf(buildah.run(`localhost/${name}:before`).output);
  const parts = [undefined, ...targets].map((target) => {
    const tag = `localhost/${name}:${target ?? 'after'}`;
    buildah.build(tag, context, after, target);
    return linesOf(buildah.run(tag).output);
  });
  if (targets.length === 0 || parts.some((lines) => lines.length === 0)) return 'a process prints nothing';
  const together = parts.flat().toSorted();
  console.log(`${name}: ${parts.length} targets; they print ${JSON.stringify(together)}`);
  return whole.join('\n') === together.join('\n')
    ? 'same'
    : `${JSON.stringify(whole)} became ${JSON.stringify(together)}`;
}

/** What Seaworthy's own refactoring makes of a Dockerfile. */
async function split(file: string, text: string): Promise<string> {
  const { sharedHost: host } = new Engine(new DiskHost(() => [path.dirname(file)]));
  const dockerfile = new Dockerfile(text);
  const plan = await planSplit(dockerfile, dockerfile.finalStage, {
    uri: pathToFileURL(file).toString(),
    host,
    kubernetesVersion: '1.36',
  });
  if (!plan || plan.built instanceof Refusal)
    throw new Error(plan ? (plan.built as Refusal).reason : 'nothing to split');
  return applyEdits(
    text,
    plan.built.flatMap(({ edits }) => edits),
  );
}

function linesOf(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();
}
