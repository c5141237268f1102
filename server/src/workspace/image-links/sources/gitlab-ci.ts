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
    return readOpenYaml(file.text).flatMap(({ root, start }) =>
      root.entries.flatMap(([job, value]) => {
        const own = variablesOf(value.get('variables'));
        const shared = variablesOf(root.get('variables'));
        const lookup: Lookup = (name) => own.get(name) ?? shared.get(name);
        const place = { bases, lookup, says: `The job "${job}" of GitLab CI builds it` };
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

/** What a job runs: the parts of its script one after the other. */
function scriptOf(job: YamlValue): MappedText {
  const parts = ['before_script', 'script'].flatMap((key) => {
    const script = job.get(key);
    return script.isList ? script.items.flatMap((item) => (item.isList ? item.items : [item])) : [script];
  });
  return joinedScript(parts);
}
