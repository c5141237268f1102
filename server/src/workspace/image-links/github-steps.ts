import { ShellScript } from '../../shell/script.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Build } from './build.ts';
import { joinedScript } from './joined-script.ts';
import { combinationsOf } from './matrix.ts';
import { listOf, pairsOf, templateOf, writtenText } from './open-yaml.ts';
import { buildsInScript, mayBuild } from './script-builds.ts';
import { type Lookup, Template } from './template.ts';
import { areCheckedOut, leavesFilesAlone } from './untouched.ts';

/** The steps of a job, and what they are run with. */
export interface Steps {
  /** The job, or what an action runs. */
  readonly job: YamlValue;
  /** The workflow or action. */
  readonly root: YamlValue;
  /** The URI of the folder of the repository. */
  readonly repository: string;
  /** What whoever calls it gives it. */
  readonly inputs: Lookup;
}

/** The builds of the steps of a job, once for each combination of its matrix. */
export function buildsOfSteps(within: Steps): readonly Build[] {
  const { job, root, inputs } = within;
  const steps = job.get('steps').items;
  const named = imagesOfSteps(steps);
  return steps.flatMap((step, at) => {
    // What an action is run after stands in a workflow.
    const isCheckedOut = () =>
      !job.get('using').exists && areCheckedOut(steps.slice(0, at), (run) => buildsNothingElse(run));
    const lookup: Lookup = (name) => {
      const [, scope, key = ''] = /^(?:(env)\.)?([A-Za-z_]\w*)$/.exec(name) ?? [];
      if (key === '' || (scope === undefined && !isRun(step))) return inputs(name);
      const set = [step, job, root].map((one) => one.get('env').get(key)).find(({ exists }) => exists);
      return set && templateOf(set);
    };
    return inEach(job, step, lookup).flatMap((inMatrix) =>
      isRun(step)
        ? ofScript(step, within, inMatrix, isCheckedOut)
        : ofAction(step, within.repository, inMatrix, named, isCheckedOut),
    );
  });
}

/** What is known in each combination of a job's matrix, as far as a part of the job uses it. */
export function inEach(job: YamlValue, part: YamlValue, lookup: Lookup): readonly Lookup[] {
  const { span, document } = part;
  const text = span ? document.text.slice(span.start, span.end) : '';
  return combinationsOf(job.at('strategy', 'matrix'), text).map(
    (combination): Lookup =>
      (name) =>
        combination.get(name) ?? lookup(name),
  );
}

function isRun(step: YamlValue): boolean {
  return step.get('run').exists;
}

/** Whether a step is only taken where certain files are. */
function asksForFiles(step: YamlValue): boolean {
  return /hashFiles/.test(writtenText(step.get('if')) ?? '');
}

/** Whether the script of a step leaves the files of the repository alone. */
function buildsNothingElse(run: YamlValue): boolean {
  return new ShellScript(joinedScript([run])).commands.every(leavesFilesAlone);
}

function ofScript(
  step: YamlValue,
  { job, root, repository }: Steps,
  lookup: Lookup,
  isCheckedOut: () => boolean,
): readonly Build[] {
  const script = joinedScript([step.get('run')]);
  if (!mayBuild(script.text)) return [];
  const places = [step, job.at('defaults', 'run'), root.at('defaults', 'run')];
  const folder = places.map((one) => writtenText(one.get('working-directory'))).find((text) => text !== undefined);
  const bases = folder === undefined ? [repository] : folderIn(repository, Template.read(folder).fill(lookup));
  return buildsInScript(script, {
    bases,
    lookup,
    isCheckedOut: !asksForFiles(step) && isCheckedOut(),
    says: 'A GitHub workflow builds it',
  });
}

function folderIn(repository: string, folder: Template): readonly string[] {
  const path = folder.resolved.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
  if (path.includes('*') || path.includes('..')) return [];
  return [path === '' ? repository : `${repository}/${path.split('/').map(encodeURIComponent).join('/')}`];
}

function ofAction(
  step: YamlValue,
  repository: string,
  lookup: Lookup,
  named: ReadonlyMap<string, readonly string[]>,
  isCheckedOut: () => boolean,
): readonly Build[] {
  const uses = writtenText(step.get('uses')) ?? '';
  const isPush =
    /^(?:docker\/build-push-action|redhat-actions\/buildah-build|depot\/build-push-action|useblacksmith\/build-push-action)@/.test(
      uses,
    );
  if (!isPush) return [];
  const inputs = step.get('with');
  const filled = (...keys: readonly string[]) => {
    const value = keys.map((key) => inputs.get(key)).find(({ exists }) => exists);
    return value && templateOf(value)?.fill(lookup);
  };
  const context = filled('context') ?? Template.literal('.');
  // A context that is a repository's address is the repository itself, as it was pushed.
  const isRemote = /^(?:https?:|git@|git:|\{\{defaultContext\}\})/.test(context.resolved);
  const at = [inputs.get('tags'), inputs.get('image'), step.get('uses')].find(({ span }) => span)?.span;
  if (!at) return [];
  const tags = tagsOf(inputs, named).map((tag) => Template.read(tag).fill(lookup));
  // Without a context it is the repository as it was pushed, whatever steps do to its files.
  const isAsPushed = !inputs.get('context').exists && uses.startsWith('docker/');
  const isDeclared = !isRemote && !asksForFiles(step) && isWrittenOut(inputs) && (isAsPushed || isCheckedOut());
  return (tags.length === 0 ? [Template.unknown] : tags).map((image) => ({
    image,
    span: at,
    says: 'A GitHub workflow builds and pushes it',
    dockerfile: filled('file', 'dockerfile', 'containerfiles'),
    context: isRemote ? Template.literal('.') : context,
    target: filled('target'),
    namedContexts: [...pairsOf(inputs.get('build-contexts')).keys()],
    args: pairsOf(inputs.get('build-args')),
    bases: [repository],
    isDeclared,
    confidence: isRemote ? 'likely' : 'certain',
  }));
}

/** Whether no expression decides which Dockerfile is built: what a matrix leaves out may stand in one. */
function isWrittenOut(inputs: YamlValue): boolean {
  return ['file', 'dockerfile', 'containerfiles', 'context'].every(
    (key) => !/\$|\{\{/.test(writtenText(inputs.get(key)) ?? ''),
  );
}

/** The names that a step gives to what it builds, those that another step makes included. */
function tagsOf(inputs: YamlValue, named: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const tags = listOf(inputs.get('tags')).flatMap((tag) => {
    const made = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.tags\s*\}\}$/.exec(tag)?.[1];
    return made === undefined ? [tag] : (named.get(made) ?? []);
  });
  const image = writtenText(inputs.get('image'));
  if (image !== undefined)
    return tags.length === 0 ? [image] : tags.map((tag) => (/[/:]/.test(tag) ? tag : `${image}:${tag}`));
  const pushed = /(?:^|,)name=([^,"]+)/.exec(writtenText(inputs.get('outputs')) ?? '')?.[1];
  return tags.length > 0 || pushed === undefined ? tags : [pushed];
}

/** The names that `docker/metadata-action` makes, by the step's id; their tags are known when it runs. */
function imagesOfSteps(steps: readonly YamlValue[]): ReadonlyMap<string, readonly string[]> {
  const images = new Map<string, readonly string[]>();
  for (const step of steps) {
    const id = writtenText(step.get('id'));
    if (id === undefined || !/metadata-action@/.test(writtenText(step.get('uses')) ?? '')) continue;
    const names = listOf(step.at('with', 'images')).filter((name) => !/enable=false/.test(name));
    images.set(
      id,
      names.map((name) => `${name.replace(/^name=/, '')}:\${{ steps.${id}.outputs.version }}`),
    );
  }
  return images;
}
