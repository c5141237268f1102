import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { stableTag } from '../../image/official-tags.ts';
import { readImageReference } from '../../image/reference.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assemble, buildStage, keyword, withComments } from './assemble.ts';
import type { Build } from './conversion.ts';
import { refusalForFile, understand } from './convert.ts';
import { divide } from './divide.ts';
import { node } from './node.ts';
import { belongsToSystem, resolvePath } from './paths.ts';
import { nameOf, platformOf } from './runtime-stage.ts';

/** A server of files that does nothing else, as a start command calls it. */
interface StaticServer {
  readonly name: string;
  /** The folder it serves, as written. */
  readonly folder: string;
  readonly port: number;
  /** Whether it answers with the page of the application where there is no file. */
  readonly isSinglePage: boolean;
}

/** Whether a Dockerfile does nothing at run time but serve files that it built. */
export function servesFiles({ finalStage }: Dockerfile): boolean {
  const [start, ...more] = startCommands(finalStage);
  return start !== undefined && more.length === 0 && serverOf(start) !== undefined;
}

/**
 * Turns a Dockerfile that builds a front end and serves its files with a server written in JavaScript into two stages:
 * the build, and nginx with the files, on the same port.
 */
export async function convertToStaticSite(dockerfile: Dockerfile, context: FixContext): Promise<Built> {
  const stage = dockerfile.finalStage;
  const refusal = refusalForFile(dockerfile, stage);
  if (refusal) return refusal;
  const division = divide(stage, node);
  if (division instanceof Refusal) return division;
  const build = await understand(dockerfile, stage, node, division, context);
  if (build instanceof Refusal) return build;
  const { from, folder, survey, startup } = build;
  const [start, ...more] = startup.commands;
  const server = start && more.length === 0 ? serverOf(start) : undefined;
  if (!server) return new Refusal('The container does more than to serve files.');
  if (await mayBeConfigured(server, build)) return new Refusal('A file of settings may say what is served, and where.');
  const own = division.staying.find(({ keyword: name }) => !plain.has(name));
  if (own) return new Refusal(`${own.keyword} stands behind the build: what nginx needs of it is not known.`);
  if (!stage.user.isRoot) return new Refusal('The image of nginx starts as root: choose one that does without.');
  const path = resolvePath(folder, server.folder);
  if (folder === '/' || path === folder || belongsToSystem(path) || /[\s;{}'"$\\]/.test(path)) {
    return new Refusal('Which files are built and which are sources is not known.');
  }
  if (!survey.workFolders.includes(folder)) return new Refusal('Where the files are built is not known.');
  const moved = division.settings.filter(({ keyword: name }) => !starts.has(name));
  if (moved.some(({ arguments: { text } }) => text.includes('$'))) {
    return new Refusal('A variable of the build decides on what the image says of itself.');
  }
  const tag = stableTag(readImageReference('nginx'));
  const lines = [
    `${keyword(from, 'FROM')} ${platformOf(build)}nginx:${tag}-alpine${nameOf(build)}`,
    `${keyword(from, 'RUN')} echo '${configuration(path, server)}' > /etc/nginx/conf.d/default.conf`,
    `${keyword(from, 'COPY')} --from=${buildStage} ${path} ${path}`,
    ...moved.map((one) => withComments(dockerfile, one)),
  ];
  const ended = division.staying.filter(({ keyword: name }) => starts.has(name) || name === 'WORKDIR');
  return assemble({
    dockerfile,
    from,
    last: division.last,
    removed: [...division.settings, ...ended] as readonly Instruction[],
    edits: [],
    buildLines: [],
    runtimeLines: lines,
  });
}

/** What may stand behind the build: it stays, or is what nginx takes the place of. */
const plain: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'EXPOSE', 'LABEL', 'MAINTAINER', 'WORKDIR']);
const starts: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'STOPSIGNAL']);

/** Whether a server's own file of settings changes what it is called with, or may do so because it cannot be read. */
async function mayBeConfigured({ name, folder }: StaticServer, { project }: Build): Promise<boolean> {
  if (name === 'http-server') return false;
  if (!project) return true;
  const files = name === 'serve' ? ['serve.json', `${folder}/serve.json`, 'public/serve.json'] : viteFiles;
  const texts = await Promise.all(files.map((file) => project.read(file)));
  return texts.some(
    (text) => text !== undefined && (name === 'serve' || /\b(?:outDir|preview|base|root)\b/.test(text)),
  );
}

const viteFiles: readonly string[] = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `vite.config.${ending}`);

function configuration(path: string, { port, isSinglePage }: StaticServer): string {
  const last = isSinglePage ? '/index.html' : '=404';
  return `server { listen ${port}; root ${path}; location / { try_files $uri $uri.html $uri/index.html ${last}; } }`;
}

/** What each server takes for granted (github.com/vercel/serve, http-party/http-server, vite.dev/config/preview-options). */
const ports: Readonly<Record<string, number>> = { 'http-server': 8080, serve: 3000, vite: 4173 };
const portOptions: Readonly<Record<string, readonly string[]>> = {
  'http-server': ['-p', '--port'],
  serve: ['-l', '--listen', '-p'],
  vite: ['--port'],
};
const singlePage = ['-s', '--single'];
/** Options with a value that say nothing of the files. */
const hostOptions = ['-a', '--host'];
/** Options that change nothing that a browser sees. */
const silent = /^(?:-n|--no-clipboard|-L|--no-request-logging|-S|--silent|--host)$/;

/** The server that a command starts, when all its options are known. */
function serverOf(command: ShellCommand): StaticServer | undefined {
  const all = command.arguments.map(({ value }) => value);
  if (all.some((value) => value === undefined)) return undefined;
  const words = all as readonly string[];
  const [name, rest] = command.name === 'npx' ? [words[0], words.slice(1)] : [command.name, words];
  if (name === undefined || !Object.hasOwn(ports, name)) return undefined;
  if (name === 'vite') return rest[0] === 'preview' ? read(name, rest.slice(1), 'dist') : undefined;
  return read(name, rest, undefined);
}

function read(name: string, words: readonly string[], usual: string | undefined): StaticServer | undefined {
  let port = ports[name] ?? 0;
  let folder = usual;
  let isSinglePage = name === 'vite';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, option = word, joined] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
    if (portOptions[name]?.includes(option)) {
      const value = joined ?? words[++at] ?? '';
      const digits = /^(?:tcp:\/\/0\.0\.0\.0:)?(\d{2,5})$/.exec(value)?.[1];
      if (digits === undefined) return undefined;
      port = Number(digits);
    } else if (hostOptions.includes(option) && name !== 'serve' && /^[\d.]+$/.test(joined ?? words[at + 1] ?? '')) {
      if ((joined ?? words[++at]) !== '0.0.0.0') return undefined;
    } else if (name === 'serve' && singlePage.includes(option)) isSinglePage = true;
    else if (!word.startsWith('-') && folder === usual) folder = word;
    else if (!silent.test(word)) return undefined;
  }
  return folder === undefined ? undefined : { name, folder, port, isSinglePage };
}
