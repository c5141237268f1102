import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { fill } from '../../server/src/templates/fill.ts';
import { templates } from '../../server/src/templates/index.ts';
import type { Template } from '../../server/src/templates/template.ts';
import type { Buildah, Running } from './buildah.ts';
import type { ImageName, Images } from './images.ts';

const samples = path.join(import.meta.dirname, 'templates');

/** How a template is filled for the project beside, and what the server that it builds answers. */
interface Sample {
  readonly standIns: readonly ImageName[];
  /** The template of `.dockerignore`. */
  readonly ignore: string;
  readonly values: Readonly<Record<string, string>>;
  /** The port, where it is no field of the template. */
  readonly port?: string;
  /** Other targets that have to build. */
  readonly targets?: readonly string[];
  readonly answer: string;
}

/** The names of the templates that are built, which are those of the folders of their projects. */
export const builtTemplates: readonly string[] = readdirSync(samples);

const largePackages = 'Next.js and its compiler are some hundred megabytes of packages';
const sameStages =
  'its stages are those of multi-stage-static-site and of multi-stage-node with the same package manager';

/** Those that are not, and why. */
export const unbuiltTemplates: Readonly<Record<string, string>> = {
  'multi-stage-bun': 'Debian does not package Bun',
  'multi-stage-deno': 'Debian does not package Deno',
  'multi-stage-java-gradle': 'the wrapper of Gradle downloads it from a server of its own',
  'multi-stage-java-native': 'Debian does not package GraalVM',
  'multi-stage-kotlin': 'the wrapper of Gradle downloads it from a server of its own',
  'multi-stage-scala': 'Debian does not package sbt',
  'multi-stage-next': largePackages,
  'multi-stage-next-pnpm': largePackages,
  'multi-stage-next-yarn': largePackages,
  'multi-stage-next-yarn-classic': largePackages,
  'multi-stage-next-bun': largePackages,
  'multi-stage-static-site-pnpm': sameStages,
  'multi-stage-static-site-yarn': sameStages,
  'multi-stage-static-site-yarn-classic': sameStages,
  'multi-stage-static-site-bun': 'Debian does not package Bun',
  'multi-stage-dotnet': 'Debian does not package .NET',
  entrypoint: 'the buildah of Debian 12 knows no here-documents; its script is run by the unit tests',
};

/**
 * Fills a template for a small project, builds it and starts the image: it has to answer, not as root; its health check
 * has to fail before and to pass then. Gives what is to be said: `same` where all is as it should be.
 */
export async function checkTemplate(id: string, buildah: Buildah, images: Images, folder: string): Promise<string> {
  const started = Date.now();
  try {
    const verdict = await check(id, buildah, images, folder);
    console.log(`${id}: ${Math.round((Date.now() - started) / 1000)} s; ${verdict}`);
    return verdict;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function check(id: string, buildah: Buildah, images: Images, folder: string): Promise<string> {
  const context = path.join(folder, 'templates', id);
  cpSync(path.join(samples, id), context, { recursive: true });
  const sample: Sample = JSON.parse(readFileSync(path.join(context, 'sample.json'), 'utf8'));
  for (const image of sample.standIns) images.make(image);
  writeFileSync(path.join(context, '.dockerignore'), fill(named(sample.ignore)));
  const text = fill(named(id), sample.values);
  const tag = `localhost/${id}:final`;
  for (const target of sample.targets ?? []) buildah.build(`localhost/${id}:${target}`, context, text, target);
  buildah.build(tag, context, text);
  if (!/^[1-9]\d*(?::|$)/.test(buildah.userOf(tag))) return `it runs as "${buildah.userOf(tag)}"`;
  const health = healthCheckOf(text);
  if (buildah.runCommand(tag, health).status === 0) return 'the health check passes though nothing runs';
  const running = buildah.start(tag);
  try {
    const answer = await answerOf(running, `http://127.0.0.1:${sample.port ?? sample.values.port}/`);
    if (answer !== sample.answer) return `it answers ${JSON.stringify(answer)}; it printed ${running.output()}`;
    const { status, errors } = buildah.runCommand(tag, health);
    return status === 0 ? 'same' : `the health check fails: ${errors}`;
  } finally {
    await running.stop();
  }
}

function named(id: string): Template {
  const template = templates.find((one) => one.id === id);
  if (!template) throw new Error(`there is no template ${id}`);
  return template;
}

/** The command of the health check, which stands in the exec form. */
function healthCheckOf(text: string): readonly string[] {
  const [check] = new Dockerfile(text).instructions('HEALTHCHECK');
  const array = check && /CMD\s+(\[.*\])/.exec(text.slice(check.span.start, check.span.end))?.[1];
  if (array === undefined) throw new Error('there is no health check');
  return JSON.parse(array);
}

/** What a server answers, as soon as it does. */
export async function answerOf(running: Running, url: string): Promise<string | undefined> {
  for (const until = Date.now() + 60_000; Date.now() < until && !running.hasEnded(); await setTimeout(250)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return answer.text();
  }
  return undefined;
}
