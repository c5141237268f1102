import type { Dockerfile } from './dockerfile.ts';
import type { Stage } from './stage.ts';

/** What stages and files are called that are not for production. */
const unproductive = /(?:^|[._-])(?:dev|devel|development|local|test|tests|testing|ci|debug|tilt)(?:$|[._-])/i;

/** Whether a stage or a file is called as those are that are not for production. */
export function isNamedForDevelopment(name: string): boolean {
  return unproductive.test(name);
}

/** Whether the name of a stage, or of the file, says that it is for development or tests and not for production. */
export function isForDevelopment({ fileName }: Dockerfile, { name }: Stage): boolean {
  return isNamedForDevelopment(fileName) || (name !== undefined && isNamedForDevelopment(name));
}

/** Whether a stage's image is what runs in production, as far as names tell. */
export function isForProduction(dockerfile: Dockerfile, stage: Stage): boolean {
  return dockerfile.isShipped(stage) && !isForDevelopment(dockerfile, dockerfile.finalStage);
}
