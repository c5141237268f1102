import type { BuildContext } from '../build-context.ts';
import type { Copied } from './conversion.ts';
import type { Item } from './copied.ts';
import { belongsToSystem, isScratch, isWithin } from './paths.ts';
import type { Survey } from './survey.ts';

/** Files that no program reads when it runs, whatever it is written in. */
const neverRead =
  /(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.dockerfile|Containerfile|\.dockerignore|docker-compose[^/]*|compose\.ya?ml|Makefile|LICEN[CS]E[^/]*|COPYING|README[^/]*|CHANGELOG[^/]*|CONTRIBUTING[^/]*|CODEOWNERS|\.gitignore|\.gitattributes|\.gitmodules|\.editorconfig|\.pre-commit-config\.yaml|renovate\.json|\.gitlab-ci\.yml)$|(?:^|\/)\.(?:git|github|idea|vscode)\//i;

/**
 * Everything the build puts into the image, whole: the surest copy there is. A program may read any file of its tree,
 * and only what is known not to be read can be left out.
 */
export function wholeTree({ items, workFolders, folder }: Survey): readonly Copied[] {
  const work = workFolders.filter((path) => !belongsToSystem(path) && !isScratch(path));
  const paths = [...items.map(({ path }) => path), ...work];
  const roots = paths.map((path) => (isWithin(folder, path) && folder !== '/' ? folder : path));
  return outermost(roots).map((path) => ({ from: path, to: path }));
}

/**
 * What a program may read at run time of all that the build puts into the image: what the build context brings and is
 * no source code, entry by entry. Undefined when that is not known, because the files cannot be read or are chosen by
 * a pattern.
 */
export async function assets(
  { items }: Survey,
  project: BuildContext | undefined,
  isSource: (path: string) => boolean,
): Promise<readonly Copied[] | undefined> {
  if (!project) return undefined;
  const paths: string[] = [];
  for (const item of items) {
    // What a command was told to make is there for a reason, such as a folder for data.
    if (item.source === undefined) {
      paths.push(item.path);
      continue;
    }
    const found = await assetsOf(item, item.source, project, (path) => !isSource(path) && !neverRead.test(path));
    if (!found) return undefined;
    paths.push(...found);
  }
  return outermost(paths).map((path) => ({ from: path, to: path }));
}

async function assetsOf(
  { path }: Item,
  source: string,
  project: BuildContext,
  isAsset: (path: string) => boolean,
): Promise<readonly string[] | undefined> {
  if (/[*?[$]/.test(source)) {
    const matching = await project.matching(source);
    return matching
      ?.filter(({ name, kind }) => kind === 'folder' || isAsset(name))
      .map(({ name }) => `${path}/${name}`);
  }
  const entries = await project.list(source);
  if (!entries) return isAsset(source) ? [path] : [];
  const found: string[] = [];
  for (const { name, kind } of entries) {
    const inside = `${source.replace(/\/+$/, '')}/${name}`;
    const isNeeded = kind === 'file' ? isAsset(inside) : await project.holds(inside, isAsset);
    if (isNeeded) found.push(`${path}/${name}`);
  }
  return found;
}

/** Paths without those that lie in another, in their order. */
export function outermost(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isWithin(other, path)));
}

/** Copies without those that another one brings already. */
export function withoutRepeated(copies: readonly Copied[]): readonly Copied[] {
  return copies.filter(
    (copy, index) =>
      !copies.some((other, at) => {
        if (other === copy || other.from !== other.to || copy.from !== copy.to) return false;
        return other.from === copy.from ? at < index : isWithin(other.from, copy.from);
      }),
  );
}
