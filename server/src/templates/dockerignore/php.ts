import { dockerignore } from './common.ts';

export const phpIgnore = dockerignore('php', 'PHP', ['vendor', '.phpunit.cache', 'var/cache', 'var/log']);
