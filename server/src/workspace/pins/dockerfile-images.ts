import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Expansion, VariableReference } from '../../dockerfile/expand.ts';
import { referencesOf } from '../../dockerfile/references.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Word } from '../../dockerfile/words.ts';
import { isOfficialImage } from '../../image/official-tags.ts';
import { type ImageReference, readImageReference } from '../../image/reference.ts';
import type { Span } from '../../text/span.ts';
import { askedFor, type ImageUse, writeDigest } from './image-use.ts';

/** The images that a Dockerfile names: in `# syntax=`, FROM, `COPY --from=` and `RUN --mount=from=`. */
export function imagesOfDockerfile(dockerfile: Dockerfile): ImageUse[] {
  const { lines, allInstructions } = dockerfile;
  const uses: ImageUse[] = [];
  for (const { name, value, valueSpan } of lines.directives) {
    const [image = ''] = value.split(/\s+/);
    if (name !== 'syntax' || image === '') continue;
    uses.push(literalUse(image, { start: valueSpan.start, end: valueSpan.start + image.length }));
  }
  for (const { from, image } of dockerfile.stages) {
    if (!from?.image || !image?.reference || image.expansion.value === 'scratch') continue;
    uses.push(unlessGiven(useOf(dockerfile, from.image, image.expansion), image.reference));
  }
  for (const instruction of allInstructions) {
    for (const word of referencesOf(instruction)) {
      const expansion = instruction.stage.expand(word);
      const { value } = expansion;
      const isStage = value !== undefined && (/^\d+$/.test(value) || dockerfile.stageNamed(value) !== undefined);
      if (isStage || expansion.text === '') continue;
      uses.push(unlessGiven(useOf(dockerfile, word, expansion), readImageReference(expansion.text)));
    }
  }
  return uses.sort((a, b) => a.span.start - b.span.start);
}

/** A use of which nobody is asked where the name alone may mean what a build is given, or a stage of who builds upon it. */
function unlessGiven(use: ImageUse, { text }: ImageReference): ImageUse {
  if (use.unasked !== undefined || /[/:@.]/.test(text) || isOfficialImage(readImageReference(text))) return use;
  return { ...use, unasked: `${text} may be something that the build is given: with a tag it is an image.` };
}

function literalUse(text: string, span: Span): ImageUse {
  const reference = readImageReference(text);
  const hasTag = reference.tag !== undefined;
  return {
    ...told(reference, span),
    pin: (digest) => [writeDigest({ text, start: span.start }, hasTag, digest)],
  };
}

function told(reference: ImageReference, span: Span, unasked?: string): Omit<ImageUse, 'pin'> {
  const { digest, tag } = reference;
  return { span, image: askedFor(reference), digest, hasTag: tag !== undefined, unasked };
}

function useOf(dockerfile: Dockerfile, word: Word, { text, value, references }: Expansion): ImageUse {
  const { span } = word;
  const raw = dockerfile.text.slice(span.start, span.end);
  const reference = readImageReference(text);
  if (value === undefined) {
    const names = [...new Set(references.map(({ name }) => name))].join(' and ');
    const reason = `Only the build says what ${names} is.`;
    return { ...told(reference, span, reason), image: raw, pin: () => new Refusal(reason) };
  }
  const quoted = /^(["'])(.*)\1$/s.exec(raw);
  const inner = { text: quoted?.[2] ?? raw, start: span.start + (quoted ? 1 : 0) };
  if (references.length === 0) {
    const isExact = inner.text === text;
    const pin = isExact
      ? literalUse(text, { start: inner.start, end: inner.start + text.length }).pin
      : () => new Refusal('It is written with escapes or over several lines.');
    return { ...told(reference, span), pin };
  }
  return { ...told(reference, span), pin: pinWithVariables(dockerfile, inner, reference, references) };
}

function pinWithVariables(
  dockerfile: Dockerfile,
  inner: { readonly text: string; readonly start: number },
  reference: ImageReference,
  references: readonly VariableReference[],
): ImageUse['pin'] {
  const last = references.at(-1) as VariableReference;
  const tail = { text: dockerfile.text.slice(last.span.end, inner.start + inner.text.length), start: last.span.end };
  const hasTag = reference.tag !== undefined;
  const isSimple = references.every(({ operator }) => operator === undefined);
  if (!isSimple) return () => new Refusal(`What ${last.name} stands for is changed before it is used.`);
  if (tail.text === '') {
    const value = valueToPin(dockerfile, last.name, reference);
    return (digest) => (value instanceof Refusal ? value : [writeDigest(value, hasTag, digest)]);
  }
  // Whatever registry is asked, what has a digest is the same.
  const isRegistry = references.length === 1 && last.span.start === inner.start && tail.text.startsWith('/');
  // Who has written a digest behind a variable knows that it counts more than the variable.
  if (isRegistry || tail.text.includes('@')) return (digest) => [writeDigest(tail, hasTag, digest)];
  return () =>
    new Refusal(
      `The digest would count whatever ${last.name} is: let ${last.name} hold all of the tag, then pin that.`,
    );
}

/**
 * The default of the one ARG that a variable at the end of an image comes from. A digest in it counts until a build
 * gives another value; so it must be of use for nothing but this image.
 */
function valueToPin(
  dockerfile: Dockerfile,
  name: string,
  reference: ImageReference,
): { readonly text: string; readonly start: number } | Refusal {
  const declared = dockerfile.preamble
    .own('ARG')
    .flatMap(({ pairs }) => pairs)
    .filter(({ key }) => key.text === name);
  const [value] = declared.map((pair) => pair.value);
  if (declared.length !== 1 || !value) return new Refusal(`There is not exactly one ARG with a default for ${name}.`);
  const raw = dockerfile.text.slice(value.span.start, value.span.end);
  const quoted = /^(["'])(.*)\1$/s.exec(raw);
  const text = quoted?.[2] ?? raw;
  if (!/^[\w.:/@-]+$/.test(text)) return new Refusal(`The default of ${name} is not written as plain text.`);
  if (isOfOtherUse(dockerfile, name, reference.text)) return new Refusal(`${name} is used for something else as well.`);
  return { text, start: value.span.start + (quoted ? 1 : 0) };
}

/** Whether a global argument is more than the end of FROMs that name one and the same image. */
function isOfOtherUse(dockerfile: Dockerfile, name: string, image: string): boolean {
  const { preamble, globals, stages } = dockerfile;
  const mentionsIn = ({ references }: Expansion) => references.filter((one) => one.name === name).length;
  const inOthers = preamble
    .own('ARG')
    .flatMap(({ pairs }) => pairs.map(({ value }) => value))
    .some((value) => value && mentionsIn(globals.expand(value.piece, value.span.start)) > 0);
  const isElsewhereIn = ({ from, image: base }: Stage): boolean => {
    const all = from
      ? mentionsIn(
          globals.expand(
            { text: dockerfile.text.slice(from.span.start, from.span.end), start: from.span.start },
            from.span.start,
          ),
        )
      : 0;
    return all > 0 && (all !== 1 || !base || mentionsIn(base.expansion) !== 1 || base.expansion.text !== image);
  };
  return inOthers || stages.some((stage) => takes(stage, name) || isElsewhereIn(stage));
}

/** Whether a stage asks for the value of a global argument. */
function takes(stage: Stage, name: string): boolean {
  return stage.own('ARG').some(({ pairs }) => pairs.some(({ key, value }) => key.text === name && !value));
}
