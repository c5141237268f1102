import { type Fact, fact, type Project } from '../project/project.ts';
import { type Filling, none } from './filling.ts';
import type { KnownFields } from './plan.ts';

/** The templates of programs, by what stands behind `multi-stage-`; sites and Next.js have one for each package manager. */
const programs: Readonly<Record<string, string>> = {
  npm: 'node',
  pnpm: 'node-pnpm',
  yarn: 'node-yarn',
  'yarn-classic': 'node-yarn-classic',
  bun: 'bun',
};

/** The template of a project of Node.js or Bun: that of a site, of Next.js, or of a program. */
export function ofNode(project: Project): Filling | undefined {
  const { facts, shape, because } = project;
  const manager = managerOf(project);
  const suffix = manager === 'npm' ? '' : `-${manager}`;
  const known = { build: facts.build ?? none(because.file), [project.tool]: facts.manager };
  if (shape === 'site') return { id: `multi-stage-static-site${suffix}`, known: { ...known, output: facts.output } };
  if (facts.framework?.value === 'Next.js') return ofNext(project, `multi-stage-next${suffix}`, known);
  const program = programs[manager];
  return program === undefined ? undefined : ofProgram(project, `multi-stage-${program}`, known);
}

/** Yarn from version 2 on is another program than Yarn 1, and reads other files. */
function managerOf({ tool, facts: { manager } }: Project): string {
  return tool === 'yarn' && manager !== undefined && /^1(?:\.|$)/.test(manager.value) ? 'yarn-classic' : tool;
}

function ofNext({ facts, because }: Project, id: string, known: KnownFields): Filling {
  const isStandalone = facts.output?.value === '.next/standalone';
  return {
    id,
    known: { ...known, build: facts.build, public: facts.assets ?? none(because.file) },
    remarks: isStandalone ? [] : ["Set output: 'standalone' in next.config: the Dockerfile starts what that makes."],
  };
}

function ofProgram({ facts }: Project, id: string, known: KnownFields): Filling {
  const { build, main, start } = facts;
  const output = outputOf(facts.output, build);
  const remarks: string[] = [];
  if (output !== facts.output)
    remarks.push(
      'It is not known which folder the build writes, so that all is copied: name the folder in the Dockerfile.',
    );
  if (!main && start)
    remarks.push(`package.json starts it with \`${start.value}\`: say in CMD of the Dockerfile which file that is.`);
  return { id, known: { ...known, output, main }, remarks };
}

/** The folder that the build writes; everything, where there is a build of which that is not known. */
function outputOf(known: Fact | undefined, build: Fact | undefined): Fact | undefined {
  return build && !known ? fact('.', build.because.file, 'nothing says which folder the build writes') : known;
}
