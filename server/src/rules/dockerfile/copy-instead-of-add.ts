import { unknownValue } from '../../dockerfile/expand.ts';
import { type CopyInstruction, isArchive, isRemote } from '../../dockerfile/instructions/copy.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-instead-of-add',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy files and folders with COPY, not with ADD',
  why: 'ADD does more than its name says: it unpacks a source that turns out to be an archive, and downloads one that looks like an address. Where neither is wanted, COPY says what happens, and goes on doing it when somebody replaces the file.',
  aliases: [
    'hadolint/DL3020',
    'trivy/DS-0005',
    'checkov/CKV_DOCKER_4',
    'kics/Add Instead of Copy',
    'dockerfile-doctor/DD007',
    'droast/DF006',
  ],
  fix: 'safe',
  fixing:
    'Replaces the keyword. A suggestion only where a source has no extension or is a pattern: ADD looks into a file to see whether it is an archive, whatever it is called.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nADD package.json ./\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY package.json ./\n',
    },
    {
      bad: 'FROM nginx:1.30\nadd --chown=nginx ["html/", "/usr/share/nginx/html/"]\n',
      fixed: 'FROM nginx:1.30\ncopy --chown=nginx ["html/", "/usr/share/nginx/html/"]\n',
    },
    {
      bad: 'FROM debian:13\nADD app.zip /opt/\n',
      fixed: 'FROM debian:13\nCOPY app.zip /opt/\n',
      note: 'ADD unpacks tar archives, not this one.',
    },
    { good: 'FROM scratch\nADD rootfs.tar.xz /\n' },
    { good: 'FROM alpine:3.24\nADD https://example.com/file.txt /\n' },
    { good: 'FROM alpine:3.24\nARG APP\nADD ${APP} /opt/\n', note: 'The build decides.' },
  ],
  check({ dockerfile, report }) {
    for (const add of dockerfile.instructions('ADD')) {
      if (add.destination === undefined || !isPlainCopy(add)) continue;
      const safety = add.sources.every(({ text }) => cannotBeArchive(text)) ? 'safe' : 'suggested';
      report(add.keywordSpan, 'ADD also unpacks and downloads, which is not wanted here: use COPY').fix(
        'Replace with COPY',
        [replace(add.keywordSpan, add.writtenKeyword === 'add' ? 'copy' : 'COPY')],
        safety,
      );
    }
  },
});

/** Whether nothing that an ADD brings needs more than COPY, as far as it can be known. */
function isPlainCopy(add: CopyInstruction): boolean {
  if (['unpack', 'checksum', 'keep-git-dir'].some((flag) => add.flag(flag))) return false;
  return add.expandedSources.every(
    (text) => !isRemote(text) && !isArchive(text) && !text.startsWith(unknownValue) && !text.endsWith(unknownValue),
  );
}

/** Whether the name of a source says that it is no archive: a folder, or a file with an extension. */
function cannotBeArchive(source: string): boolean {
  return /(?:^|\/)\.{0,2}\/?$|\/$|\.[A-Za-z][\w-]*$/.test(source) && !/[*?[\]$]/.test(source);
}
