import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource } from '../build.ts';
import { joinedScript, shifted } from '../joined-script.ts';
import { listOf, pairsOf, readOpenYaml, templateOf, writtenText } from '../open-yaml.ts';
import { buildsInScript } from '../script-builds.ts';
import { type Lookup, Template } from '../template.ts';

/** How deep stages, jobs and their strategies may be nested. */
const deepest = 16;

/**
 * Azure Pipelines: the task Docker (learn.microsoft.com/azure/devops/pipelines/tasks/reference/docker-v2), and steps that
 * run a build. The registry is a service connection, of which nothing says where it leads. Where the pipeline stands says
 * nothing of where paths start, which is the repository.
 */
export const azurePipelines: BuildSource = {
  claims: (uri) =>
    /\/[^/]*azure-pipelines?[^/]*\.ya?ml$|\/\.?azure-?(?:pipelines|devops)\/(?:.*\/)?[^/]*\.ya?ml$/.test(uri),

  read(file) {
    if (!/build/i.test(file.text)) return [];
    const bases = file.foldersUp.toReversed();
    return readOpenYaml(file.text).flatMap(({ root, start }) => {
      const variables = variablesOf(root.get('variables'));
      const lookup: Lookup = (name) => predefined.get(name) ?? variables.get(name);
      return stepsIn(root, 0).flatMap((step) => {
        const says = 'An Azure pipeline builds it';
        const script = [step.get('script'), step.get('bash'), step.at('inputs', 'script')].find(({ exists }) => exists);
        if (script) return shifted(buildsInScript(joinedScript([script]), { bases, lookup, says }), start);
        return ofTask(step, lookup).map(
          (build): Build => ({
            ...build,
            span: shift(build.span, start),
            says,
            bases,
            confidence: 'certain',
          }),
        );
      });
    });
  },
};

/** The variables that are the folder of the repository (learn.microsoft.com/azure/devops/pipelines/build/variables). */
const predefined: ReadonlyMap<string, Template> = new Map(
  [
    'Build.SourcesDirectory',
    'Build.Repository.LocalPath',
    'System.DefaultWorkingDirectory',
    'Pipeline.Workspace/s',
  ].map((name) => [name, Template.literal('.').fixed]),
);

/** The maps that are steps, wherever stages, jobs and conditions put them. */
function stepsIn(value: YamlValue, depth: number): readonly YamlValue[] {
  if (depth > deepest) return [];
  if (value.isList) return value.items.flatMap((item) => stepsIn(item, depth + 1));
  const isStep = ['task', 'script', 'bash'].some((key) => value.get(key).hasKey);
  return isStep ? [value] : value.entries.flatMap(([, one]) => stepsIn(one, depth + 1));
}

function ofTask(
  step: YamlValue,
  lookup: Lookup,
): readonly Pick<Build, 'image' | 'span' | 'dockerfile' | 'context' | 'args'>[] {
  const inputs = step.get('inputs');
  const command = inputs.get('command').text ?? 'buildAndPush';
  const repository = inputs.get('repository');
  const name = templateOf(repository)?.fill(lookup);
  const isBuild = /^Docker@2/.test(writtenText(step.get('task')) ?? '') && /^build(?:AndPush)?$/i.test(command);
  if (!isBuild || !name || !repository.span) return [];
  const { span } = repository;
  const dockerfile = templateOf(inputs.get('Dockerfile')) ?? templateOf(inputs.get('dockerfile'));
  const context = templateOf(inputs.get('buildContext'));
  const tags = listOf(inputs.get('tags'));
  return (tags.length > 0 ? tags : ['$(Build.BuildId)']).map((tag) => ({
    image: new Template([{ name: 'containerRegistry' }, '/'])
      .with(name)
      .with(Template.literal(':'))
      .with(Template.read(tag).fill(lookup)),
    span,
    dockerfile: dockerfile?.fill(lookup),
    // `**`, the default, is the folder of the Dockerfile.
    context: context?.resolved.includes('*') ? undefined : context?.fill(lookup),
    args: pairsOf(inputs.get('buildArguments')),
  }));
}

/** Variables of a map, or of a list of names and values. */
function variablesOf(value: YamlValue): ReadonlyMap<string, Template> {
  const pairs = value.isList
    ? value.items.map((item) => [item.get('name').text ?? '', item.get('value')] as const)
    : value.entries;
  return new Map(
    pairs.flatMap(([name, one]) => {
      const template = templateOf(one);
      return template ? [[name, template] as const] : [];
    }),
  );
}
