import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { namesIn } from '../../server/src/dockerfile/occurrences/index.ts';
import { dockerfileRenaming } from '../../server/src/ide/dockerfile/renaming.ts';
import { dockerfileOf } from '../../server/src/ide/spot.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import { dockerfileSpot } from '../support/marked.ts';

const name = fc.constantFrom('A', 'B', 'C');
const stage = fc.constantFrom('one', 'two');

/** A word with variables in it, as builders and shells both read it. */
const word = fc.oneof(
  name.map((one) => `$${one}`),
  name.map((one) => `\${${one}:-x}`),
  fc.tuple(name, name).map(([one, other]) => `"\${${one}#$${other}}"`),
  name.map((one) => `'$${one}'`),
  name.map((one) => `\\$${one}-$${one}`),
  fc.constant('x'),
);

const command = fc.oneof(
  word.map((one) => `echo ${one}`),
  fc.tuple(name, word).map(([one, value]) => `${one}=${value}`),
  fc.tuple(name, word).map(([one, value]) => `export ${one}=${value}`),
  fc.tuple(name, word).map(([one, value]) => `for ${one} in ${value} y; do echo $${one}; done`),
  fc.tuple(name, word).map(([one, value]) => `if [ -z ${value} ]; then ${one}=1; fi`),
  fc.tuple(name, word).map(([one, value]) => `(${one}=1; echo ${value})`),
  name.map((one) => `sh -c 'echo $${one}'`),
  fc.tuple(name, word).map(([one, value]) => `${one}=1 echo ${value}`),
);

const instruction = fc.oneof(
  fc.tuple(name, fc.option(word)).map(([one, value]) => (value === null ? `ARG ${one}` : `ARG ${one}=${value}`)),
  fc.tuple(name, word).map(([one, value]) => `ENV ${one}=${value}`),
  fc.array(command, { minLength: 1, maxLength: 4 }).map((list) => `RUN ${list.join(' && ')}`),
  fc.array(command, { minLength: 1, maxLength: 4 }).map((list) => `RUN <<EOF\n${list.join('\n')}\nEOF`),
  word.map((one) => `CMD echo ${one}`),
  word.map((one) => `LABEL l=${one}`),
  fc.tuple(stage, word).map(([from, one]) => `COPY --from=${from} ${one} \\\n  /y`),
  fc.tuple(stage, fc.boolean()).map(([from, isNamed]) => `FROM ${from}${isNamed ? ' AS three' : ''}`),
);

const dockerfile = fc
  .tuple(fc.option(name), fc.array(instruction, { maxLength: 10 }))
  .map(([global, list]) => [...(global ? [`ARG ${global}=1`] : []), 'FROM x AS one', ...list].join('\n'));

/** Where an offset is after some edits. */
function moved(offset: number, edits: readonly TextEdit[]): number {
  const before = edits.filter(({ span }) => span.end <= offset);
  return before.reduce((at, { span, newText }) => at + newText.length - (span.end - span.start), offset);
}

/** The edits that give another name to what stands at an offset; undefined when it has to keep its own. */
async function edits(text: string, offset: number, to: string): Promise<readonly TextEdit[] | undefined> {
  const spot = { ...dockerfileSpot(text), offset };
  const renaming = await dockerfileRenaming.renaming?.(spot);
  if (!renaming || renaming instanceof Refusal) return undefined;
  const files = await renaming.to(to);
  return files instanceof Refusal ? undefined : files[0]?.edits;
}

/** What names there are in a text and how each place is meant, without the names. */
function meaning(text: string): readonly string[] {
  const model = dockerfileOf(dockerfileSpot(text).file);
  const { occurrences, unresolved } = model ? namesIn(model) : { occurrences: [], unresolved: [] };
  const numbers = new Map([...new Set(occurrences.map(({ of }) => of))].map((of, at) => [of, at]));
  return [...occurrences.map(({ of, mention }) => `${of.kind} ${numbers.get(of)} ${mention}`), `${unresolved.length}`];
}

describe('a name that is changed', () => {
  it('means the same afterwards, and can be changed back', async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(dockerfile, fc.nat(), async (text, pick) => {
        const model = dockerfileOf(dockerfileSpot(text).file);
        const places = model ? namesIn(model).occurrences : [];
        const place = places[pick % Math.max(1, places.length)];
        if (!place || place.span.isExact === false) return;
        const there = await edits(text, place.span.start, place.of.kind === 'stage' ? 'fresh' : 'FRESH');
        if (!there) return;
        changes++;
        const changed = applyEdits(text, there);
        expect(meaning(changed)).toEqual(meaning(text));
        const back = await edits(changed, moved(place.span.start, there), text.slice(place.span.start, place.span.end));
        // Where an ARG and an ENV have one name, the one cannot be given the name of the other.
        if (back) expect(applyEdits(changed, back)).toBe(text);
      }),
      { numRuns: 400 },
    );
    expect(changes).toBeGreaterThan(200);
  });
});
