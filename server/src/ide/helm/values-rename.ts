import type { OtherFile } from '../../core/finding.ts';
import { Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Span } from '../../text/span.ts';
import { anyMember, type ObjectPath } from '../../workspace/helm/meaning.ts';
import {
  type Declaration,
  declarationsIn,
  isUsedAsPart,
  type SeenValue,
  seenBy,
  type Use,
  usesIn,
} from '../../workspace/helm/relatives.ts';
import type { Assistant, FileEdits, NamedEdit, Renaming } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { pathText } from './describe-value.ts';
import { type Pointed, pointedAt } from './navigation.ts';

/** Renames a value in all files of values and all templates. */
export const valuesRename: Assistant = { renaming };

async function renaming(spot: Spot): Promise<Renaming | Refusal | undefined> {
  const pointed = await pointedAt(spot);
  const [path] = pointed?.paths ?? [];
  const [object, ...keys] = path ?? [];
  const name = keys.at(-1);
  if (!pointed || object !== 'Values' || name === undefined || name === anyMember) return undefined;
  if (pointed.paths.length > 1) return ambiguous;
  const { host } = spot.around;
  const seen = await seenBy(pointed.chart, keys, host);
  if (seen.some(({ chart, path: at }) => at.length === 1 && isPart(chart.dependency(name)?.key, name)))
    return new Refusal(`${name} is what a subchart goes by: its name or alias in Chart.yaml says so.`);
  return { span: pointed.span, name, to: (other) => rename(name, other, seen, pointed, host) };
}

const ambiguous = new Refusal('This may be one of several values, which would no longer be called the same.');

function isPart(key: string | undefined, name: string): boolean {
  return key !== undefined || name === 'global';
}

async function rename(
  from: string,
  to: string,
  seen: readonly SeenValue[],
  { edited, chart, paths }: Pointed,
  host: SharedHost,
): Promise<readonly FileEdits[] | Refusal> {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(to))
    return new Refusal(
      `Templates cannot write .${to}: a name has letters, digits and underscores, and begins with no digit.`,
    );
  const [, ...keys] = paths[0] ?? [];
  const sibling = declarationsIn(await seenBy(chart, [...keys.slice(0, -1), to], host), edited);
  if (from !== to && sibling.length > 0) return new Refusal(`There is a value called ${to} already.`);
  const doubt = isUsedAsPart(seen, edited)
    ? `A template uses ${pathText(keys.slice(0, -1)) || 'the values'} as a whole, and may name ${from} in ways that cannot be seen`
    : undefined;
  const edits = new Edits(to, doubt);
  for (const declaration of declarationsIn(seen, edited)) edits.declare(declaration);
  for (const use of usesIn(seen, edited)) edits.use(use, mayBeOther(use, keys) ? doubtOfUse(from) : doubt);
  for (const one of seen) edits.schema(one);
  return edits.byFile;
}

/** Whether a place is reached by a path that goes over all members of a map, of which others may keep the key. */
function mayBeOther({ path }: Use, keys: ObjectPath): boolean {
  return path.includes(anyMember) && !keys.includes(anyMember);
}

function doubtOfUse(name: string): string {
  return `This names ${name} in several maps at once, and only one of them changes`;
}

class Edits {
  private readonly files = new Map<string, { file: OtherFile; edits: NamedEdit[] }>();
  private readonly seen = new Set<string>();
  private readonly to: string;
  private readonly doubt: string | undefined;

  constructor(to: string, doubt: string | undefined) {
    this.to = to;
    this.doubt = doubt;
  }

  get byFile(): readonly FileEdits[] {
    return [...this.files.values()];
  }

  declare({ file, value: { keySpan } }: Declaration): void {
    if (keySpan) this.add(file, withoutQuotes(file.text, keySpan), this.doubt);
  }

  use({ file, span }: Use, doubt: string | undefined): void {
    this.add(file, span, doubt);
  }

  /** The key in the schema of the values, where that says it at its own place. */
  schema({ chart, path }: SeenValue): void {
    const file = chart.schemaFile;
    const found = file?.find(path.flatMap((key) => (key === anyMember ? ['items'] : ['properties', key])));
    const keySpan = found?.[0]?.keySpan;
    if (file && keySpan) this.add(file, withoutQuotes(file.text, keySpan), this.doubt);
  }

  private add(file: OtherFile, span: Span, doubt: string | undefined): void {
    const key = `${file.uri} ${span.start}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const known = this.files.get(file.uri) ?? { file, edits: [] };
    known.edits.push({ span, newText: this.to, doubt });
    this.files.set(file.uri, known);
  }
}

function withoutQuotes(text: string, { start, end }: Span): Span {
  return /^["']/.test(text.slice(start, end)) ? { start: start + 1, end: end - 1 } : { start, end };
}
