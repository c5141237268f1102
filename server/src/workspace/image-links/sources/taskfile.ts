import type { YamlValue } from '../../../yaml/value.ts';
import type { BuildFile, BuildSource } from '../build.ts';
import { joinedScript, shifted } from '../joined-script.ts';
import { readOpenYaml, templateOf, writtenText } from '../open-yaml.ts';
import { buildsInScript, mayBuild } from '../script-builds.ts';
import type { Lookup } from '../template.ts';

/** The commands of a Taskfile (taskfile.dev/reference/schema), each a script of its own in the folder of its task. */
export const taskfile: BuildSource = {
  claims: (uri) => /\/[Tt]askfile[^/]*\.ya?ml$/.test(uri),

  read(file) {
    if (!mayBuild(file.text)) return [];
    return readOpenYaml(file.text).flatMap(({ root, start }) =>
      root.get('tasks').entries.flatMap(([name, task]) => {
        const bases = foldersOf(task, file);
        const says = `The task "${name}" builds it`;
        const lookup = variablesOf(task, root);
        return commandsOf(task).flatMap((command) =>
          shifted(buildsInScript(joinedScript([command]), { bases, lookup, says }), start),
        );
      }),
    );
  },
};

/** Tasks may be a command, a list of commands, or a map with either. */
function commandsOf(task: YamlValue): readonly YamlValue[] {
  const commands = task.isMap ? [task.get('cmd'), ...task.get('cmds').items] : task.isList ? task.items : [task];
  return commands.map((one) => (one.isMap ? one.get('cmd') : one)).filter(({ exists }) => exists);
}

/** Variables are asked for with the dot of Go templates before them. */
function variablesOf(task: YamlValue, root: YamlValue): Lookup {
  const maps = [task, root].flatMap((one) => [one.get('vars'), one.get('env')]);
  return (name) => {
    const key = name.replace(/^\./, '');
    const value = maps.map((map) => map.get(key)).find(({ exists }) => exists);
    return value && !value.isMap ? templateOf(value) : undefined;
  };
}

/** The folder that a task runs in: the file's own, unless it says another. */
function foldersOf(task: YamlValue, { folder }: BuildFile): readonly string[] {
  const dir = task.isMap ? (writtenText(task.get('dir')) ?? '') : '';
  const path = dir.replace(/^\{\{\s*\.(?:ROOT_DIR|TASKFILE_DIR)\s*\}\}/, '').replace(/^(?:\.?\/)+|\/+$/g, '');
  if (/[{$]|\.\./.test(path)) return [];
  return [path === '' || path === '.' ? folder : `${folder}/${path.split('/').map(encodeURIComponent).join('/')}`];
}
