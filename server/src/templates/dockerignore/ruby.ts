import { dockerignore } from './common.ts';

export const rubyIgnore = dockerignore('ruby', 'Ruby', ['.bundle', 'vendor/bundle', 'log', 'tmp', 'coverage']);
