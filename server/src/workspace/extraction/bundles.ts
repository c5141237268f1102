import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { originsOf } from '../../dockerfile/file-origins.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import type { BuildContext } from '../build-context.ts';

/**
 * Where bundlers write to unless they are told otherwise (vite.dev/config/build-options, create-react-app.dev,
 * nextjs.org/docs/app/api-reference/config/next-config-js/distDir; November 2026), and the files that may tell them.
 */
const bundlers: Readonly<
  Record<string, { readonly folder: string; readonly settings: readonly string[]; readonly changes: RegExp }>
> = {
  'vite build': {
    folder: 'dist',
    settings: ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((ending) => `vite.config.${ending}`),
    changes: /outDir|\broot\b/,
  },
  'react-scripts build': { folder: 'build', settings: ['.env', '.env.production'], changes: /BUILD_PATH/ },
  'next build': {
    folder: '.next',
    settings: ['ts', 'js', 'mjs'].map((ending) => `next.config.${ending}`),
    changes: /distDir|\bexport\b['"]|output/,
  },
};

/** A project that commands work on, as it is at an offset of a stage. */
export interface ProjectAt {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly offset: number;
  readonly context: BuildContext | undefined;
}

/**
 * The folder that `npm run build` and its like write, when the script is a bundler and nothing else, and no setting sends
 * it elsewhere; relative to the folder of the project.
 */
export async function bundleOf(command: ShellCommand, folder: string, at: ProjectAt): Promise<string | undefined> {
  if (packageAction(command)?.kind !== 'build' || !['npm', 'yarn', 'pnpm'].includes(command.name)) return undefined;
  if (command.operands.at(-1) !== 'build') return undefined;
  const scripts = scriptsIn(await readFrom(`${folder}/package.json`, at));
  if (!scripts || scripts.prebuild !== undefined || scripts.postbuild !== undefined) return undefined;
  const script = (scripts.build ?? '').trim().replace(/^(?:vue-)?tsc (?:--noEmit|-b) && /, '');
  const bundler = Object.hasOwn(bundlers, script) ? bundlers[script] : undefined;
  if (!bundler) return undefined;
  for (const name of bundler.settings) {
    if (bundler.changes.test((await readFrom(`${folder}/${name}`, at)) ?? '')) return undefined;
  }
  return bundler.folder;
}

/** The text of a file of the image that the build context brings; undefined when it cannot be read. */
export async function readFrom(
  path: string,
  { dockerfile, stage, offset, context }: ProjectAt,
): Promise<string | undefined> {
  for (const { path: source, heredoc } of originsOf(dockerfile, stage, path, offset)) {
    if (heredoc) return dockerfile.text.slice(heredoc.content.start, heredoc.content.end);
    const text = source === undefined ? undefined : await context?.read(source);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The scripts of a package.json; undefined for what is none. */
export function scriptsIn(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    const scripts = typeof read === 'object' && read !== null && 'scripts' in read ? read.scripts : {};
    const entries = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return undefined;
  }
}
