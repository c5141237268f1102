import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertFlag, removeInstruction } from '../../dockerfile/edits.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../dockerfile/working-folder.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-with-chmod',
  category: 'image-size',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Set the mode of a file when it is copied',
  why: 'A RUN that changes the mode of a file writes the whole file into another layer: the image carries it twice, and a shell was started for it. `COPY --chmod` sets the mode in the layer that brings the file.',
  aliases: ['tally/prefer-copy-chmod'],
  fix: 'suggested',
  fixing:
    'Adds `--chmod` to the COPY and removes the RUN. Modes such as `+x` become octal ones of a file that everybody may read. Refused where the COPY sets a mode already, and for other modes with letters.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
      fixed: 'FROM alpine:3.24\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
    },
    {
      bad: 'FROM alpine:3.24\nWORKDIR /app\nCOPY bin/run.sh ./\nRUN chmod 0750 run.sh\n',
      fixed: 'FROM alpine:3.24\nWORKDIR /app\nCOPY --chmod=0750 bin/run.sh ./\n',
    },
    { good: 'FROM alpine:3.24\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\n' },
    { good: 'FROM alpine:3.24\nCOPY bin/ /app/bin/\nRUN chmod +x /app/bin/run.sh\n', note: 'One file of several.' },
    { good: 'FROM alpine:3.24\nCOPY a /a\nRUN chmod +x /b\n' },
  ],
  check({ dockerfile, report }) {
    for (const { instructions } of dockerfile.stages) {
      for (const [index, run] of instructions.entries()) {
        const copy = instructions[index - 1];
        if (!(run instanceof RunInstruction) || !(copy instanceof CopyInstruction)) continue;
        const mode = modeOf(run, copy);
        if (mode === undefined) continue;
        report(run.keywordSpan, `This writes the file again to change its mode: give ${copy.keyword} the --chmod`)
          .relate(copy.keywordSpan, 'The file comes into the image here')
          .fix('Use --chmod', () => moveMode(dockerfile, copy, run, mode));
      }
    }
  },
});

/** The mode that a RUN does nothing but give to the only file that a COPY brings. */
function modeOf({ script, span, stage, flags }: RunInstruction, copy: CopyInstruction): string | undefined {
  const command = script?.steps.length === 1 ? script.steps[0]?.command : undefined;
  if (command?.name !== 'chmod' || command.wrappers.length > 0 || flags.length > 0) return undefined;
  const [mode, path, ...more] = command.arguments.map(({ value }) => value);
  const file = fileOf(copy);
  if (mode === undefined || path === undefined || more.length > 0 || file === undefined) return undefined;
  const folder = workingFolderAt(stage, span.start) ?? '/?';
  const same = path === file.written || (isAbsolute(path) ? joinPath('', path) : joinPath(folder, path)) === file.path;
  return same && /^(?:[0-7]{3,4}|[ugoa]*\+[rwx]+)$/.test(mode) ? mode : undefined;
}

/** The only file that a COPY brings, as it is called in the image; undefined when it brings several, or a folder. */
function fileOf(copy: CopyInstruction): { readonly written: string; readonly path: string } | undefined {
  const [source] = copy.expandedSources;
  const destination = copy.expandedDestination;
  if (source === undefined || copy.sourceCount !== 1 || destination === undefined) return undefined;
  const name = source.slice(source.lastIndexOf('/') + 1);
  if (!/^[\w.-]*\w$/.test(name)) return undefined;
  const isFolder = /\/$|^\.$/.test(destination);
  const written = isFolder ? `${destination.replace(/\/?$/, '/')}${name}` : destination;
  const folder = workingFolderAt(copy.stage, copy.span.start) ?? '/?';
  return { written, path: joinPath(isAbsolute(written) ? '' : folder, written) };
}

function moveMode(dockerfile: Dockerfile, copy: CopyInstruction, run: RunInstruction, mode: string): Built {
  if (copy.flag('chmod')) return new Refusal('The COPY sets a mode already.');
  const octal = /^[0-7]+$/.test(mode) ? mode : /^a?\+r?x$/.test(mode) ? '755' : undefined;
  if (octal === undefined) return new Refusal('The mode depends on the one that the file has.');
  const owner = run.stage.userAt(run.span.start);
  if (!owner.isRoot) return new Refusal('It does not run as root, so the file has to be its own.');
  return [insertFlag(copy, `--chmod=${octal}`), removeInstruction(dockerfile, run)];
}
