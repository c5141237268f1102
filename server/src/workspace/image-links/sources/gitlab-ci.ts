import type { MappedText } from '../../../text/mapped.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { BuildSource } from '../build.ts';
import { joinedScript, shifted } from '../joined-script.ts';
import { readOpenYaml, templateOf } from '../open-yaml.ts';
import { buildsInScript, mayBuild } from '../script-builds.ts';
import type { Lookup, Template } from '../template.ts';

/** The jobs of GitLab CI (docs.gitlab.com/ci/yaml, `script`), which begin in the folder of the repository. */
export const gitlabCi: BuildSource = {
  claims: (uri) => /\/[^/]*\.gitlab-ci\.ya?ml$|\/\.?gitlab(?:-ci)?\/(?:.*\/)?[^/]*\.ya?ml$/.test(uri),

  read(file) {
    if (!mayBuild(file.text)) return [];
    const isWhole = /\/\.gitlab-ci\.ya?ml$/.test(file.uri);
    const bases = isWhole ? [file.folder] : file.foldersUp.toReversed();
    // Jobs get what those of earlier stages leave behind, and what an included file says.
    const isAlone = isWhole && !/\b(?:artifacts|cache|include|trigger|exists)["']?\s*:/.test(file.text);
    return readOpenYaml(file.text).flatMap(({ root, start }) =>
      root.entries.flatMap(([job, value]) => {
        const own = variablesOf(value.get('variables'));
        const shared = variablesOf(root.get('variables'));
        const lookup: Lookup = (name) => own.get(name) ?? shared.get(name);
        const isCheckedOut = isAlone && !value.get('extends').exists && !beginsElsewhere(root, value);
        const place = { bases, lookup, isCheckedOut, says: `The job "${job}" of GitLab CI builds it` };
        return shifted(buildsInScript(scriptOf(value), place), start);
      }),
    );
  },
};

function variablesOf(value: YamlValue): ReadonlyMap<string, Template> {
  return new Map(
    value.entries.flatMap(([name, one]) => {
      const template = templateOf(one.isMap ? one.get('value') : one);
      return template ? [[name, template] as const] : [];
    }),
  );
}

/** Whether a job begins with what is written for all jobs. */
function beginsElsewhere(root: YamlValue, job: YamlValue): boolean {
  if (job.get('before_script').exists) return false;
  return [root, root.get('default')].some((one) => one.get('before_script').exists);
}

/** What a job runs: the parts of its script one after the other. */
function scriptOf(job: YamlValue): MappedText {
  const parts = ['before_script', 'script'].flatMap((key) => {
    const script = job.get(key);
    return script.isList ? script.items.flatMap((item) => (item.isList ? item.items : [item])) : [script];
  });
  return joinedScript(parts);
}
