import type { Host } from '../../../core/host.ts';
import type { Span } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource } from '../build.ts';
import { buildsOfSteps, inEach } from '../github-steps.ts';
import { shifted } from '../joined-script.ts';
import { listOf, readOpenYaml, templateOf, writtenText } from '../open-yaml.ts';
import { type Lookup, Template } from '../template.ts';

/**
 * The workflows and actions of GitHub: steps with `docker/build-push-action` (its README, "inputs", version 6), whose
 * paths start from the repository, steps that run a build, and workflows and actions of the repository that are called
 * with what is to be built.
 */
export const githubActions: BuildSource = {
  claims: (uri) => /\/\.(?:github|gitea|forgejo)\/(?:.*\/)?[^/]*\.ya?ml$/.test(uri),

  async read(file, host) {
    if (!/build|image/.test(file.text)) return [];
    const repository = file.uri.slice(0, file.uri.search(/\/\.(?:github|gitea|forgejo)\//));
    const builds: Build[] = [];
    for (const { root, start } of readOpenYaml(file.text)) {
      const inputs = defaultInputs(root);
      const jobs = [...root.get('jobs').entries.map(([, job]) => job), root.get('runs')];
      for (const job of jobs) {
        const own = buildsOfSteps({ job, root, repository, inputs });
        const calls = [job, ...job.get('steps').items].map((caller) => ofCall(caller, job, repository, inputs, host));
        builds.push(...shifted([...own, ...(await Promise.all(calls)).flat()], start));
      }
    }
    return builds;
  },
};

/** What a workflow or an action is given when its caller says nothing. */
function defaultInputs(root: YamlValue): Lookup {
  const inputs = [
    root.at('on', 'workflow_call', 'inputs'),
    root.at('on', 'workflow_dispatch', 'inputs'),
    root.get('inputs'),
  ];
  return (name) => {
    const key = /^(?:github\.event\.)?inputs\.([\w-]+)$/.exec(name)?.[1];
    const value =
      key === undefined ? undefined : inputs.map((one) => one.get(key).get('default')).find(({ exists }) => exists);
    return value && templateOf(value);
  };
}

/** What is built because a job or step calls a workflow or an action, of which each build is said where it is called. */
async function ofCall(
  caller: YamlValue,
  job: YamlValue,
  repository: string,
  inputs: Lookup,
  host: Pick<Host, 'readText'>,
): Promise<readonly Build[]> {
  const uses = caller.get('uses');
  const called = writtenText(uses);
  const inputsGiven = caller.get('with');
  if (called === undefined || !uses.span || !inputsGiven.isMap) return [];
  const given = inEach(job, inputsGiven, inputs).map((lookup) => givenBy(inputsGiven, lookup));
  if (!called.startsWith('./')) {
    const isWorkflow = /\/\.github\/workflows\//.test(called);
    return isWorkflow ? given.flatMap((lookup) => ofUnknown(inputsGiven, lookup, repository)) : [];
  }
  const text = await textOf(called.slice('./'.length), repository, host);
  const document = text === undefined ? undefined : readOpenYaml(text)[0];
  if (!document) return [];
  const { root } = document;
  const fallback = defaultInputs(root);
  const { span } = uses;
  return [...root.get('jobs').entries.map(([, one]) => one), root.get('runs')].flatMap((one) =>
    given.flatMap((lookup) =>
      buildsOfSteps({ job: one, root, repository, inputs: (name) => lookup(name) ?? fallback(name) }).map(
        (build): Build => ({
          ...build,
          span,
          says: `A GitHub workflow builds it through "${called}"`,
          // What the caller did before is not known here.
          isDeclared: false,
        }),
      ),
    ),
  );
}

/** What a caller gives, by the names by which expressions ask for it. */
function givenBy(values: YamlValue, lookup: Lookup): Lookup {
  return (name) => {
    const key = /^inputs\.([\w-]+)$/.exec(name)?.[1];
    return key === undefined ? undefined : templateOf(values.get(key))?.fill(lookup).fixed;
  };
}

async function textOf(path: string, repository: string, host: Pick<Host, 'readText'>): Promise<string | undefined> {
  const plain = path.replace(/@.*$/, '').replace(/\/+$/, '');
  if (plain.includes('..')) return undefined;
  const candidates = /\.ya?ml$/.test(plain) ? [plain] : [`${plain}/action.yml`, `${plain}/action.yaml`];
  for (const one of candidates) {
    const text = await host.readText(`${repository}/${one}`);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * What a workflow of another repository is asked to build, which by the names of its inputs is as good as certain: an
 * image and where its Dockerfile is.
 */
function ofUnknown(values: YamlValue, lookup: Lookup, repository: string): readonly Build[] {
  const keys = values.entries.map(([key]) => key);
  const named = (pattern: RegExp) => keys.find((key) => pattern.test(key));
  const filled = (key: string | undefined) => (key === undefined ? undefined : lookup(`inputs.${key}`));
  const images = named(/^(?:docker[-_])?(?:images?|image[-_]?names?|tags|repository)$/i);
  const context = filled(named(/context$/i));
  const dockerfile = filled(named(/^(?:docker[-_]?)?file$|dockerfile$/i));
  if (images === undefined || !(context ?? dockerfile)) return [];
  const value = values.get(images);
  const span: Span = value.span ?? { start: 0, end: 0 };
  return listOf(value).map((text) => ({
    image: Template.read(text).with(/[:][^/]*$/.test(text) ? Template.literal('') : anyTag),
    span,
    says: 'A GitHub workflow has it built by a workflow of another repository',
    dockerfile,
    context: context ?? Template.literal('.'),
    target: filled(named(/target$/i)),
    bases: [repository],
    confidence: 'likely',
  }));
}

const anyTag = new Template([':', { name: '' }]);
