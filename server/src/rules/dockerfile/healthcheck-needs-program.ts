import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { ShellWord } from '../../shell/command.ts';
import { neededPrograms } from '../../shell/needed-programs.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'healthcheck-needs-program',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Check the health of an image with programs that it has',
  why: 'The command of a HEALTHCHECK runs inside the container, with what the image brings. Slim images have neither curl nor wget, those of Alpine no curl, and distroless ones not even a shell. The check then fails each time: the container is called unhealthy for ever, Compose does not start what waits for it, and Swarm restarts it. Install the program, or ask with what there is: the interpreter of the image, or a mode of your own program.',
  lesson: 'small-images',
  aliases: [],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  examples: [
    { bad: 'FROM node:24-slim\nHEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1\nCMD ["node", "server.js"]\n' },
    { bad: 'FROM alpine:3.24\nCOPY server /app/\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:3000/"]\n' },
    {
      bad: 'FROM gcr.io/distroless/static\nCOPY server /server\nHEALTHCHECK CMD /server --healthy\n',
      note: 'The shell form needs a shell.',
    },
    {
      bad: 'FROM node:24-slim AS base\nHEALTHCHECK CMD wget -q -O- http://localhost:3000/ || exit 1\nFROM base\nCMD ["node", "server.js"]\n',
    },
    {
      good: 'FROM node:24-slim\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1\n',
    },
    { good: 'FROM node:24\nHEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1\n' },
    { good: 'FROM alpine:3.24\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/ || exit 1\n' },
    {
      good: 'FROM node:24-slim\nHEALTHCHECK CMD curl -f http://localhost/ || node healthy.js\n',
      note: 'There is another way to be healthy.',
    },
    { good: 'FROM gcr.io/distroless/static\nCOPY server /server\nHEALTHCHECK CMD ["/server", "--healthy"]\n' },
    {
      good: 'FROM node:24-slim\nCOPY tools /opt/tools\nENV PATH=/opt/tools:$PATH\nHEALTHCHECK CMD curl -f http://localhost/\n',
      note: 'Programs are looked for in a folder of its own.',
    },
  ],
  check({ dockerfile: { finalStage }, report }) {
    const image = RuntimeImage.of(finalStage);
    const test = image.healthCheck?.test;
    if (!test || finalStage.lineage.some((stage) => stage.own('ENV').some(setsPath))) return;
    const from = image.base?.written.text;
    const origin = from === undefined ? '' : ` (${from})`;
    if (test.form.kind === 'shell' && test.shell.words[0] === '/bin/sh' && image.hasShell === false) {
      report(
        test.span,
        `The image has no shell${origin}, and without one this fails each time: name the program and its arguments in a JSON array`,
      );
      return;
    }
    const word = programsOf(test).find(({ value }) => image.lacks(value));
    if (word) {
      report(
        word.span,
        `The image has no ${word.value}${origin}, so that the check fails each time: install it, or ask with a program that is there`,
      );
    }
  },
});

function setsPath({ pairs }: { readonly pairs: readonly { readonly key: { readonly text: string } }[] }): boolean {
  return pairs.some(({ key }) => key.text === 'PATH');
}

/** The words that name the programs without which a check fails. */
function programsOf({ form }: CommandInstruction): readonly ShellWord[] {
  const first = form.kind === 'exec' ? form.command?.words[0] : undefined;
  return [...(first ? [first] : []), ...(form.script ? neededPrograms(form.script) : [])];
}
