import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { referencesOf } from '../../dockerfile/references.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isWhole } from '../../dockerfile/stage-edits.ts';
import type { Word } from '../../dockerfile/words.ts';
import { isOfficialImage } from '../../image/official-tags.ts';
import { isValidReference, readImageReference, whyInvalid } from '../../image/reference.ts';
import { replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { dockerfileRule } from '../define.ts';

const unknownStage = [
  'hadolint/DL3022',
  'dockerfile-doctor/DD039',
  'droast/DF049',
  'dockerfile-utils/FLAG_INVALID_FROM_VALUE',
] as const;
const ownStage = [
  'hadolint/DL3023',
  'trivy/DS-0006',
  "kics/COPY '--from' References Current FROM Alias",
  'droast/DF050',
] as const;

export default dockerfileRule({
  id: 'known-copy-source',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy from stages that stand above',
  why: 'A stage is built before those that copy from it, so `COPY --from` and `RUN --mount=from=` find only stages that stand above, never their own and never a later one: the build fails. A name that is no stage at all is taken for an image, and a mistyped stage ends with "pull access denied", which says nothing about the typing error. Images are silent, and so are the named contexts that the builds of the workspace give: `additional_contexts` in Compose, `contexts` in Bake, `docker build --build-context`.',
  aliases: [...unknownStage, ...ownStage, 'tally/circular-stage-deps'],
  fix: 'suggested',
  fixing: 'Writes the name of the stage that is nearest to what was typed, if there is one.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  examples: [
    {
      bad: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=biuld /app /app\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    {
      bad: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=buildAS /app /app\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    { bad: 'FROM scratch\nCOPY --from=acme/Tools:1 /bin/tool /bin/\n' },
    { bad: 'FROM golang:1.26 AS build\nCOPY --from=build /app /app\n', note: 'A stage cannot copy from itself.' },
    {
      bad: 'FROM scratch\nCOPY --from=build /app /app\nFROM golang:1.26 AS build\nRUN make\n',
      note: 'The stage stands below.',
    },
    { bad: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=2 /app /app\n' },
    {
      bad: 'ARG TOOLS=ghcr.io/acme/tools:1\nFROM alpine:3.22\nARG TOOLS\nCOPY --from=$TOOLS /bin/tool /bin/\n',
      note: 'Variables are not put in here: name the image with a stage of its own.',
    },
    {
      bad: 'FROM alpine:3.22\nCOPY --from=tools /bin/tool /bin/\n',
      note: 'It may be a named context: an information, under the preset `strict`.',
      preset: 'strict',
    },
    { good: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n' },
    {
      good: 'FROM golang:1.26 AS assets-build\nRUN make\nFROM scratch\nCOPY --from=assets-built / /app\n',
      files: {
        'compose.yaml':
          'services:\n  web:\n    image: web\n    build:\n      context: .\n      additional_contexts:\n        assets-built: ../assets/dist\n',
      },
      path: 'Dockerfile',
      note: 'The build is given a context of that name.',
    },
    { good: 'FROM php:8.5-fpm\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/\n' },
  ],
  check({ dockerfile, report }) {
    for (const [instruction, word] of referencesIn(dockerfile)) judge(dockerfile, instruction, word, report);
  },
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const unknown = referencesIn(dockerfile).filter(([, word]) => isUnknown(word, dockerfile));
    if (unknown.length === 0) return;
    const contexts = await BuildContexts.of(dockerfile, { uri, host });
    for (const [instruction, word] of unknown) {
      if (!contexts.givenAs(word.text)) tellUnknown(dockerfile, instruction, word, report);
    }
  },
});

/** The words in which instructions name a stage or an image. What ONBUILD keeps means stages of other files. */
function referencesIn({ allInstructions }: Dockerfile): readonly (readonly [Instruction, Word])[] {
  return allInstructions.flatMap((instruction) =>
    instruction.onbuild ? [] : referencesOf(instruction).map((word) => [instruction, word] as const),
  );
}

function judge(dockerfile: Dockerfile, { stage, keyword }: Instruction, word: Word, report: Reporter): void {
  const { text, span } = word;
  const { stages } = dockerfile;
  if (text.includes('$')) {
    // In mounts it is an error of syntax, which is told as such.
    if (keyword !== 'COPY') return;
    report(span, `${keyword} puts in no variables here: begin a stage with FROM ${text} and refer to that`).as(
      'dockerfile-utils/FLAG_INVALID_FROM_VALUE',
    );
    return;
  }
  const meant = dockerfile.stageNamed(text);
  if (meant) {
    if (meant.index < stage.index) return;
    const isOwn = meant === stage;
    const needs = !isOwn && meant.needed.has(stage);
    const message = isOwn
      ? `${keyword} refers to the stage it stands in, which is not built yet: name an earlier stage`
      : needs
        ? `${keyword} refers to ${meant.label}, which itself needs this one: neither can be built first`
        : `${keyword} refers to ${meant.label}, which stands further down: move it above this stage`;
    const names = isOwn ? ownStage : needs ? [...unknownStage, 'tally/circular-stage-deps'] : unknownStage;
    report(span, message)
      .relate(meant.from?.span ?? span, 'The stage begins here')
      .as(...names);
    return;
  }
  if (/^\d+$/.test(text)) {
    const count = stages.length === 1 ? 'one stage' : `${stages.length} stages`;
    report(span, `There is no stage ${text}: the file has ${count}, counted from 0`).as(...unknownStage);
  } else if (!isValidReference(text)) {
    const similar = similarStage(text, dockerfile, stage);
    const hint = similar === undefined ? whyInvalid(text) : `did you mean "${similar}"?`;
    const finding = report(span, `"${text}" is neither a stage nor can it be the name of an image: ${hint}`);
    finding.as(...unknownStage);
    if (similar !== undefined && isWhole(word)) finding.fix(`Replace with ${similar}`, [replace(span, similar)]);
  }
}

/** The stage above another one that is called most like what was typed. */
function similarStage(text: string, { stages }: Dockerfile, { index }: Stage): string | undefined {
  const names = stages.slice(0, Math.max(0, index)).flatMap(({ name }) => name ?? []);
  return mostSimilar(text, names);
}

/** Whether a name is neither that of a stage nor one that images have: it may be a context that the build is given. */
function isUnknown({ text }: Word, dockerfile: Dockerfile): boolean {
  if (/[/:@.$]|^(?:\d+|scratch|context)$/.test(text) || dockerfile.stageNamed(text)) return false;
  return isValidReference(text) && !isOfficialImage(readImageReference(text));
}

function tellUnknown(dockerfile: Dockerfile, { stage }: Instruction, word: Word, report: Reporter): void {
  const { text, span } = word;
  const similar = similarStage(text, dockerfile, stage);
  if (similar === undefined) {
    report(span, `"${text}" is no stage of this file: unless the build gives a context of that name, it is an image`)
      .as(...unknownStage)
      .grade('info')
      .onlyIn('strict');
    return;
  }
  const finding = report(span, `There is no stage "${text}", so it is taken for an image: did you mean "${similar}"?`);
  finding.as(...unknownStage).grade('warning');
  if (isWhole(word)) finding.fix(`Replace with ${similar}`, [replace(span, similar)]);
}
