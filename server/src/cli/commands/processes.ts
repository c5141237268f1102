import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import { RememberedFiles } from '../../core/remembered-files.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { Engine, languageOfNamedFile } from '../../engine/engine.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { readSource } from '../../node/read-source.ts';
import { LineMap } from '../../text/lines.ts';
import { pairsOf } from '../../workspace/pairs/container-images.ts';
import { outlineOf, type ProcessLine } from '../../workspace/processes/outline.ts';
import { ProcessTree } from '../../workspace/processes/tree.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Runs `seaworthy explain --processes`: prints what the containers of a Dockerfile's stages start, those stages that no
 * other uses, or what the containers of a manifest start. Returns the exit status: 0, or 2 for a file that cannot be read.
 */
export async function explainProcesses(given: string, around: Surroundings): Promise<number> {
  const file = path.resolve(around.workingFolder, given);
  const text = await readSource(file).then(
    (disk) => disk.text,
    (error: Error) => error,
  );
  if (text instanceof Error) {
    around.stderr.write(`seaworthy: ${given}: ${text.message}\n`);
    return 2;
  }
  const isBelow = file.startsWith(around.workingFolder + path.sep);
  const disk = new DiskHost(
    () => [path.parse(around.workingFolder).root],
    () => [isBelow ? around.workingFolder : path.dirname(file)],
    around.resources,
  );
  const { host } = new RememberedFiles(disk).recording();
  const source = { uri: pathToFileURL(file).toString(), lines: new LineMap(text) };
  const isManifest = languageOfNamedFile(path.basename(file), text) !== 'dockerfile';
  const read = isManifest ? processesOfManifest : processesOfDockerfile;
  const pathOf = (uri: string) => path.relative(around.workingFolder, fileURLToPath(uri)).split(path.sep).join('/');
  around.stdout.write((await read(text, source, { host, pathOf })).join('\n'));
  return 0;
}

/** Where processes are looked for, and how the files are called that start them. */
interface Seen {
  readonly host: SharedHost;
  /** The path of a file, given by its URI, as it is written elsewhere on the terminal. */
  readonly pathOf: (uri: string) => string;
}

async function processesOfDockerfile(text: string, dockerfile: OtherFile, { host, pathOf }: Seen): Promise<string[]> {
  const { uri } = dockerfile;
  const model = new Dockerfile(text, decodeURIComponent(uri.replace(/^.*\//, '')));
  const told: string[] = [];
  for (const stage of model.targets) {
    const tree = await ProcessTree.of(model, stage, { uri, host });
    // Stages without a command are there to be copied from, or to be built for their files.
    if (!tree && stage !== model.finalStage) continue;
    const title = model.targets.length > 1 ? `${stage.label}\n` : '';
    told.push(title + (tree ? asText(outlineOf(tree, { dockerfile }), pathOf) : notKnown));
  }
  return told;
}

async function processesOfManifest(text: string, file: OtherFile, { host, pathOf }: Seen): Promise<string[]> {
  const told: string[] = [];
  for (const { unit, start } of new Engine(host).read(file.uri, 'kubernetes', text).units) {
    for (const container of unit.model instanceof Manifest ? unit.model.containers : []) {
      const { resource } = container.pod;
      const [pair, ...others] = await pairsOf(container, file.uri, host);
      const tree = others.length > 0 ? undefined : await pair?.processes();
      const files = { dockerfile: pair?.built?.file, manifest: { ...file, start } };
      const title = `${resource.label}, ${container.label}\n`;
      told.push(title + (tree ? asText(outlineOf(tree, files), pathOf) : notKnown));
    }
  }
  return told.length > 0 ? told : ['There is no container in it.\n'];
}

const notKnown = 'It is not known what is started.\n';

/** The lines of a tree, drawn; the places stand behind what is there. */
function asText(lines: readonly ProcessLine[], pathOf: Seen['pathOf']): string {
  const drawn = lines.map(({ depth, text, remarks, place }, at) => {
    const lead = depth === 0 ? 'PID 1: ' : `${rails(lines, at)}${isLastOf(lines, at) ? '└─ ' : '├─ '}`;
    const said = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
    return `${lead}${text}${said}  [${pathOf(place.uri)}:${place.line}]\n`;
  });
  return drawn.join('');
}

/** What stands before a line of a tree: a line down for each process above it that has more to come. */
function rails(lines: readonly ProcessLine[], at: number): string {
  const depth = lines[at]?.depth ?? 0;
  let text = '';
  for (let level = 1; level < depth; level++) {
    const above = lines.findLastIndex((line, index) => index < at && line.depth === level);
    text += isLastOf(lines, above) ? '   ' : '│  ';
  }
  return text;
}

/** Whether no other process follows that was started by the same one. */
function isLastOf(lines: readonly ProcessLine[], at: number): boolean {
  const depth = lines[at]?.depth ?? 0;
  const next = lines.slice(at + 1).find((line) => line.depth <= depth);
  return next?.depth !== depth;
}
