import { dockerignore } from './common.ts';

export const rustIgnore = dockerignore('rust', 'Rust', ['target']);
