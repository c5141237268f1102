import { dockerignore } from './common.ts';

export const staticIgnore = dockerignore('static', 'Static sites', ['node_modules']);
