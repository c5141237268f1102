import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { removeValue } from '../../yaml/edit.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n';

export default pairRule({
  id: 'command-keeps-cmd',
  category: 'correctness',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Repeat the arguments of the image where you set its command',
  why: 'A container that sets `command` runs neither the ENTRYPOINT nor the CMD of its image: `command` alone means no arguments at all. Where it names the very program that the image starts, the arguments that CMD gives to it are most likely missed: a server starts with other settings, an interpreter without its script. `args` says them again; without `command`, the image does.',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing: 'Repeats the arguments of the image in `args`. The other fix takes `command` away.',
  references: ['https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nENTRYPOINT ["/server"]\nCMD ["--config", "/etc/server.yaml"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: `${manifest}      command: [/server]\n`,
      fixed: `${manifest}      command: [/server]\n      args:\n        - "--config"\n        - /etc/server.yaml\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM node:24\nENTRYPOINT []\nCMD ["node", "server.js"]\n', 'skaffold.yaml': skaffold },
      bad: `${manifest}      command: [node]\n`,
      fixed: `${manifest}      command: [node]\n      args:\n        - server.js\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nENTRYPOINT ["/server"]\nCMD ["--config", "/etc/server.yaml"]\n',
        'skaffold.yaml': skaffold,
      },
      good: `${manifest}      command: [/server]\n      args: [--verbose]\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nENTRYPOINT ["/server"]\nCMD ["--config", "/etc/server.yaml"]\n',
        'skaffold.yaml': skaffold,
      },
      good: `${manifest}      command: [/migrate]\n`,
      note: 'Another program.',
    },
  ],
  concerns({ value }) {
    return value.get('command').items.length > 0 && !value.get('args').exists;
  },
  judge({ container, image }) {
    const command = container.value.get('command');
    const dropped = droppedBy(container, image);
    if (!command.keySpan || dropped.length === 0) return [];
    const by = image.command?.by;
    return [
      {
        at: 'container',
        span: command.keySpan,
        message: `The command of ${container.label} starts what its image does, without the arguments of its CMD (${dropped.join(' ')}): repeat them in args, or leave command out`,
        because: by && { span: by.span, message: 'The CMD, which command replaces as well' },
        tell: (report) =>
          report
            .fix('Repeat the arguments of the image', () => setInContainer(container, ['args'], dropped))
            .fix('Leave the command to the image', () => removeValue(command), 'manual'),
      },
    ];
  },
});

/** The arguments of CMD that a container's command leaves out, where it starts the program of the image itself. */
function droppedBy({ value }: Container, { entrypoint, command }: RuntimeImage): readonly string[] {
  const list = value.get('command');
  const words = list.items.map(({ text }) => text);
  // The CMD of an image of others is often a mere default; a shell form is one script.
  if (list.isOpen || !entrypoint || !command?.by || entrypoint.value.form === 'shell' || command.value.form === 'shell')
    return [];
  const start = entrypoint.value.arguments;
  const whole = [...start, ...command.value.arguments];
  const isBeginning = words.length >= Math.max(1, start.length) && words.every((word, at) => word === whole[at]);
  return isBeginning ? whole.slice(words.length) : [];
}
