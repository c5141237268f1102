import { Refusal } from '../../core/fix.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { joinPath } from '../../dockerfile/working-folder.ts';
import type { ScriptFiles } from '../processes/image-files.ts';
import { obstacleInJobs } from './jobs.ts';
import { meddlerAmong } from './meddling.ts';
import type { Part } from './part.ts';
import { helperRole } from './roles.ts';
import { withoutComments } from './texts.ts';

/** Where a container keeps files that others can see. */
export interface Mounts {
  /** The absolute paths at which volumes are mounted. */
  readonly paths: readonly string[];
  /** Whether nothing is written anywhere else. */
  readonly isAll: boolean;
}

/** What is known of the files that processes share. */
export interface SharedFiles {
  /** Folders that have to be volumes for both. */
  readonly folders: readonly string[];
}

/** A path of a socket as configurations and command lines name it. */
const socket = /(?:unix[:@](?:\/\/)?|[\s"'=(:@]|^)(\/[\w.-]+(?:\/[\w.-]+)*\.sock(?:et)?)\b/g;
const unixPath = /\bunix[:@](?:\/\/)?(\/[\w.-]+(?:\/[\w.-]+)*)/g;

/** A path of a log file, perhaps a pattern. */
const logPath = /(?<![\w.])\/(?:[\w.*-]+\/)+[\w.*-]*\.?log\b[\w.*-]*|\/var\/log\/[\w./*-]+/g;

/**
 * What the processes share through files; refused where that is not known, or where no volume can take the place of the
 * folder it is in.
 */
export async function sharedFiles(
  parts: readonly Part[],
  stage: Stage,
  files: ScriptFiles,
  mounts: Mounts,
): Promise<SharedFiles | Refusal> {
  const meddler = meddlerAmong(parts, mounts.isAll);
  if (meddler) return meddler;
  for (const part of parts) {
    const obstacle = await obstacleInJobs(part, stage, files, await configurationOf(part, files));
    if (obstacle) return obstacle;
  }
  const isMounted = (path: string) => mounts.paths.some((one) => isBelow(path, one));
  const volume =
    RuntimeImage.of(stage).volumes?.find(({ value }) => !isMounted(value)) ?? ownVolumeOutside(stage, isMounted);
  if (volume) return new Refusal(`All processes may use the volume at ${volume.value}, and each needs it mounted.`);
  if (mounts.isAll) return { folders: [] };
  const found: string[] = [];
  for (const part of parts) {
    const read = await pathsOf(
      part,
      parts.filter((other) => other !== part),
      files,
    );
    if (read instanceof Refusal) return read;
    found.push(...read);
  }
  found.push(...pathsInCommon(parts));
  const folders: string[] = [];
  for (const path of new Set(found)) {
    if (isMounted(path)) continue;
    const folder = await folderFor(path, files);
    if (folder instanceof Refusal) return folder;
    if (!folders.includes(folder)) folders.push(folder);
  }
  return { folders: folders.filter((one) => !folders.some((other) => other !== one && isBelow(one, other))) };
}

/** A volume that the file itself declares; asked where those of the base image are not known. */
function ownVolumeOutside(stage: Stage, isMounted: (path: string) => boolean) {
  const own = stage.lineage.flatMap((one) => one.own('VOLUME'));
  for (const by of own) {
    const paths = by.json ? by.json.items.map(({ content }) => content.text) : by.words.map(({ text }) => text);
    const value = paths.find((path) => path.includes('$') || !isMounted(path));
    if (value !== undefined) return { value };
  }
  return undefined;
}

/** Programs that pass requests on, and where their configuration is. */
const fronts: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(?:nginx|openresty)$/,
    [
      '/etc/nginx/nginx.conf',
      '/etc/nginx/conf.d/*',
      '/etc/nginx/http.d/*',
      '/etc/nginx/sites-enabled/*',
      '/etc/nginx/sites-available/*',
    ],
  ],
  [
    /^(?:httpd|httpd-foreground|apache2|apachectl|apache2ctl|apache2-foreground)$/,
    [
      '/etc/apache2/sites-enabled/*',
      '/etc/apache2/sites-available/*',
      '/etc/apache2/conf.d/*',
      '/usr/local/apache2/conf/*',
    ],
  ],
  [/^haproxy$/, ['/etc/haproxy/*', '/usr/local/etc/haproxy/*']],
  [/^caddy$/, ['/etc/caddy/*']],
];

/** The paths through which a process meets others, as far as its command line and its configuration tell. */
async function pathsOf(part: Part, others: readonly Part[], files: ScriptFiles): Promise<readonly string[] | Refusal> {
  const texts = await configurationOf(part, files);
  if (isFront(part) && texts.length === 0 && others.some(isBackend))
    return new Refusal(
      `What ${part.name} passes on to is not known: its configuration is not among the files that are copied.`,
    );
  const isShipper = helperRole(part) === 'log shipper';
  const all = [part.words.join(' '), ...texts].flatMap((text) => [
    ...[...text.matchAll(socket), ...text.matchAll(unixPath)].map(([, path = '']) => path),
    ...(isShipper ? [...text.matchAll(logPath)].map(([path]) => path) : []),
  ]);
  if (isShipper && all.length === 0) return new Refusal(`Which files ${part.name} reads is not known.`);
  return all.map((path) => path.replace(/\/[^/]*\*.*$/, '/any.log'));
}

/** Whether requests may be passed on to a process. */
function isBackend(part: Part): boolean {
  const role = helperRole(part);
  return role === undefined || role === 'proxy';
}

function isFront(part: Part): boolean {
  return fronts.some(([pattern]) => part.programs.some((name) => pattern.test(name)));
}

/** The texts of the configuration of a process: the files that its command line names, and those that its program reads. */
async function configurationOf(part: Part, files: ScriptFiles): Promise<readonly string[]> {
  const named = part.words.flatMap((word) => /(?:^|=)(\/?[\w.-]+(?:\/[\w.-]+)*)$/.exec(word)?.[1] ?? []);
  const own = (await Promise.all(named.map((path) => files.at(path)))).filter((file) => file !== undefined);
  const patterns = fronts.find(([pattern]) => part.programs.some((name) => pattern.test(name)))?.[1];
  const configured = patterns ? (await Promise.all(patterns.map((one) => files.matching(one)))).flat() : [];
  return [...own, ...configured].map(({ source }) => withoutComments(source.text));
}

/** The first process that uses localhost, by its command line or by its configuration. */
export async function reachOnLocalhost(
  parts: readonly Part[],
  stage: Stage,
  files: ScriptFiles,
): Promise<string | undefined> {
  const isLocal = (text: string | undefined) => /\b(?:localhost|127\.0\.0\.\d)\b|\[::1\]/.test(text ?? '');
  for (const part of parts) {
    const set = Object.values(part.environment);
    if ([part.words.join(' '), ...set, ...(await configurationOf(part, files))].some(isLocal)) return part.name;
  }
  const variables = [...RuntimeImage.of(stage).environment];
  return variables.find(([, { value }]) => isLocal(value))?.[0];
}

/** Paths of data that more than one command line names. */
function pathsInCommon(parts: readonly Part[]): readonly string[] {
  const named = parts.map(({ words, text }) => dataPaths(`${words.join(' ')} ${text}`));
  return named.flatMap((paths, index) =>
    paths.filter((path) =>
      named.some((others, other) => other !== index && others.some((one) => isBelow(one, path) || isBelow(path, one))),
    ),
  );
}

/** Where programs and their settings are, which every container of an image has: what is elsewhere is data. */
const ofTheImage = /^\/(?:usr|bin|sbin|lib(?:64)?|etc|opt|dev|proc|sys|app|src|srv|code|workspace|home|root)(?:\/|$)/;

/** Files that are written, wherever they are. */
const writtenFile = /\.(?:db|sqlite3?|sock|log|pid|lock|fifo|pipe|queue)$/;

function dataPaths(text: string): readonly string[] {
  const paths = [...text.matchAll(/(?:^|[\s"'=:,])(\/[\w.-]+(?:\/[\w.-]+)*)/g)].map(([, path = '']) =>
    joinPath('/', path),
  );
  return paths.filter((path) => !ofTheImage.test(path) || writtenFile.test(path));
}

/** Folders that hold nothing when a container starts but what its processes make. */
const emptyAtStart = /^\/(?:tmp|(?:var\/)?run\/[^/]+(?:\/.*)?|var\/(?:log|spool|cache)\/[^/]+(?:\/.*)?|tmp\/.*)$/;

/** The folder that has to be a volume for a path to be shared. */
async function folderFor(path: string, files: ScriptFiles): Promise<string | Refusal> {
  const isFile = /\.\w+$/.test(path);
  const folder = isFile ? path.slice(0, path.lastIndexOf('/')) : path;
  const isEmpty = emptyAtStart.test(folder) && (await files.matching(`${folder}/*`)).length === 0;
  if (isEmpty) return folder;
  return new Refusal(
    `The processes share ${path}, and a volume at ${folder === '' ? '/' : folder} would hide what the image has there: give it a folder of its own, or mount a volume.`,
  );
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}
