import type { Containerized } from '../../workspace/containerize/containerize.ts';
import { told } from '../../workspace/containerize/told.ts';

/** What became of a plan. */
interface Outcome {
  /** The paths of the files that were written, from the folder. */
  readonly written: readonly string[];
  /** Whether nothing was to be written, and the files are printed instead. */
  readonly dryRun: boolean;
  /** The path of a file of the folder as it is written elsewhere on the terminal. */
  readonly pathOf: (file: string) => string;
}

/** What `seaworthy init` prints: what it knows and decided, and what became of the files. */
export function toldPlan(plan: Containerized, { written, dryRun, pathOf }: Outcome): string {
  const { files, standing } = plan;
  const outcome = [
    ...written.map((path) => `wrote ${pathOf(path)}\n`),
    ...[...new Set(standing)].map((path) => `left ${pathOf(path)} as it is\n`),
  ];
  const sections = [
    told(plan, pathOf),
    ...(dryRun ? files.map(({ path, text }) => `--- ${pathOf(path)}\n${text}`) : []),
    outcome.join(''),
  ];
  return sections.filter((section) => section !== '').join('\n');
}
