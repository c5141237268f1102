import type { BuildGraph } from './build-graph.ts';
import type { BuildStep, StepInput } from './build-step.ts';

/** What is different from the build before. */
export interface BuildChange {
  /** The files of the build context that were added, changed or removed, without those that `.dockerignore` leaves out. */
  readonly files?: readonly string[];
  /** The variables that have another value. */
  readonly variables?: ReadonlySet<string>;
  /** The images, as they are referred to, that are other ones. */
  readonly images?: ReadonlySet<string>;
}

/** Why a step is carried out again. */
export interface Reason {
  /** The files that it reads itself and that changed. */
  readonly files: readonly string[];
  /** The steps it depends on that are carried out again. */
  readonly steps: readonly BuildStep[];
  /** Whether a variable, an image or something remote that it depends on changed. */
  readonly isOther: boolean;
}

/**
 * The steps that a builder carries out again after a change, in the order of the build, with the reasons; of the others
 * it remembers the result of. It is taken for granted that a step that is carried out again gives another result, and that
 * all that other stages take from it is another: a builder that finds the same files goes on with what it remembers.
 */
export function rebuilt(graph: BuildGraph, change: BuildChange): ReadonlyMap<BuildStep, Reason> {
  const reasons = new Map<BuildStep, Reason>();
  // A linked step may be remembered while what it is put upon is another.
  const otherState = new Set<BuildStep>();
  const isOtherState = (step: BuildStep | undefined) => step !== undefined && otherState.has(step);
  const reasonFor = (step: BuildStep): Reason | undefined => {
    const files: string[] = [];
    const steps: BuildStep[] = [];
    let isOther = false;
    for (const input of step.inputs) {
      if (input.kind === 'files') for (const file of change.files ?? []) if (input.paths.has(file)) files.push(file);
      const before = stateIn(input, graph);
      if (before && isOtherState(before)) steps.push(before);
      isOther ||= isOtherIn(input, change);
    }
    return files.length > 0 || steps.length > 0 || isOther ? { files, steps, isOther } : undefined;
  };
  for (const step of graph.steps) {
    const reason = reasonFor(step);
    if (reason) reasons.set(step, reason);
    if (reason || (step.isLinked && isOtherState(step.onto))) otherState.add(step);
  }
  return reasons;
}

/** The step whose result an input is. */
function stateIn(input: StepInput, graph: BuildGraph): BuildStep | undefined {
  if (input.kind === 'state') return input.step;
  return input.kind === 'stage' ? graph.lastOf(input.stage) : undefined;
}

function isOtherIn(input: StepInput, { variables, images }: BuildChange): boolean {
  if (input.kind === 'variables') return variables !== undefined && input.names().some((name) => variables.has(name));
  return input.kind === 'image' && images?.has(input.reference) === true;
}

/** The steps that read what changed themselves, because of which a step is carried out again; itself, if it is one. */
export function originsOf(step: BuildStep, reasons: ReadonlyMap<BuildStep, Reason>): readonly BuildStep[] {
  const seen = new Set<BuildStep>([step]);
  for (const one of seen) {
    for (const before of reasons.get(one)?.steps ?? []) seen.add(before);
    if (one.isLinked && one !== step && one.onto) seen.add(one.onto);
  }
  return [...seen].filter((one) => {
    const reason = reasons.get(one);
    return reason !== undefined && (reason.files.length > 0 || reason.isOther);
  });
}
