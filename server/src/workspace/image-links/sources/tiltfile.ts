import type { Build, BuildSource } from '../build.ts';
import { type Lookup, Template } from '../template.ts';
import { readTokens, type Token } from '../tokens.ts';

/** The functions that build an image, by the order of their positional arguments (docs.tilt.dev/api.html). */
const functions: Readonly<Record<string, readonly string[]>> = {
  docker_build: ['ref', 'context', 'build_args', 'dockerfile'],
  docker_build_with_restart: ['ref', 'context', 'entrypoint', 'live_update'],
  docker_build_sub: ['ref', 'context'],
  custom_build: ['ref', 'command', 'deps'],
  custom_build_with_restart: ['ref', 'command', 'deps'],
};

/** An argument of a call: the tokens it consists of. */
type Argument = readonly Token[];

/** The calls of a Tiltfile that build images, with what its variables are set to at the top. */
export const tiltfile: BuildSource = {
  claims: (uri) => /\/Tiltfile(?:\.[^/]*)?$|\.tiltfile$/.test(uri),

  read(file) {
    const tokens = readTokens(file.text);
    const lookup = variablesOf(tokens);
    const builds: Build[] = [];
    for (const [at, token] of tokens.entries()) {
      const parameters =
        token.kind === 'name' && Object.hasOwn(functions, token.text) ? functions[token.text] : undefined;
      if (builds.length >= mostBuilds) break;
      if (!parameters || tokens[at + 1]?.text !== '(' || tokens[at - 1]?.text === 'def') continue;
      const given = argumentsAt(tokens, at + 2, parameters);
      const read = (name: string) => {
        const argument = given.get(name);
        return argument && templateOf(argument).fill(lookup);
      };
      const image = read('ref');
      if (!image) continue;
      const isCustom = token.text.startsWith('custom_build');
      const isInline = given.has('dockerfile_contents');
      builds.push({
        image,
        span: { start: token.start, end: given.get('ref')?.at(-1)?.end ?? token.end },
        says: 'Tilt builds it',
        ...(isCustom ? { builder: 'elsewhere' as const } : isInline ? { builder: 'inline' as const } : {}),
        dockerfile: read('dockerfile'),
        context: read('context') ?? Template.literal('.'),
        target: read('target'),
        bases: [file.folder],
        isDeclared: true,
        confidence: 'certain',
        setsTag: true,
        mayBePrefixed: true,
      });
    }
    return builds;
  },
};

/** How many builds of one file, and how many tokens of a call, are looked at. */
const mostBuilds = 500;
const longestCall = 500;

/** The arguments of a call by name, up to its closing bracket. */
function argumentsAt(
  tokens: readonly Token[],
  from: number,
  parameters: readonly string[],
): ReadonlyMap<string, Argument> {
  const given = new Map<string, Argument>();
  let argument: Token[] = [];
  let position = 0;
  const take = () => {
    const [name, equals] = argument;
    if (name?.kind === 'name' && equals?.text === '=' && equals.kind === 'mark')
      given.set(name.text, argument.slice(2));
    else if (argument.length > 0) given.set(parameters[position++] ?? '', argument);
    argument = [];
  };
  let depth = 0;
  for (const token of tokens.slice(from, from + longestCall)) {
    if (token.kind === 'end') continue;
    if (token.kind === 'mark') {
      if (depth === 0 && token.text === ')') break;
      if (depth === 0 && token.text === ',') {
        take();
        continue;
      }
      if (/[([{]/.test(token.text)) depth++;
      else if (/[)\]}]/.test(token.text)) depth--;
    }
    argument.push(token);
  }
  take();
  return given;
}

/** A text as an expression says it: literals and names joined by `+`; all else is not known. */
function templateOf(argument: Argument): Template {
  const parts = argument.flatMap((token, at): readonly Template[] => {
    if (at % 2 === 1) return token.text === '+' && token.kind === 'mark' ? [] : [unknown];
    if (token.kind === 'string') return [Template.literal(token.text)];
    return token.kind === 'name' ? [new Template([{ name: token.text }])] : [unknown];
  });
  return parts.includes(unknown) ? unknown : parts.reduce((one, other) => one.with(other), Template.literal(''));
}

const unknown = new Template([{ name: '' }]);

/** How many tokens of what a variable is set to are looked at. */
const longestSum = 20;

/** The variables that are set once, to a text. */
function variablesOf(tokens: readonly Token[]): Lookup {
  const values = new Map<string, Template | undefined>();
  for (const [at, token] of tokens.entries()) {
    const isSet = token.kind === 'name' && tokens[at + 1]?.text === '=' && (at === 0 || tokens[at - 1]?.kind === 'end');
    if (!isSet) continue;
    const some = tokens.slice(at + 2, at + 2 + longestSum);
    const end = some.findIndex(({ kind }) => kind === 'end');
    const value = templateOf(end === -1 ? some : some.slice(0, end));
    values.set(token.text, values.has(token.text) ? undefined : value);
  }
  return (name) => values.get(name);
}
