import { Refusal } from '../../core/fix.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Build, Language } from './conversion.ts';
import { isWithin, resolvePath } from './paths.ts';
import { sourceOf } from './startup.ts';

/**
 * Holds a conversion against what it was made of, whatever language planned it: the result is read again as any other
 * file, and its last stage has to start the same, as the same user, in the same folder, with the same variables, and
 * has to have every file of the build that its start names. Undefined when all of that is so.
 */
export async function refusalForResult(
  build: Build,
  edits: readonly TextEdit[],
  { buildVariables }: Language,
): Promise<Refusal | undefined> {
  const { dockerfile, stage: before } = build;
  const after = new Dockerfile(applyEdits(dockerfile.text, edits), dockerfile.fileName).finalStage;
  const kept = [...startKeywords, ...metadataKeywords].find(
    (keyword) => textsOf(before, keyword) !== textsOf(after, keyword),
  );
  if (kept !== undefined) return lost(`its ${kept}`);
  if (before.user.instruction && before.user.text !== after.user.text && !(before.user.isRoot && after.user.isRoot)) {
    return lost('its user');
  }
  const folder = after.workingFolderAt(Number.POSITIVE_INFINITY);
  if (folder !== undefined && resolvePath('/', folder) !== build.folder) return lost('its working directory');
  const variable = lostVariable(before, after, buildVariables);
  if (variable !== undefined) return lost(`the variable ${variable}`);
  const path = (await filesNamed(build)).find((file) => !isThere(file, after, build.folder));
  return path === undefined ? undefined : lost(path);
}

function lost(what: string): Refusal {
  return new Refusal(`The runtime stage would not have ${what}: convert by hand.`);
}

const startKeywords = ['ENTRYPOINT', 'CMD', 'HEALTHCHECK', 'STOPSIGNAL'] as const;
const metadataKeywords = ['EXPOSE', 'VOLUME', 'LABEL'] as const;

/** All instructions of a keyword as they are written. */
function textsOf(stage: Stage, keyword: (typeof startKeywords | typeof metadataKeywords)[number]): string {
  return stage
    .own(keyword)
    .map((one) => one.arguments.text)
    .join('\n');
}

/** A variable of the image, and not one of its build, that is another afterwards. */
function lostVariable(before: Stage, after: Stage, buildVariables: RegExp): string | undefined {
  const end = Number.POSITIVE_INFINITY;
  const names = before.own('ENV').flatMap(({ pairs }) => pairs.map(({ key }) => key.text));
  return names.find((name) => {
    const isForBuild =
      buildVariables.test(name) || /^(?:DEB(?:IAN_FRONTEND|CONF_NONINTERACTIVE_SEEN)|MAKEFLAGS)$/.test(name);
    return !isForBuild && before.scope.find(name, end)?.resolved !== after.scope.find(name, end)?.resolved;
  });
}

/** The files of the build that start commands name: programs, scripts and arguments, as absolute paths. */
async function filesNamed({ startup, survey, folder, project }: Build): Promise<readonly string[]> {
  const named = startup.commands.flatMap(({ words }) => words.flatMap(({ value }) => value ?? []));
  const paths = [...new Set(named.filter((value) => /[./]/.test(value)).map((value) => resolvePath(folder, value)))];
  const files: string[] = [...startup.scripts.values()];
  for (const path of paths) {
    const source = sourceOf(path, survey.items);
    const isRead = source !== undefined && (await project?.read(source)) !== undefined;
    const isMade = survey.items.some((item) => item.source === undefined && item.path === path);
    if (isRead || isMade) files.push(path);
  }
  return files;
}

/** Whether a COPY of a stage brings a file; one whose target is not known may. */
function isThere(path: string, stage: Stage, folder: string): boolean {
  return stage.instructions.some((one) => {
    if (!(one instanceof CopyInstruction)) return false;
    const { destination } = one;
    const piece = destination && { text: destination.source.text, start: destination.span.start };
    const target = piece && stage.scope.expand(piece, one.span.start).value;
    return target === undefined || isWithin(resolvePath(folder, target), path);
  });
}
