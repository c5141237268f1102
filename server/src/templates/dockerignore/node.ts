import { dockerignore } from './common.ts';

export const nodeIgnore = dockerignore('node', 'Node.js, Bun and Deno', [
  'node_modules',
  '.npm',
  '.pnpm-store',

  'dist',
  'coverage',
  '*.tsbuildinfo',
  'npm-debug.log*',
]);
