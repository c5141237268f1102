import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { blockStart } from '../../dockerfile/edits.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { freeStageName } from '../../dockerfile/stage-edits.ts';
import { usesOfVariable } from '../../dockerfile/variable-uses.ts';
import { insert, replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { keyword } from '../multi-stage/assemble.ts';

/** Instructions that become a stage, and what is known of them. */
export interface Extraction {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** One behind the other, in the order of the text. */
  readonly moved: readonly Instruction[];
  /** How many of the instructions above, from the first on, both stages need the results of. */
  readonly shared: number;
  /** Whose the files become; undefined for root. */
  readonly owner: string | undefined;
  /** What the later stage copies: absolute paths. */
  readonly outputs: readonly string[];
}

/** What a command may depend on, and leaves nothing behind. */
const repeated: ReadonlySet<string> = new Set(['ARG', 'ENV', 'WORKDIR', 'SHELL', 'USER']);

/** Writes the stages down; what can stay where it is does so. */
export function writeExtraction({ dockerfile, stage, moved, shared, owner, outputs }: Extraction): readonly TextEdit[] {
  const { text } = dockerfile;
  const { from } = stage;
  const [first] = moved;
  const last = moved.at(-1);
  if (!from?.image || !first || !last) return [];
  const eol = lineBreakOf(text);
  const own = stage.instructions.slice(1);
  const common = shared > 0 ? own.slice(0, shared) : [];
  const between = own.slice(shared, own.indexOf(first));
  const builder = freeStageName(dockerfile, 'builder');
  const commonName = freeStageName(dockerfile, 'common');
  const platform =
    shared === 0 && from.platform ? `${text.slice(from.platform.span.start, from.platform.span.end)} ` : '';
  const base = shared > 0 ? commonName : text.slice(from.image.span.start, from.image.span.end);
  const written = from.stageName;
  const as = from.asKeyword?.text ?? keyword(from, 'AS');
  const start = (name: string | undefined) =>
    `${from.writtenKeyword} ${platform}${base}${name === undefined ? '' : ` ${as} ${name}`}`;
  const naming = (name: string) =>
    written ? replace(written.span, name) : insert(from.image?.span.end ?? 0, ` ${as} ${name}`);
  const chown = owner === undefined ? '' : ` --chown=${owner}`;
  const copies = outputs.map((path) => `${keyword(from, 'COPY')} --from=${builder}${chown} ${quoted(path)}`);
  const staying = [...kept(dockerfile, stage, moved).map((one) => bare(text, one)), ...copies];
  const later = [start(written?.text), ...staying].join(eol);
  if (between.length === 0) {
    const behind = insert(last.span.end, `${eol}${eol}${later}`);
    const lastShared = common.at(-1);
    if (!lastShared) return [naming(builder), behind];
    return [naming(commonName), insert(lastShared.span.end, `${eol}${eol}${start(builder)}`), behind];
  }
  const block = [
    start(builder),
    ...between.filter(({ keyword: word }) => repeated.has(word)).map((one) => bare(text, one)),
    text.slice(lineStart(text, blockStart(first)), last.span.end),
  ].join(eol);
  const taken = replace({ start: lineStart(text, blockStart(first)), end: last.span.end }, staying.join(eol));
  const lastShared = common.at(-1);
  if (lastShared) {
    return [
      naming(commonName),
      insert(lastShared.span.end, `${eol}${eol}${block}${eol}${eol}${start(written?.text)}`),
      taken,
    ];
  }
  // Comments above the first FROM may speak of the whole file.
  const above = stage.index === 0 ? from.span.start : blockStart(from);
  return [insert(lineStart(text, above), `${block}${eol}${eol}`), taken];
}

/** Of what moves, the settings that hold for what comes later as well. */
function kept(dockerfile: Dockerfile, stage: Stage, moved: readonly Instruction[]): readonly Instruction[] {
  const last = moved.at(-1);
  const behind = stage.instructions.filter(({ span }) => last && span.start > last.span.start);
  const works = behind.find(({ keyword: word }) => ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(word));
  const hasRuns = behind.some(({ keyword: word }) => word === 'RUN') || stage.children.length > 0;
  return moved.filter((one) => {
    if (one.keyword === 'ENV') return true;
    if (one.keyword === 'WORKDIR') return !(works?.keyword === 'WORKDIR' && works.arguments.text.startsWith('/'));
    if (one.keyword !== 'ARG') return false;
    if (hasRuns) return true;
    const names = one.words.map(({ text }) => text.replace(/=.*$/s, ''));
    return names.some((name) => usesOfVariable(dockerfile, name, stage).some(isLater));
  });

  function isLater(one: Instruction): boolean {
    return behind.includes(one) || (moved.includes(one) && (one.keyword === 'ENV' || one.keyword === 'WORKDIR'));
  }
}

/** An instruction without the comments above it. */
function bare(text: string, { span }: Instruction): string {
  return text.slice(span.start, span.end);
}

/** A path twice, as source and destination; with blanks in it as a JSON array. */
function quoted(path: string): string {
  return /\s/.test(path) ? JSON.stringify([path, path]) : `${path} ${path}`;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
