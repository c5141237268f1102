import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import type { RuntimeImage, Said, StartLine } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { ContainerStart } from '../../kubernetes/container-start.ts';
import { ShellCommand } from '../../shell/command.ts';
import { type MappedText, somewhereIn } from '../../text/mapped.ts';
import type { ProcessPlace } from './process.ts';

/** A command line, and where it stands. */
export interface PlacedCommand {
  readonly command: ShellCommand;
  readonly place: ProcessPlace;
}

/** What a container is started with. */
export interface Start extends PlacedCommand {
  /** The ENTRYPOINT or the CMD that has a say in it; undefined when the base image or the manifest alone has. */
  readonly instruction: CommandInstruction | undefined;
  /** Whether it is a program that the base image says is started. */
  readonly isFromBase: boolean;
  /** What such a program hands over to: those of base images that are known do. */
  readonly handed: PlacedCommand | undefined;
  /** Where the words that the Dockerfile and the manifest say stand. */
  readonly places: ReadonlyMap<MappedText, ProcessPlace>;
}

/** Words, and who says them: an instruction, the manifest or the base image. */
interface Words {
  readonly words: readonly MappedText[];
  readonly by: CommandInstruction | undefined;
  readonly place: ProcessPlace;
  readonly isFromBase: boolean;
}

/** What is started: what the image says, unless a container says otherwise. Undefined when nobody knows. */
export function startOf(image: RuntimeImage, container?: ContainerStart): Start | undefined {
  const { command = [], args = [] } = container ?? {};
  if (command.length > 0) return begin(inManifest([...command, ...args]), undefined, container);
  const { entrypoint } = image;
  // What an entrypoint that is not known makes of arguments is not known either.
  if (args.length > 0 && !entrypoint) return undefined;
  const given = args.length > 0 ? inManifest(args) : image.command && said(image.command, image, container);
  if (!entrypoint || entrypoint.value.arguments.length === 0) return given && begin(given, undefined, container);
  const first = said(entrypoint, image, container);
  const start = begin(first, entrypoint.value.form === 'shell' ? undefined : given, container);
  return start && { ...start, instruction: first.by ?? given?.by };
}

/** A start with the words of one, and those of another behind them. */
function begin(first: Words, more: Words | undefined, container: ContainerStart | undefined): Start | undefined {
  const all = more ? [first, more] : [first];
  const command = ShellCommand.fromArguments(
    all.flatMap(({ words }) => words),
    container?.isKnown,
  );
  if (!command) return undefined;
  const { place, isFromBase, by: instruction } = first;
  // An option is for the program itself.
  const isHanded = isFromBase && more && !more.isFromBase && !more.words[0]?.text.startsWith('-');
  const handed = isHanded ? ShellCommand.fromArguments(more.words, container?.isKnown) : undefined;
  return {
    ...{ command, place, isFromBase, instruction },
    handed: handed && more && { command: handed, place: more.place },
    places: new Map(all.flatMap(({ words, place: one }) => words.map((word) => [word, one]))),
  };
}

function inManifest(words: readonly MappedText[]): Words {
  const span = ShellCommand.fromArguments(words)?.span ?? { start: 0, end: 0 };
  return { words, by: undefined, place: { span, file: undefined, isInManifest: true }, isFromBase: false };
}

/** What an image says; what its base image says stands where that is named. */
function said(
  { value, by }: Said<StartLine, CommandInstruction>,
  { stage }: RuntimeImage,
  container: ContainerStart | undefined,
): Words {
  if (!by) {
    const place: ProcessPlace =
      stage || !container
        ? { span: stage?.from?.span ?? { start: 0, end: 0 }, file: undefined }
        : { span: container.image, file: undefined, isInManifest: true };
    return { words: value.arguments.map((word) => somewhereIn(word, place.span)), by, place, isFromBase: true };
  }
  const place = { span: by.lineSpan, file: undefined };
  const arguments_ = { start: by.arguments.start, end: by.lineSpan.end };
  const somewhere = (word: string) => somewhereIn(word, arguments_);
  const own = { by, place, isFromBase: false };
  if (by.json) return { ...own, words: by.json.items.map(({ content }) => content) };
  if (by.form.kind === 'exec') return { ...own, words: value.arguments.map(somewhere) };
  return { ...own, words: [...by.shell.words.map(somewhere), by.form.text] };
}
