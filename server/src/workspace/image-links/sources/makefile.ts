import { verbatim } from '../../../text/mapped.ts';
import type { BuildSource } from '../build.ts';
import { buildsInScript, mayBuild } from '../script-builds.ts';
import { type Lookup, Template } from '../template.ts';

/**
 * The recipes of makefiles (GNU make manual, "Writing Recipes"). Each line is a script of its own, run in the folder
 * from which make is started, which is the makefile's own unless another includes it.
 */
export const makefile: BuildSource = {
  claims: (uri) => /\/(?:(?:GNU)?[Mm]akefile(?:\.[^/]*)?|[^/]*\.mk)$/.test(uri),

  read(file) {
    if (!/\b(?:build|bud)\b/.test(file.text)) return [];
    const lookup = variablesOf(file.text);
    const isWhole = /^(?:GNU)?[Mm]akefile$/.test(file.name);
    const bases = isWhole ? [file.folder] : file.foldersUp;
    return [...file.text.matchAll(/^\t[ \t]*(?:[@+-][ \t]*)*((?:[^\\\r\n]|\\\r?\n|\\.)*)/gm)].flatMap((line) => {
      const script = line[1] ?? '';
      const start = line.index + line[0].length - script.length;
      return buildsInScript(verbatim(script, start), { bases, lookup, says: 'A recipe of the makefile builds it' });
    });
  },
};

/** The variables that a makefile sets to one value; in a recipe the name of its target is known too, if it is one name. */
function variablesOf(text: string): Lookup {
  if (!mayBuild(text)) return () => undefined;
  const values = new Map<string, Template | undefined>();
  for (const [, name = '', sign = '', value = ''] of text.matchAll(
    /^(?:export[ \t]+|override[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(\?|:{1,3}|\+|!)?=[ \t]*([^\r\n#]*)/gm,
  )) {
    const template = Template.read(value.trim());
    const isOther = values.has(name) && values.get(name)?.resolved !== template.resolved;
    // Only the first of two defaults counts; of other values it depends on what stands between.
    if (isOther && sign === '?') continue;
    values.set(name, sign === '+' || sign === '!' || isOther ? undefined : template);
  }
  return (name) => values.get(name);
}
