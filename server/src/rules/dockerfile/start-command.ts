import { startsShell } from '../../image/equipment.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'start-command',
  category: 'maintainability',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say with CMD or ENTRYPOINT what the image starts',
  why: 'An image without either starts what its base image starts, which for a distribution or a language is a shell, and for `scratch` nothing at all. An image that is only built upon, or whose files are only exported, needs none.',
  aliases: ['droast/DF017', 'droast/DF036', 'dockerfile_lint/required'],
  fix: 'none',
  references: ['https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact'],
  examples: [
    { bad: 'FROM scratch\nCOPY app /\n' },
    { bad: 'FROM python:3.14\nCOPY app.py /\n' },
    { good: 'FROM nginx:1.30\nCOPY site /usr/share/nginx/html\n', note: 'The base image starts a server.' },
    { good: 'FROM node:24\nCMD ["node", "server.js"]\n' },
  ],
  check({ dockerfile: { finalStage }, report }) {
    const image = finalStage.from?.image;
    if (!image || finalStage.last('CMD') || finalStage.last('ENTRYPOINT')) return;
    const reference = finalStage.rootImage?.reference;
    if (finalStage.isFromScratch) {
      report(image.span, 'The image has neither CMD nor ENTRYPOINT, so nothing starts: add one');
    } else if (reference && startsShell(reference)) {
      report(image.span, 'The image has neither CMD nor ENTRYPOINT, so it starts the shell of its base image: add one');
    }
  },
});
