import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource } from '../build.ts';
import { combinationsOf } from '../matrix.ts';
import { listOf, pairsOf, readOpenYaml, templateOf, writtenText } from '../open-yaml.ts';
import { buildsInScript } from '../script-builds.ts';
import { type Lookup, Template } from '../template.ts';
import { joinedScript, shifted } from './gitlab-ci.ts';

/**
 * The workflows and actions of GitHub: steps with `docker/build-push-action` (its README, "inputs", version 6), whose
 * paths start from the repository, and steps that run a build.
 */
export const githubActions: BuildSource = {
  claims: (uri) => /\/\.(?:github|gitea|forgejo)\/(?:.*\/)?[^/]*\.ya?ml$/.test(uri),

  read(file) {
    if (!/build/.test(file.text)) return [];
    const repository = file.uri.slice(0, file.uri.search(/\/\.(?:github|gitea|forgejo)\//));
    return readOpenYaml(file.text).flatMap(({ root, start }) => {
      const jobs = root.get('jobs').entries.map(([, job]) => job);
      const builds = [...jobs, root.get('runs')].flatMap((job) => buildsOfJob(job, root, repository));
      return shifted(builds, start);
    });
  },
};

function buildsOfJob(job: YamlValue, root: YamlValue, repository: string): readonly Build[] {
  const steps = job.get('steps').items;
  const named = imagesOfSteps(steps);
  return steps.flatMap((step) => {
    const lookup: Lookup = (name) => {
      const [, scope, key = ''] = /^(?:(env)\.)?([A-Za-z_]\w*)$/.exec(name) ?? [];
      const sources = [step, job, root].map((one) => one.get('env').get(key));
      const set =
        key === '' || (scope === undefined && !isRun(step)) ? undefined : sources.find(({ exists }) => exists);
      return set && templateOf(set);
    };
    return combinationsOf(job.at('strategy', 'matrix'), usedBy(step)).flatMap((combination) => {
      const inMatrix: Lookup = (name) => combination.get(name) ?? lookup(name);
      return isRun(step)
        ? ofScript(step, job, root, repository, inMatrix)
        : ofAction(step, repository, inMatrix, named);
    });
  });
}

function isRun(step: YamlValue): boolean {
  return step.get('run').exists;
}

/** The text of a step, to see what it uses of the matrix. */
function usedBy({ span, document }: YamlValue): string {
  return span ? document.text.slice(span.start, span.end) : '';
}

function ofScript(
  step: YamlValue,
  job: YamlValue,
  root: YamlValue,
  repository: string,
  lookup: Lookup,
): readonly Build[] {
  const places = [step, job.at('defaults', 'run'), root.at('defaults', 'run')].map((one) =>
    one.get('working-directory'),
  );
  const folder = places.map(writtenText).find((text) => text !== undefined);
  const within = folder === undefined ? [repository] : folderIn(repository, Template.read(folder).fill(lookup));
  return buildsInScript(joinedScript([step.get('run')]), {
    bases: within,
    lookup,
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
  return tagsOf(inputs, named).map((tag) => ({
    image: Template.read(tag).fill(lookup),
    span: shift(at, 0),
    says: 'A GitHub workflow builds and pushes it',
    dockerfile: filled('file', 'dockerfile', 'containerfiles'),
    context: isRemote ? Template.literal('.') : context,
    target: filled('target'),
    args: pairsOf(inputs.get('build-args')),
    bases: [repository],
    confidence: isRemote ? 'likely' : 'certain',
  }));
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
