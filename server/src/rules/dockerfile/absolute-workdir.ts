import { type Built, Refusal } from '../../core/fix.ts';
import type { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../dockerfile/working-folder.ts';
import { insert, replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const relativePath = [
  'hadolint/DL3000',
  'trivy/DS-0009',
  'checkov/CKV_DOCKER_10',
  'kics/WORKDIR Path Not Absolute',
  'dockerfile-doctor/DD011',
  'droast/DF009',
  'dockerfilelint/invalid_workdir',
  'dockerfile-utils/WORKDIR_IS_NOT_ABSOLUTE',
  'slim/20014',
  'slim/20015',
] as const;

export default dockerfileRule({
  id: 'absolute-workdir',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give WORKDIR an absolute path',
  why: 'A relative WORKDIR counts from the one before it. The first one of a file therefore depends on the base image, which may work in another folder tomorrow: everything that is copied and run from there on moves with it. Behind an absolute WORKDIR of the same file a relative one is well defined, and only harder to read.',
  aliases: [...relativePath, 'buildkit/WorkdirRelativePath'],
  fix: 'safe',
  fixing:
    'Writes the path in full, when the folder before it is known: from the WORKDIR instructions above, or from the base image, for the Docker official images whose working directory is known. Refused for paths in quotes, and for other base images.',
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR app\nCOPY . .\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
    },
    { bad: 'FROM golang:1.27\nWORKDIR ./src/app/\n', fixed: 'FROM golang:1.27\nWORKDIR /go/src/app/\n' },
    {
      bad: 'FROM alpine:3.24\nENV NAME=app-1.0\nWORKDIR $NAME\n',
      fixed: 'FROM alpine:3.24\nENV NAME=app-1.0\nWORKDIR /$NAME\n',
    },
    { bad: 'FROM ghcr.io/acme/base:1.0\nWORKDIR app\n' },
    {
      bad: 'FROM node:24\nWORKDIR /app\nRUN npm ci\nWORKDIR client\n',
      preset: 'all',
      fixed: 'FROM node:24\nWORKDIR /app\nRUN npm ci\nWORKDIR /app/client\n',
      note: 'Well defined, and so no more than an information.',
    },
    { good: 'FROM node:24\nWORKDIR /app\nWORKDIR client\n' },
    { good: 'FROM node:24\nARG HOME\nWORKDIR ${HOME}/app\n' },
    { good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nWORKDIR C:/app\n' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of dockerfile.instructions('WORKDIR')) {
      const { value, stage } = instruction;
      const path = value && stage.expand(value).value;
      if (!value || !path || isAbsolute(path)) continue;
      const isFirst = instruction.onbuild !== undefined || !hasWorkdirBefore(instruction, stage);
      const finding = isFirst
        ? report(value.span, `Where "${path}" lies depends on the base image: give the first WORKDIR an absolute path`)
        : report(value.span, `"${path}" counts from the WORKDIR before: write the whole path`)
            .as(...relativePath)
            .grade('info')
            .onlyIn('all');
      finding.fix('Write the absolute path', () => written(instruction, path));
    }
  },
});

function hasWorkdirBefore({ span }: ValueInstruction, stage: Stage): boolean {
  return stage.lineage.some((one) => one.own('WORKDIR').some((other) => one !== stage || other.span.end <= span.start));
}

function written({ value, stage, span, onbuild }: ValueInstruction, path: string): Built {
  if (!value || /["'\\`]/.test(value.text) || value.span.end - value.span.start !== value.text.length)
    return new Refusal('The path is in quotes, or spans several lines.');
  if (onbuild) return new Refusal('The working folder of the image that will be built is not known.');
  const folder = workingFolderAt(stage, span.start);
  if (folder === undefined) return new Refusal('The working folder of the base image is not known.');
  if (!folder.startsWith('/')) return new Refusal('The folder before it is not one of Linux.');
  if (value.text !== path) return [insert(value.span.start, folder.replace(/\/*$/, '/'))];
  const end = path.endsWith('/') ? '/' : '';
  return [replace(value.span, joinPath(folder, path) + end)];
}
