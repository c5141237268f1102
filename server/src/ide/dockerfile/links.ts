import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { CopyInstruction, isRemote } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { pageOf } from '../../image/pages.ts';
import { type ImageReference, readImageReference } from '../../image/reference.ts';
import type { Span } from '../../text/span.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import type { Assistant, Link } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';
import { contextsOf, filesFor } from './contexts.ts';

/** Links images to their pages, addresses to what they name, and what is copied to the files of the build context. */
export const dockerfileLinks: Assistant = {
  async links(worked) {
    const dockerfile = dockerfileOf(worked.file);
    if (!dockerfile) return [];
    const contexts = await BuildContexts.of(dockerfile, { uri: worked.file.uri, host: worked.around.host });
    return [...imageLinks(dockerfile, contexts), ...addressLinks(dockerfile), ...(await fileLinks(dockerfile, worked))];
  },
};

function imageLinks(dockerfile: Dockerfile, contexts: BuildContexts): readonly Link[] {
  const bases = dockerfile.stages.flatMap(({ from, image }) =>
    from?.image && image?.reference ? [{ reference: image.reference, span: from.image.span }] : [],
  );
  const frontends = dockerfile.lines.directives
    .filter(({ name }) => name === 'syntax')
    .map(({ value, valueSpan }) => ({ reference: readImageReference(value), span: valueSpan }));
  const images = [...bases, ...dockerfile.copiedImages].filter(({ reference }) => !contexts.givenAs(reference.text));
  return [...images, ...frontends].flatMap(pageLink);
}

function pageLink({ reference, span }: { readonly reference: ImageReference; readonly span: Span }): readonly Link[] {
  const page = pageOf(reference);
  return page ? [{ span, uri: page.url, tooltip: `${reference.repository} on ${page.site}` }] : [];
}

function addressLinks(dockerfile: Dockerfile): readonly Link[] {
  return dockerfile.allInstructions.flatMap((instruction) => [
    ...remoteSources(instruction),
    ...addresses(instruction),
  ]);
}

/** What ADD downloads, with variables put in. */
function remoteSources(instruction: Instruction): readonly Link[] {
  if (!(instruction instanceof CopyInstruction)) return [];
  return instruction.sources.flatMap(({ span }, at) => {
    const address = instruction.expandedSources[at] ?? '';
    return isAddress(address) ? [{ span, uri: address, tooltip: address }] : [];
  });
}

/** The addresses that the commands of RUN are given, with those variables put in that the Dockerfile sets. */
function addresses(run: Instruction): readonly Link[] {
  if (!(run instanceof RunInstruction)) return [];
  return run.commands.flatMap(({ arguments: words }) =>
    words.flatMap((word) => {
      if (!/https?:\/\//.test(word.text) || word.span.isExact === false) return [];
      const address = word.value ?? withVariables(word.text, run) ?? '';
      return isAddress(address) ? [{ span: word.span, uri: address, tooltip: address }] : [];
    }),
  );
}

/** A word of a script with its variables put in; undefined when the script sets one of them, or only the build knows. */
function withVariables(text: string, { script, stage, span }: RunInstruction): string | undefined {
  const written = /^(["']?)(https?:.*)\1$/s.exec(text)?.[2];
  if (written === undefined) return undefined;
  const { value, references } = stage.scope.expand({ text: written, start: 0 }, span.start);
  return references.some(({ name }) => script?.variables.set.has(name)) ? undefined : value;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s"'<>$`\\]+$/.test(text) && !text.includes(unknownValue);
}

/** What is copied by the name of one file that is there. */
async function fileLinks(dockerfile: Dockerfile, worked: WorkedOn): Promise<readonly Link[]> {
  const sources = dockerfile.allInstructions.flatMap((instruction) => {
    if (!(instruction instanceof CopyInstruction) || instruction.from || instruction.onbuild) return [];
    return instruction.sources.flatMap(({ span }, at) => {
      const source = instruction.expandedSources[at] ?? '';
      return isRemote(source) || /[*?[]/.test(source) || source.includes(unknownValue) ? [] : [{ span, source }];
    });
  });
  if (sources.length === 0) return [];
  const [context] = await contextsOf(dockerfile, worked);
  if (!context) return [];
  const links = await Promise.all(
    sources.map(async ({ span, source }): Promise<readonly Link[]> => {
      const [uri] = await filesFor(source, context);
      return uri === undefined ? [] : [{ span, uri, tooltip: 'A file of the build context' }];
    }),
  );
  return links.flat();
}
