import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { sameImage } from '../../dockerfile/runtime-image/same-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { freeStageName } from '../../dockerfile/stage-edits.ts';
import { applyEdits, insert } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { BuildContexts } from '../build-contexts.ts';
import { keyword } from '../multi-stage/assemble.ts';
import { developmentCommand, projectOf } from './node-project.ts';

/** A stage that somebody may ask for with `--target`, and that could be added behind another one. */
export interface PossibleTarget {
  readonly name: 'development';
  readonly built: Built;
}

/** What the targets are called that are there already. */
const names = { development: /^(?:dev|devel|development|local)$/ };

/** The targets that could be built upon a stage that builds: to develop the project. */
export async function possibleTargets(
  dockerfile: Dockerfile,
  stage: Stage,
  context: FixContext,
): Promise<readonly PossibleTarget[]> {
  const { stages } = dockerfile;
  const isBuilder = stages.length === 1 || (stage !== dockerfile.finalStage && stage.usedBy.length > 0);
  if (!stage.from?.image || !isBuilder || stage.isWindows) return [];
  if (!stage.lineage.some((one) => one.instructions.some(({ keyword: word }) => word === 'COPY' || word === 'ADD')))
    return [];
  const files = (await BuildContexts.of(dockerfile, context)).certain;
  if (!files) return [];
  const project = projectOf(dockerfile, stage, files);
  const found: PossibleTarget[] = [];
  const isThere = (name: PossibleTarget['name']) => stages.some((one) => names[name].test(one.name ?? ''));
  const words = isThere('development') ? undefined : await developmentCommand(project);
  if (words) {
    const list = words.map((word) => JSON.stringify(word)).join(', ');
    const line = `${keyword(stage.from, 'CMD')} [${list}]`;
    found.push({ name: 'development', built: withTarget(dockerfile, stage, 'development', line) });
  }
  return found;
}

/** Adds a stage behind the one that it is built upon; the image that is built by default stays what it is. */
function withTarget(dockerfile: Dockerfile, stage: Stage, wished: string, line: string): Built {
  const { from } = stage;
  const last = stage.instructions.at(-1);
  if (!from?.image || !last) return new Refusal('The stage has no FROM.');
  if (dockerfile.stages.length === 1) {
    return new Refusal('There is one stage, which is the image itself: convert it to several stages first.');
  }
  if (dockerfile.stages.some(({ uses }) => uses.some(({ word }) => /^\d+$/.test(word.text)))) {
    return new Refusal('Stages are referred to by number, and the numbers would change.');
  }
  const eol = lineBreakOf(dockerfile.text);
  const written = from.stageName?.text;
  const base = written ?? freeStageName(dockerfile, 'build');
  const as = from.asKeyword?.text ?? keyword(from, 'AS');
  const name = freeStageName(dockerfile, wished);
  const target = `${eol}${eol}${from.writtenKeyword} ${base} ${as} ${name}${eol}${line}`;
  const naming = written === undefined ? [insert(from.image.span.end, ` ${as} ${base}`)] : [];
  const edits = [...naming, insert(last.span.end, target)];
  const after = new Dockerfile(applyEdits(dockerfile.text, edits), dockerfile.fileName);
  return sameImage(dockerfile.finalStage, after.finalStage) &&
    !after.finalStage.needed.has(after.stageNamed(name) ?? after.preamble)
    ? edits
    : new Refusal('The image would run in another way afterwards.');
}
