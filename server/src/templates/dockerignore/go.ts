import { dockerignore } from './common.ts';

export const goIgnore = dockerignore('go', 'Go', ['**/*.test', '**/*.out', 'coverage*']);
