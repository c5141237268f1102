import { type CopyInstruction, isArchive } from '../../dockerfile/instructions/copy.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'unpack-with-add',
  category: 'image-size',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let ADD unpack an archive that is copied to be unpacked',
  why: 'A COPY of an archive puts it into a layer, where it stays, whether the RUN that unpacks it deletes it afterwards or not: the image carries everything twice. ADD unpacks a local tar archive while it copies. A bind mount does the same for other formats: `RUN --mount=type=bind,source=app.zip,target=/tmp/app.zip unzip /tmp/app.zip`.',
  aliases: ['hadolint/DL3010'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  examples: [
    { bad: 'FROM debian:13\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n' },
    { bad: 'FROM debian:13\nWORKDIR /opt\nCOPY dist/app.tar .\nRUN mkdir app && tar xf app.tar -C app\n' },
    { good: 'FROM debian:13\nADD app.tar.gz /opt/\n' },
    { good: 'FROM debian:13\nCOPY app.tar.gz /backup/\nRUN tar -czf /logs.tar.gz /var/log\n' },
    { good: 'FROM debian:13\nCOPY --from=build /app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of dockerfile.instructions('COPY')) {
      // ADD reads archives from the build context alone.
      if (copy.from || copy.onbuild) continue;
      const names = archivesOf(copy);
      const run =
        names.length > 0 ? copy.stage.own('RUN').find((one) => isAfter(one, copy) && unpacks(one, names)) : undefined;
      if (!run) continue;
      report(
        copy.keywordSpan,
        `This layer keeps ${names.join(' and ')}, which a RUN below unpacks: let ADD unpack it`,
      ).relate(run.keywordSpan, 'It is unpacked here');
    }
  },
});

function isAfter(run: RunInstruction, copy: CopyInstruction): boolean {
  return run.span.start > copy.span.start;
}

/** The names that the archives of a COPY have in the image. */
function archivesOf(copy: CopyInstruction): readonly string[] {
  const destination = copy.expandedDestination ?? '';
  if (isArchive(destination)) return [baseName(destination)];
  return copy.expandedSources.filter(isArchive).map(baseName);
}

function unpacks({ commands }: RunInstruction, names: readonly string[]): boolean {
  return commands.some(
    (command) =>
      isUnpacking(command) &&
      command.arguments.some(({ value }) => value !== undefined && names.includes(baseName(value))),
  );
}

function isUnpacking(command: ShellCommand): boolean {
  if (command.name === 'tar') {
    const [first] = command.arguments;
    return command.has('-x', '--extract', '--get') || /^-?[A-Za-z]*x[A-Za-z]*$/.test(first?.text ?? '');
  }
  return /^(?:unzip|gunzip|bunzip2|unlzma|unxz|unzstd|uncompress|zcat|gzcat)$/.test(command.name);
}

function baseName(path: string): string {
  return path.replace(/^["']|["']$/g, '').replace(/^.*[/\\]/, '');
}
