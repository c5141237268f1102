import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { readSource } from '../../node/read-source.ts';
import { RememberingHost } from '../../node/remembering-host.ts';
import { LineMap } from '../../text/lines.ts';
import { outlineOf, type ProcessLine } from '../../workspace/processes/outline.ts';
import { ProcessTree } from '../../workspace/processes/tree.ts';
import type { Surroundings } from './lint.ts';

/**
 * Runs `seaworthy explain --processes`: prints what the containers of a Dockerfile's stages start, those stages that no
 * other uses. Returns the exit status: 0, or 2 for a file that cannot be read.
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
  const disk = new DiskHost(
    () => [path.parse(around.workingFolder).root],
    () => [path.dirname(file)],
    around.resources,
  );
  const build = { uri: pathToFileURL(file).toString(), host: new RememberingHost(disk) };
  const dockerfile = new Dockerfile(text, path.basename(file));
  const lines = new LineMap(text);
  const told: string[] = [];
  for (const stage of dockerfile.targets) {
    const tree = await ProcessTree.of(dockerfile, stage, build);
    // Stages without a command are there to be copied from, or to be built for their files.
    if (!tree && stage !== dockerfile.finalStage) continue;
    const title = dockerfile.targets.length > 1 ? `${stage.label}\n` : '';
    told.push(title + (tree ? asText(outlineOf(tree, build.uri, lines)) : 'It is not known what is started.\n'));
  }
  around.stdout.write(told.join('\n'));
  return 0;
}

/** The lines of a tree, drawn; the places stand behind what is there. */
function asText(lines: readonly ProcessLine[]): string {
  const drawn = lines.map(({ depth, text, remarks, place }, at) => {
    const lead = depth === 0 ? 'PID 1: ' : `${rails(lines, at)}${isLastOf(lines, at) ? '└─ ' : '├─ '}`;
    const said = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
    return `${lead}${text}${said}  [${place.name}:${place.line}]\n`;
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
