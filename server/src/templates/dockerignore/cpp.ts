import { dockerignore } from './common.ts';

export const cppIgnore = dockerignore('cpp', 'C and C++', [
  'build',
  'cmake-build-*',
  'compile_commands.json',
  '**/*.o',
  '**/*.a',
  '**/*.so',
]);
