import type { Report } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { VariableReference } from '../../dockerfile/expand.ts';
import type { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Heredoc } from '../../dockerfile/lines.ts';
import { platformArguments } from '../../dockerfile/scope.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isDeclared, referencedVariables } from '../../dockerfile/variables.ts';
import { variablesOfImage } from '../../image/environment.ts';
import { isValidReference } from '../../image/reference.ts';
import { replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { contains, type Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

const inFrom = ['buildkit/UndefinedArgInFrom', 'dockerfile-utils/BASE_NAME_EMPTY'] as const;

export default dockerfileRule({
  id: 'undefined-variable',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Declare variables before they are used',
  why: 'A variable that is not declared is empty, and the build goes on: `COPY app-$VERSION.jar` looks for `app-.jar`, `WORKDIR $HOEM` is the root. Two rules surprise most people: an `ARG` above the first `FROM` holds for `FROM` lines alone, until a stage says `ARG NAME` itself, and so do `TARGETARCH` and the other arguments of the platform.\n\nVariables that the base image sets count as declared. Where the base image is not known, only what cannot come from it is reported: a typing error, a name that is declared further down or above the first `FROM`.',
  aliases: [...inFrom, 'buildkit/UndefinedVar', 'buildkit/InvalidDefaultArgInFrom'],
  fix: 'suggested',
  fixing:
    'Adds the missing `ARG NAME` where the argument is declared above the first `FROM` or given by the builder, or writes the declared name that is nearest to what was typed. In a here-document whose variables are all meant for later, the name of the here-document is quoted.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#scope',
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/reference/build-checks/undefined-arg-in-from/',
  ],
  examples: [
    {
      bad: 'ARG VERSION=1.2\nFROM alpine:3.22\nCOPY app-$VERSION.jar /app.jar\n',
      fixed: 'ARG VERSION=1.2\nFROM alpine:3.22\nARG VERSION\nCOPY app-$VERSION.jar /app.jar\n',
    },
    {
      bad: 'FROM golang:1.26\nRUN GOARCH=$TARGETARCH go build ./...\n',
      fixed: 'FROM golang:1.26\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build ./...\n',
    },
    {
      bad: 'FROM --platform=$BULIDPLATFORM golang:1.26\n',
      fixed: 'FROM --platform=$BUILDPLATFORM golang:1.26\n',
    },
    {
      bad: 'FROM alpine:3.22\nARG ASSETS=assets/\nCOPY $ASSET /srv/\n',
      fixed: 'FROM alpine:3.22\nARG ASSETS=assets/\nCOPY $ASSETS /srv/\n',
    },
    { bad: 'FROM alpine:3.22\nCOPY $SOURCE /srv/\n' },
    {
      bad: 'FROM nginx:1.30\nCOPY <<EOF /etc/nginx/conf.d/default.conf\ntry_files $uri /index.html;\nEOF\n',
      fixed: 'FROM nginx:1.30\nCOPY <<"EOF" /etc/nginx/conf.d/default.conf\ntry_files $uri /index.html;\nEOF\n',
    },
    { good: 'FROM ghcr.io/acme/base:1.2\nWORKDIR $APP_HOME\n', note: 'The base image may have set it.' },
    { good: 'FROM golang:1.26\nENV PATH=$GOPATH/bin:$PATH\n', note: 'Set by the base image.' },
    { good: 'FROM alpine:3.22\nCOPY ${SOURCE:-src} /srv/\n', note: 'It says what holds without a value.' },
    { good: 'FROM alpine:3.22\nRUN for f in *; do echo $f; done\n', note: 'The shell has variables of its own.' },
  ],
  check({ dockerfile, report }) {
    for (const { from } of dockerfile.stages) if (from) checkFrom(dockerfile, from, report);
    for (const instruction of dockerfile.allInstructions) {
      const isGlobal = instruction.stage === dockerfile.preamble && dockerfile.stages.length > 0;
      // What ONBUILD keeps is expanded where the image is built upon.
      if (instruction.keyword === 'FROM' || instruction.onbuild || isGlobal) continue;
      checkInstruction(dockerfile, instruction, report);
    }
    for (const run of dockerfile.instructions('RUN')) if (!run.onbuild) checkScript(dockerfile, run, report);
  },
});

type Reporter = (span: Span, message: string) => Report;

function checkFrom(dockerfile: Dockerfile, from: FromInstruction, report: Reporter): void {
  const { globals, preamble } = dockerfile;
  const offset = from.span.start;
  for (const piece of [from.platform?.value?.piece, from.image?.piece]) {
    if (!piece?.text.includes('$')) continue;
    const isImage = piece === from.image?.piece;
    for (const { name, nameSpan } of globals.expand(piece, offset).references) {
      if (globals.find(name, offset) || platformArguments.has(name) || !isName(name)) continue;
      const inStage = dockerfile
        .instructions('ARG')
        .find((arg) => arg.stage !== preamble && arg.pairs.some(({ key }) => key.text === name));
      const similar = inStage ? undefined : mostSimilar(name, [...globals.namesAt(offset), ...platformArguments]);
      const finding = report(
        nameSpan,
        inStage
          ? `The argument ${name} is declared inside a stage, where FROM does not see it: declare it above the first FROM`
          : similar === undefined
            ? `The argument ${name} is not declared above the first FROM, so it is always empty here: declare it there`
            : `The argument ${name} is not declared: did you mean ${similar}?`,
      );
      const isEmpty = isImage && !isValidReference(globals.expandDefaults(piece, offset).text);
      finding.as(...inFrom, ...(isEmpty ? ['buildkit/InvalidDefaultArgInFrom'] : []));
      if (inStage) finding.relate(inStage.span, 'It is declared here');
      if (similar !== undefined) finding.fix(`Replace with ${similar}`, [replace(nameSpan, similar)]);
    }
  }
}

function checkInstruction(dockerfile: Dockerfile, instruction: Instruction, report: Reporter): void {
  const { stage, span } = instruction;
  for (const reference of referencedVariables(instruction, dockerfile.text)) {
    const { name } = reference;
    if (!isName(name) || isSetBeside(reference, instruction)) continue;
    const declared = isDeclared(name, stage, span.start);
    if (declared === true || (declared === undefined && isOfBaseImage(name, stage))) continue;
    const heredoc = instruction.heredocs.find(({ content }) => contains(content, reference.span));
    const missing = missingArgument(dockerfile, name);
    const later = isDeclared(name, stage, Number.POSITIVE_INFINITY) === true;
    const hasDefault = /^:?[-+?]$/.test(reference.operator ?? '');
    const similar = missing || later || heredoc ? undefined : similarName(name, stage, span.start);
    if (declared === undefined && (heredoc || hasDefault || !(missing || later || similar))) continue;
    const finding = report(reference.nameSpan, messageFor(name, { missing, later, similar, heredoc })).as(
      'buildkit/UndefinedVar',
    );
    // A path that is appended to may be empty before, and whoever gives a default knows that there may be no value.
    if (!missing && (hasDefault || appendsToItself(reference, instruction))) finding.grade('info').onlyIn('strict');
    if (missing) {
      finding.fix(`Add ARG ${name}`, () => [
        insertAbove(dockerfile, firstUse(dockerfile, stage, name), [`ARG ${name}`]),
      ]);
    } else if (similar !== undefined) {
      finding.fix(`Replace with ${similar}`, [replace(reference.nameSpan, similar)]);
    } else if (heredoc) offerQuotes(dockerfile, instruction, heredoc, finding);
  }
}

/** RUN leaves variables to the shell, whose own are not known; but what only an ARG can bring is. */
function checkScript(dockerfile: Dockerfile, run: RunInstruction, report: Reporter): void {
  const { script, stage, span } = run;
  if (!script?.mayUseVariables) return;
  const { used, set, setsUnknown } = script.variables;
  if (setsUnknown) return;
  for (const { name, span: place, hasDefault } of used) {
    if (hasDefault || set.has(name) || !missingArgument(dockerfile, name)) continue;
    const declared = isDeclared(name, stage, span.start);
    if (declared === true || (declared === undefined && isOfBaseImage(name, stage))) continue;
    report(place, messageFor(name, { missing: true }))
      .as()
      .fix(`Add ARG ${name}`, () => [insertAbove(dockerfile, firstUse(dockerfile, stage, name), [`ARG ${name}`])]);
  }
}

interface Cause {
  readonly missing?: boolean;
  readonly later?: boolean;
  readonly similar?: string | undefined;
  readonly heredoc?: Heredoc | undefined;
}

function messageFor(name: string, { missing, later, similar, heredoc }: Cause): string {
  if (missing) {
    return platformArguments.has(name)
      ? `${name} is empty here: a stage is given it only after "ARG ${name}"`
      : `${name} is empty here: an ARG above the first FROM holds in a stage only after "ARG ${name}"`;
  }
  if (later) return `${name} is empty here, because it is declared further down: move the declaration up`;
  if (similar !== undefined) return `The variable ${name} is not declared, so it is empty: did you mean ${similar}?`;
  return heredoc
    ? `The builder puts the variable ${name} in, which is not declared: quote "${heredoc.name}" to keep it as it is`
    : `The variable ${name} is not declared, so it is empty here: declare it with ARG or ENV above`;
}

/** Whether an argument exists that the stage must only ask for: one above the first FROM, or one of the platform. */
function missingArgument({ globals, stages }: Dockerfile, name: string): boolean {
  if (stages.length === 0) return false;
  return platformArguments.has(name) || globals.find(name, Number.POSITIVE_INFINITY) !== undefined;
}

/** Whether the base image is likely to set a variable: it is chosen by an argument of that name, as in `FROM php:$PHP_VERSION`. */
function isOfBaseImage(name: string, stage: Stage): boolean {
  return stage.rootImage?.expansion.references.some((reference) => reference.name === name) === true;
}

/** The first instruction of a stage that uses a name: an ARG above it is above all others. */
function firstUse(dockerfile: Dockerfile, stage: Stage, name: string): Instruction {
  const uses = (instruction: Instruction) =>
    referencedVariables(instruction, dockerfile.text).some((reference) => reference.name === name) ||
    (instruction instanceof RunInstruction && instruction.script?.variables.used.some((use) => use.name === name));
  const first = stage.instructions.find((one) => one !== stage.from && uses(one));
  return first ?? (stage.instructions.at(-1) as Instruction);
}

function similarName(name: string, stage: Stage, offset: number): string | undefined {
  const image = stage.rootImage?.reference;
  const ofImage = image && !stage.isFromScratch ? variablesOfImage(image) : undefined;
  return mostSimilar(name, [...stage.scope.namesAt(offset), ...(ofImage ?? ['PATH'])]);
}

/** Whether the same instruction sets the name before: that is a matter of the order in it, and of another rule. */
function isSetBeside({ name, span }: VariableReference, instruction: Instruction): boolean {
  if (!(instruction instanceof KeyValueInstruction) || instruction.keyword === 'LABEL') return false;
  return instruction.pairs.some(
    ({ key, value }) => key.text === name && key.span.start < span.start && !(value && contains(value.span, span)),
  );
}

/** Whether it stands in its own value: `ENV PYTHONPATH=/app:$PYTHONPATH`. */
function appendsToItself({ name, span }: VariableReference, instruction: Instruction): boolean {
  if (!(instruction instanceof KeyValueInstruction) || instruction.keyword !== 'ENV') return false;
  return instruction.pairs.some(({ key, value }) => key.text === name && value && contains(value.span, span));
}

function isName(name: string): boolean {
  return /^[A-Za-z_]/.test(name);
}

/** Quotes the name of a here-document, so that the builder leaves it alone, unless some variables are meant for it. */
function offerQuotes(dockerfile: Dockerfile, instruction: Instruction, heredoc: Heredoc, finding: Report): void {
  const { stage, span } = instruction;
  const inside = referencedVariables(instruction, dockerfile.text).filter((one) => contains(heredoc.content, one.span));
  const announcing = instruction.words.find(
    ({ text }) => text === `<<${heredoc.name}` || text === `<<-${heredoc.name}`,
  );
  if (!announcing || inside.some(({ name }) => isDeclared(name, stage, span.start))) return;
  const start = announcing.span.end - heredoc.name.length;
  finding.fix('Quote the here-document', [replace({ start, end: announcing.span.end }, `"${heredoc.name}"`)]);
}
