import { shippedBuildTools } from '../../dockerfile/build-tools.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isWhole } from '../../dockerfile/stage-edits.ts';
import type { ImageReference } from '../../image/reference.ts';
import { slimTag } from '../../image/runtime-images.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'slim-base-image',
  category: 'image-size',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Ship the small variant of a base image',
  why: "The full images of Node.js and Python bring compilers, headers and version control for building packages, several hundred megabytes that a running program never uses; the `-slim` variants have the same interpreter on the same distribution. NVIDIA's `devel` images add the CUDA compiler to the `runtime` ones, some gigabytes. Only the stage that ships is looked at, and only where nothing in it is compiled.",
  aliases: ['dockerfile-doctor/DD018', 'tally/gpu/prefer-runtime-final-stage'],
  fix: 'manual',
  fixing: 'Writes the tag of the small variant. Programs such as `git`, `curl` and compilers are then no longer there.',
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  examples: [
    {
      bad: 'FROM python:3.14\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      fixed: 'FROM python:3.14-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM nvidia/cuda:13.0.1-devel-ubuntu24.04\nCOPY app /app\nCMD ["/app"]\n',
      fixed: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nCOPY app /app\nCMD ["/app"]\n',
    },
    { good: 'FROM python:3.14-slim\nCMD ["python", "app.py"]\n' },
    { good: 'FROM python:3.14 AS build\nFROM python:3.14-slim\nCMD ["python", "app.py"]\n' },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage.lineage.at(-1);
    const word = stage?.from?.image;
    const reference = stage?.image?.reference;
    if (!word || !reference) return;
    const isCuda = reference.repository === 'nvidia/cuda';
    const tag = isCuda ? runtimeTag(reference) : smallTag(reference);
    if (tag === undefined || tag === reference.tag || compiles(dockerfile.finalStage) || convertible(dockerfile))
      return;
    const name = reference.text.slice(0, reference.nameEnd);
    const finding = report(
      word.span,
      `${reference.text} ships what only builds need: ${name}:${tag} is the same without compilers and headers`,
    ).as(isCuda ? 'tally/gpu/prefer-runtime-final-stage' : 'dockerfile-doctor/DD018');
    if (!isWhole(word) || word.text !== reference.text || !hasVersion(reference) || reference.digest !== undefined)
      return;
    const place = { start: word.span.start + reference.nameEnd + 1, end: word.span.end };
    finding.fix(`Change to ${name}:${tag}`, [replace(place, tag)]);
  },
});

/** The tag of the small variant; `slim` for an image that has no version yet, which is for another rule to give. */
function smallTag(reference: ImageReference): string | undefined {
  if (hasVersion(reference)) return slimTag(reference);
  // Any version will do to learn whether the image has such a variant.
  return reference.digest === undefined && slimTag({ ...reference, tag: '3' }) ? 'slim' : undefined;
}

function hasVersion({ tag }: ImageReference): boolean {
  return tag !== undefined && tag !== 'latest';
}

/** NVIDIA's tags are alike but for one word (hub.docker.com/r/nvidia/cuda). */
function runtimeTag({ tag = '' }: ImageReference): string | undefined {
  return /-devel-/.test(tag) ? tag.replace('-devel-', '-runtime-') : undefined;
}

/** Whether something in the stage or below it is compiled, or may be: packages for compilers count. */
function compiles(stage: Stage): boolean {
  const compilers = /^(?:gcc|g\+\+|cc|c\+\+|make|cmake|nvcc|ninja|cargo|go|rustc|meson|git)$/;
  const packages = /build-essential|gcc|g\+\+|make|-dev(?:el)?$|^git$/;
  return stage.lineage.some((one) =>
    one
      .own('RUN')
      .some(
        (run) =>
          run.commands.some(({ name }) => compilers.test(name)) ||
          run.packageActions.some((action) => action.packages.some(({ text }) => packages.test(text))),
      ),
  );
}

/** Whether the build has a finding of its own, which says to build in one stage and ship another. */
function convertible(dockerfile: Dockerfile): boolean {
  return shippedBuildTools(dockerfile).length > 0;
}
