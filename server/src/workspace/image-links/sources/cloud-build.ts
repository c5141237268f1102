import { verbatim } from '../../../text/mapped.ts';
import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildFile, BuildSource } from '../build.ts';
import { joinedScript } from '../joined-script.ts';
import { readOpenYaml, templateOf, writtenText } from '../open-yaml.ts';
import { buildsInScript } from '../script-builds.ts';
import type { Lookup } from '../template.ts';

/**
 * The steps of Google Cloud Build (cloud.google.com/build/docs/build-config-file-schema): the program of an image with
 * its arguments, or a script. Where a build is submitted from is not known: the folder of the file, or one above it.
 */
export const cloudBuild: BuildSource = {
  claims: (uri) => /\/[^/]*cloudbuild[^/]*\.ya?ml$/i.test(uri),

  read(file) {
    return readOpenYaml(file.text).flatMap(({ root, start }) => {
      const substitutions = root.get('substitutions');
      const lookup: Lookup = (name) => templateOf(substitutions.get(name));
      return root.get('steps').items.flatMap((step) => ofStep(step, lookup, file, start));
    });
  },
};

function ofStep(step: YamlValue, lookup: Lookup, file: BuildFile, start: number): readonly Build[] {
  const dir = writtenText(step.get('dir'))?.replace(/^(?:\.?\/)+|\/+$/g, '') ?? '';
  if (dir.includes('$') || dir.includes('..')) return [];
  const below = dir === '' || dir === '.' ? '' : `/${dir.split('/').map(encodeURIComponent).join('/')}`;
  const place = { bases: file.foldersUp.map((folder) => folder + below), lookup, says: 'Cloud Build builds it' };
  const args = step.get('args');
  const words = args.items.flatMap((item) => writtenText(item) ?? []);
  const program = programOf(step);
  const isShell = /^(?:ba|da)?sh$/.test(program.slice(program.lastIndexOf('/') + 1));
  const script = isShell ? args.items[words.findIndex((word) => /^-\w*c$/.test(word)) + 1] : step.get('script');
  if (script?.exists) {
    const builds = buildsInScript(joinedScript([script]), place);
    return builds.map((build) => ({ ...build, span: shift(build.span, start) }));
  }
  const { span } = args;
  if (!span || words.length === 0) return [];
  const command = [program, ...words].map(asWord).join(' ');
  return buildsInScript(verbatim(command, 0), place).map((build) => ({ ...build, span: shift(span, start) }));
}

/** An argument as a word of a script; what the shell reads as something else stands in quotes. */
function asWord(text: string): string {
  return /[\s;&|<>()*?#"'`\\]/.test(text) ? `'${text.replaceAll("'", '')}'` : text;
}

/** The program that a step starts: the one it names, or that of its image. */
function programOf(step: YamlValue): string {
  const entrypoint = writtenText(step.get('entrypoint'));
  if (entrypoint !== undefined) return entrypoint;
  const image = writtenText(step.get('name')) ?? '';
  if (/kaniko-project\/executor/.test(image)) return 'executor';
  return /(?:^|\/)docker(?:[:@]|$)/.test(image) ? 'docker' : image.replace(/^.*\/|[:@].*$/g, '');
}
