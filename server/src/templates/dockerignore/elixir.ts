import { dockerignore } from './common.ts';

export const elixirIgnore = dockerignore('elixir', 'Elixir', ['_build', 'deps', 'cover', '*.ez', 'erl_crash.dump']);
