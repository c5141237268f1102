import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isAbsolute, workingFolderAt } from '../../dockerfile/working-folder.ts';
import { insert } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-needs-workdir',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set WORKDIR before copying to a relative path',
  why: 'A relative destination leads from the working folder. Without a WORKDIR that is the one of the base image: the root folder, where files end up among those of the system, or whatever the next version of the image sets. An absolute path, or a WORKDIR of your own, says where they are.',
  aliases: ['hadolint/DL3045', 'dockerfile-doctor/DD041', 'droast/DF063'],
  fix: 'safe',
  fixing:
    'Writes the path that it is now, where the base image is known to start in the root folder. For a destination that is the working folder itself, a WORKDIR is put above, whose path you choose.',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  examples: [
    {
      bad: 'FROM debian:13\nCOPY start.sh usr/local/bin/\n',
      fixed: 'FROM debian:13\nCOPY start.sh /usr/local/bin/\n',
    },
    {
      bad: 'FROM node:24\nCOPY . .\nRUN npm ci\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      note: 'Never applied in bulk: other instructions may count on the files being in the root folder.',
    },
    {
      bad: 'FROM example.com/base:1.2\nCOPY start.sh bin/\n',
      preset: 'all',
      note: 'An image that may have a WORKDIR of its own: only under the preset `all`.',
    },
    { good: 'FROM debian:13\nWORKDIR /app\nCOPY start.sh bin/\n' },
    { good: 'FROM debian:13 AS base\nWORKDIR /app\nFROM base\nCOPY start.sh bin/\n' },
    { good: 'FROM debian:13\nARG TARGET\nCOPY start.sh ${TARGET}\n' },
  ],
  check({ dockerfile, report }) {
    const told = new Set<Stage>();
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      const { destination, stage } = copy;
      const path = copy.expandedDestination ?? '';
      if (!destination || path === '' || isAbsolute(destination.source.text.replace(/^["']/, '')) || isAbsolute(path))
        continue;
      if (hasWorkdir(stage, copy.span.start) || followsTriggeredWorkdir(dockerfile, copy)) continue;
      const inRoot = workingFolderAt(stage, copy.span.start) === '/' && !copy.onbuild;
      const isWorkingFolder = /^\.?\/?$/.test(path);
      // One WORKDIR would do for all of a stage, so it is asked for once.
      if ((isWorkingFolder || !inRoot) && told.has(stage)) continue;
      told.add(stage);
      const where = inRoot
        ? `"/${path.replace(/^(?:\.\/)*(?:\.$)?/, '')}"`
        : 'wherever the base image has its working folder';
      const finding = report(
        destination.span,
        `"${path}" leads to ${where}, because no WORKDIR is set: set one, or write an absolute path`,
      );
      if (copy.keyword === 'ADD') finding.as();
      // In an image that holds nothing else, the root folder is as good as any.
      if (!inRoot || stage.isFromScratch) finding.onlyIn('all').grade('info');
      if (!inRoot) continue;
      if (isWorkingFolder) finding.fix('Add WORKDIR /app above', () => addWorkdir(dockerfile, copy), 'manual');
      else finding.fix('Write the destination as an absolute path', () => makeAbsolute(copy));
    }
  },
});

/** Whether the trigger of an ONBUILD sets a WORKDIR for this one. */
function followsTriggeredWorkdir(dockerfile: Dockerfile, { onbuild, stage, span }: CopyInstruction): boolean {
  if (!onbuild) return false;
  const workdirs = dockerfile.instructions('WORKDIR');
  return workdirs.some((one) => one.onbuild && one.stage === stage && one.span.end < span.start);
}

function hasWorkdir(stage: Stage, offset: number): boolean {
  return stage.lineage.some((one) => one.own('WORKDIR').some(({ span }) => one !== stage || span.end <= offset));
}

function addWorkdir(dockerfile: Dockerfile, copy: CopyInstruction) {
  return [insertAbove(dockerfile, copy, ['WORKDIR /app'])];
}

function makeAbsolute({ destination }: CopyInstruction) {
  const source = destination?.source;
  if (!source) return [];
  const isQuoted = /^["']/.test(source.text);
  return [insert(isQuoted ? source.unit(1).start : source.unit(0).start, '/')];
}
