import { dockerignore } from './common.ts';

export const javaIgnore = dockerignore('java', 'Java, Kotlin and Scala', [
  'target',
  'build',
  '.gradle',
  '.idea',
  '**/*.class',
  'project/target',
  'project/project',
]);
