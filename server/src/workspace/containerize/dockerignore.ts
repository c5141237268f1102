import { templates } from '../../templates/index.ts';
import { Dockerignore } from '../ignoring/dockerignore.ts';
import type { Language, Project } from '../project/project.ts';
import { manifestFolder } from './deployment.ts';
import { emptyPlan, filled, type Plan } from './plan.ts';

/** The templates for languages that share one with another; for the others it is called as the language is. */
const shared: Readonly<Partial<Record<Language, string>>> = {
  c: 'cpp',
  deno: 'node',
  kotlin: 'java',
  scala: 'java',
};

const path = '.dockerignore';

/**
 * What a build of a project leaves out, without the patterns that would leave out what the image needs, and with the
 * manifests where those lie in the folder; nothing where it is not known what the project is.
 */
export function dockerignoreFor(project: Project | undefined, hasManifests: boolean): Plan {
  const id = project && `dockerignore-${shared[project.language] ?? project.language}`;
  const template = templates.find((one) => one.id === id);
  if (!project || !template) return emptyPlan;
  const { text } = filled(template, path, {});
  const manifests = hasManifests ? `\n# Manifests\n${manifestFolder}\n` : '';
  return { ...emptyPlan, files: [{ path, text: letIn(text, neededOf(project)) + manifests }] };
}

/** What the image takes from the folder as it is: what is started, where nothing builds it. */
function neededOf({ facts: { build, main, output, lock } }: Project): readonly string[] {
  return [lock, ...(build ? [] : [main, output])].flatMap((one) => one?.value ?? []);
}

/** The text of a .dockerignore without the patterns that leave out some paths. */
function letIn(text: string, paths: readonly string[]): string {
  let current = text;
  for (const needed of paths) {
    let pattern = new Dockerignore(current).patternLeavingOut(needed);
    for (; pattern; pattern = new Dockerignore(current).patternLeavingOut(needed)) {
      const end = current.indexOf('\n', pattern.span.end);
      current = current.slice(0, pattern.span.start) + (end < 0 ? '' : current.slice(end + 1));
    }
  }
  return current;
}
