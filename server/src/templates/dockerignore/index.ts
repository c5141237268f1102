import type { Template } from '../template.ts';
import { cppIgnore } from './cpp.ts';
import { dotnetIgnore } from './dotnet.ts';
import { elixirIgnore } from './elixir.ts';
import { goIgnore } from './go.ts';
import { javaIgnore } from './java.ts';
import { nodeIgnore } from './node.ts';
import { phpIgnore } from './php.ts';
import { pythonIgnore } from './python.ts';
import { rubyIgnore } from './ruby.ts';
import { rustIgnore } from './rust.ts';
import { staticIgnore } from './static.ts';

/** What is offered as `.dockerignore`, one for each family of languages. */
export const dockerignoreTemplates: readonly Template[] = [
  nodeIgnore,
  pythonIgnore,
  goIgnore,
  rustIgnore,
  javaIgnore,
  dotnetIgnore,
  phpIgnore,
  rubyIgnore,
  elixirIgnore,
  cppIgnore,
  staticIgnore,
];
