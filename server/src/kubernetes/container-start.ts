import { shells } from '../shell/command.ts';
import { type MappedText, somewhereIn, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import { environmentOf, isServiceVariable, referencesIn } from './env.ts';

/** What a container says about how its image is started. */
export interface ContainerStart {
  /** What is started instead of the ENTRYPOINT and the CMD of the image; empty where these are left as they are. */
  readonly command: readonly MappedText[];
  /** What the program is given instead of the CMD; empty where that is left, or goes with the ENTRYPOINT. */
  readonly args: readonly MappedText[];
  /** Where the image is named. */
  readonly image: Span;
  /** Where it is started, when not where the image says; undefined within for a folder that is not known. */
  readonly workingFolder: { readonly path: string | undefined } | undefined;
  /** Whether a word is what the program is given, and nothing is put into it that only the cluster knows. */
  isKnown(word: MappedText): boolean;
  /** Whether it leaves all of this to the image, and mounts nothing. */
  readonly isPlain: boolean;
  /** Whether a volume is mounted over an absolute path, so that what the image has there is not seen. */
  hides(path: string): boolean;
}

/**
 * What a container says about how its image is started; undefined when part of that is not known. An empty list says
 * nothing ("Define a Command and Arguments for a Container", and `WithProcessArgs` of containerd 2.2).
 */
export function containerStartOf(container: Container): ContainerStart | undefined {
  const { value } = container;
  const [command, args] = [wordsIn(value.get('command')), wordsIn(value.get('args'))];
  if (!command || !args) return undefined;
  const unknown = new Set<MappedText>();
  const words = [...command, ...args].map((word, at, all) => {
    if (!word.text.includes('$')) return word;
    if (isScript(word, all.slice(0, at))) return withShellVariables(word, container);
    const put = withValues(word, container);
    if (!put.isKnown) unknown.add(put.word);
    return put.word;
  });
  const folder = value.get('workingDir');
  const mounts = value.get('volumeMounts');
  return {
    command: words.slice(0, command.length),
    args: words.slice(command.length),
    image: value.get('image').span ?? container.span,
    workingFolder: folder.exists || folder.isOpen ? { path: plainText(folder) } : undefined,
    isPlain: words.length === 0 && ![folder, mounts].some((one) => one.exists || one.isOpen),
    isKnown: (word) => !unknown.has(word),
    hides: (path) => hides(mounts, path),
  };
}

function wordsIn(list: YamlValue): readonly MappedText[] | undefined {
  if (list.isOpen) return undefined;
  const words = list.items.flatMap(({ mappedText }) => mappedText ?? []);
  return words.length === list.items.length ? words : undefined;
}

function plainText({ text }: YamlValue): string | undefined {
  return text === undefined || text.includes('$(') ? undefined : text;
}

/** Whether a word is what a shell before it is told to run. */
function isScript({ text }: MappedText, before: readonly MappedText[]): boolean {
  const isAfterOption = /^-[a-z]*c$/.test(before.at(-1)?.text ?? '');
  return isAfterOption && /\s/.test(text) && before.some((one) => shells.has(one.text.replace(/^.*\//, '')));
}

/** What the kubelet puts in for a name: undefined when only it knows, null when it leaves the reference as it is. */
function valueFor(name: string, { value }: Container, variables: ReturnType<typeof environmentOf>) {
  const variable = variables.findLast((one) => one.name === name);
  if (variable) {
    const { text } = variable.value;
    return text === undefined || text.includes('$') ? undefined : text;
  }
  const isOpen = value.get('env').isOpen || value.get('envFrom').exists || value.get('envFrom').isOpen;
  const isElsewhere = (isOpen && /^[A-Z_][A-Z0-9_]*$/.test(name)) || isServiceVariable(name);
  return isElsewhere ? undefined : null;
}

/** A word as the program gets it: `$(NAME)` is what the container sets (see `referencesIn`). */
function withValues(word: MappedText, container: Container) {
  const variables = environmentOf(container);
  const references = referencesIn(word.text);
  const values = references.map(({ name }) => valueFor(name, container, variables));
  if (values.some((one) => one === undefined)) return { word, isKnown: false };
  const text = word.text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (valueFor(name, container, variables) ?? whole),
  );
  return { word: text === word.text ? word : standingFor(word, text), isKnown: true };
}

/**
 * A script as the shell gets it, so far as that tells what it runs. What is put in stands in the environment under the same
 * name: so the script is read as one that takes it from there, which is as long.
 */
function withShellVariables(word: MappedText, container: Container): MappedText {
  const variables = environmentOf(container);
  const text = word.text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) => {
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return whole;
    return valueFor(name, container, variables) === null ? whole : `\${${name}}`;
  });
  if (text === word.text) return word;
  return { text, isExact: word.isExact, unit: (offset) => word.unit(offset) };
}

function standingFor(word: MappedText, text: string): MappedText {
  return somewhereIn(text, sourceSpan(word, 0, word.text.length));
}

function hides(mounts: YamlValue, path: string): boolean {
  if (mounts.isOpen) return true;
  return mounts.items.some((mount) => {
    const target = mount.get('mountPath').text?.replace(/\/+$/, '');
    return target === undefined || target === '' || path === target || path.startsWith(`${target}/`);
  });
}
