import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import {
  type Named,
  namesIn,
  type Occurrence,
  occurrenceAt,
  occurrencesOf,
} from '../../dockerfile/occurrences/index.ts';
import { possibleUses } from '../../dockerfile/possible-uses.ts';
import { referencesOf } from '../../dockerfile/references.ts';
import { isPredefined } from '../../dockerfile/scope.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isDeclared } from '../../dockerfile/variables.ts';
import { replace } from '../../text/edit.ts';
import type { LineMap } from '../../text/lines.ts';
import type { Assistant, NamedEdit, Renaming } from '../assistant.ts';
import { dockerfileOf, type Spot } from '../spot.ts';
import { mentionedOutside } from './outside.ts';

/** Changes the name of a stage, an argument or a variable wherever it stands in its Dockerfile. */
export const dockerfileRenaming: Assistant = {
  alsoBy: 'dockerfile',

  renaming(spot) {
    const dockerfile = dockerfileOf(spot.file);
    const occurrence = dockerfile && occurrenceAt(dockerfile, spot.offset);
    if (!dockerfile || !occurrence) return undefined;
    const refused = whyKept(occurrence, dockerfile, spot.file.lines);
    return refused === undefined ? renamingOf(occurrence, dockerfile, spot) : new Refusal(refused);
  },
};

function renamingOf({ of, span }: Occurrence, dockerfile: Dockerfile, spot: Spot): Renaming {
  const written = dockerfile.text.slice(span.start, span.end);
  return {
    span,
    name: written,
    async to(name) {
      const refused = name === written ? undefined : (whyInvalid(name, of) ?? whyTaken(name, of, dockerfile));
      if (refused !== undefined) return new Refusal(refused);
      const doubt = await doubtAbout(of, dockerfile, spot);
      const edits = occurrencesOf(dockerfile, of)
        .filter(({ mention }) => mention !== 'number')
        .map(({ span: place, mention }): NamedEdit => {
          const edit = replace(place, name);
          return doubt !== undefined && mention === 'definition' ? { ...edit, doubt } : edit;
        });
      return [{ file: spot.file, edits }];
    },
  };
}

/** Why a name has to stay as it is, as a sentence. */
function whyKept({ of, mention }: Occurrence, dockerfile: Dockerfile, lines: LineMap): string | undefined {
  const all = occurrencesOf(dockerfile, of);
  const lineOf = (offset: number) => lines.lineAt(offset) + 1;
  if (mention === 'number') return 'This is the number of a stage, which stays the same whatever the stage is called.';
  const { name, kind, stage } = of;
  if (stage) {
    if (dockerfile.stages.some((other) => other !== stage && other.name === stage.name))
      return `More than one stage is called ${name}, so it is not certain which of them is meant where.`;
    const indirect = all.find((one) => one.mention === 'variable');
    if (indirect)
      return `The variable in line ${lineOf(indirect.span.start)} holds this name and would have to change too.`;
  } else if (kind === 'ARG' || kind === 'ENV') {
    if (isPredefined(name)) return `${name} is a name that the builder or the system knows: another one would not be.`;
    if (kind === 'ENV' && all.some(({ by }) => isOfImage(name, by.stage)))
      return `The base image sets ${name}, and what is in it may look for it under this name.`;
    const hidden = namesIn(dockerfile).unresolved.find(
      (one) => one.name === name && kind === 'ENV' && isFromImage(name, one.by.stage, one.span.start, all),
    );
    if (hidden) return `In line ${lineOf(hidden.span.start)} ${name} comes from the base image, where its name stays.`;
  }
  const torn = all.find((one) => one.mention !== 'number' && !isWhole(one, dockerfile));
  return torn && `In line ${lineOf(torn.span.start)} the name is written in a way that cannot be changed safely.`;
}

/** Whether the base image of a stage is known to set a variable. */
function isOfImage(name: string, { lineage }: Stage): boolean {
  const root = lineage.at(-1);
  return root !== undefined && isDeclared(name, root, 0) === true;
}

/** Whether a variable that is set further down is asked for before that, where only the base image can give it. */
function isFromImage(name: string, stage: Stage, offset: number, all: readonly Occurrence[]): boolean {
  const isRelated = all.some(({ by }) => by.stage.lineage.includes(stage));
  return isRelated && isDeclared(name, stage, offset) !== false;
}

/** Whether a place holds the name as it is, from its first letter to its last. */
function isWhole({ of, span }: Occurrence, { text }: Dockerfile): boolean {
  if (span.isExact === false) return false;
  const written = text.slice(span.start, span.end);
  return of.stage ? written.toLowerCase() === of.stage.name : written.toLowerCase() === of.name.toLowerCase();
}

/** Names that BuildKit keeps for itself (its check `ReservedStageName`). */
const reservedStages: ReadonlySet<string> = new Set(['scratch', 'context']);

function whyInvalid(name: string, { kind }: Named): string | undefined {
  if (kind === 'stage') {
    if (reservedStages.has(name)) return `The builder keeps the name ${name} for itself.`;
    if (/^[a-z][a-z0-9._-]*$/.test(name)) return undefined;
    return 'The name of a stage begins with a small letter, and small letters, digits, "-", "_" and "." may follow.';
  }
  if (kind === 'shell function' ? /^[A-Za-z_][\w-]*$/.test(name) : /^[A-Za-z_]\w*$/.test(name))
    return kind !== 'shell function' && isPredefined(name)
      ? `The builder or the system gives ${name} a meaning.`
      : undefined;
  return 'A name is made of letters, digits and "_", and does not begin with a digit.';
}

function whyTaken(name: string, of: Named, dockerfile: Dockerfile): string | undefined {
  if (of.stage) {
    const other = dockerfile.stages.find((stage) => stage !== of.stage && stage.name === name);
    if (other) return `There is a stage called ${name} already.`;
    return isImage(name, dockerfile)
      ? `${name} is an image that this file uses: the stage would take its place.`
      : undefined;
  }
  const stages = new Set(occurrencesOf(dockerfile, of).flatMap(({ by }) => related(by.stage)));
  const { occurrences, unresolved } = namesIn(dockerfile);
  const others = [
    ...occurrences.flatMap(({ of: other, by }) => (other.kind === 'stage' ? [] : [{ name: other.name, by }])),
    ...unresolved,
  ];
  // An argument before the first FROM is one of all stages that declare it.
  const isTaken = others.some((other) => other.name === name && (of.kind === 'ARG' || stages.has(other.by.stage)));
  return isTaken ? `${name} is the name of something else here already.` : undefined;
}

/** A stage, those it is built upon, and those that are built upon it. */
function related(stage: Stage): readonly Stage[] {
  const found = new Set([stage]);
  for (const one of found) for (const child of one.children) found.add(child);
  return [...stage.lineage, ...found];
}

function isImage(name: string, dockerfile: Dockerfile): boolean {
  const written = dockerfile.stages.flatMap(({ from, instructions }) => [
    ...(from?.image ? [from.image] : []),
    ...instructions.flatMap(referencesOf),
  ]);
  return written.some(({ text }) => text.toLowerCase() === name);
}

/** What may use a stage, or a variable of it, once a variable has got its value: `FROM base-${TARGETARCH}`. */
function possibleUse({ kind, name, stage }: Named, dockerfile: Dockerfile): Instruction | undefined {
  if (kind === 'stage') return stage && possibleUses(dockerfile, stage)[0];
  if (kind !== 'ARG' && kind !== 'ENV') return undefined;
  const asking = new Set(namesIn(dockerfile).unresolved.flatMap((one) => (one.name === name ? one.by.stage : [])));
  return [...asking].find(
    ({ from }) => from && dockerfile.stages.some((one) => possibleUses(dockerfile, one).includes(from)),
  )?.from;
}

/** What somebody should think of before a name changes; undefined when nothing is to be feared. */
async function doubtAbout(of: Named, dockerfile: Dockerfile, spot: Spot): Promise<string | undefined> {
  const outside = await mentionedOutside(of, spot);
  if (outside !== undefined) return outside;
  const possible = possibleUse(of, dockerfile);
  if (possible) {
    const line = spot.file.lines.lineAt(possible.span.start) + 1;
    return `Line ${line} may mean ${of.name} too, as a variable decides which stage is used there`;
  }
  const isUsed = occurrencesOf(dockerfile, of).some(({ mention }) => mention !== 'definition');
  if (isUsed || (of.kind !== 'ARG' && of.kind !== 'ENV')) return undefined;
  return `Nothing in this file uses ${of.name}: programs may look for it under this name`;
}
