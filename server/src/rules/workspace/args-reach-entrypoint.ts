import type { StartLine } from '../../dockerfile/runtime-image/runtime-image.ts';
import { spanOf } from '../../dockerfile/words.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      args: ["--port=8080"]\n';

export default pairRule({
  id: 'args-reach-entrypoint',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give args only to an entrypoint that takes them',
  why: 'The `args` of a container are put behind the ENTRYPOINT of its image. An ENTRYPOINT in shell form is `/bin/sh -c` with a script, and what stands behind the script becomes `$0`, `$1` and so on in it: a script that does not use them ignores them, and nobody says so. A JSON array hands them on, as does a script that ends in `exec server "$@"` behind a name for `$0`. An image without an ENTRYPOINT starts the args themselves in the place of its CMD: where the first of them is an option, no program of that name is found.',
  lesson: 'contracts',
  aliases: [],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example',
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nENTRYPOINT /server --verbose\n', 'skaffold.yaml': skaffold },
      bad: manifest,
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest, 'skaffold.yaml': skaffold },
      bad: 'FROM debian:13\nENTRYPOINT ["sh", "-c", "exec /server --verbose"]\n',
      note: 'The same in the Dockerfile, and in the form of an array.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nCMD ["/server"]\n', 'skaffold.yaml': skaffold },
      bad: manifest,
      note: 'They take the place of the CMD, and the container starts none.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nENTRYPOINT ["/server", "--verbose"]\n', 'skaffold.yaml': skaffold },
      good: manifest,
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM example.com/base\nCMD ["/server"]\n', 'skaffold.yaml': skaffold },
      good: manifest,
      note: 'The base image may have an ENTRYPOINT.',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nENTRYPOINT ["sh", "-c", "exec /server \\"$@\\"", "server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: manifest,
      note: 'The script hands its arguments on.',
    },
  ],
  concerns({ value }) {
    return value.get('args').items.length > 0 && !value.get('command').exists;
  },
  judge({ container, image }) {
    const { entrypoint, command } = image;
    const span = container.value.get('args').keySpan;
    const first = container.value.get('args').items[0];
    if (entrypoint?.value.arguments.length === 0 && command?.by && first?.span && first.text?.startsWith('-')) {
      return [
        {
          at: 'container',
          span: first.span,
          message: `${container.titleLabel} does not start: its image has no ENTRYPOINT, so that its args take the place of the CMD, and "${first.text}" is no program; set command, or make the CMD an ENTRYPOINT`,
          because: { span: command.by.span, message: 'The CMD, which is replaced' },
        },
      ];
    }
    if (!entrypoint?.by || !span || !ignoresArguments(entrypoint.value)) return [];
    const reason =
      entrypoint.value.form === 'shell' ? 'is in shell form' : 'is a script for a shell that does not use them';
    return [
      {
        at: 'container',
        span,
        message: `The args of ${container.label} reach nobody: the ENTRYPOINT of its image ${reason}; write the program there as a JSON array, or set command`,
        because: { span: entrypoint.by.span, message: 'The ENTRYPOINT, which ignores arguments' },
      },
      {
        at: 'image',
        span: spanOf(entrypoint.by.arguments),
        message: `This ENTRYPOINT ${reason}, and ${container.label} gives it args, which reach nobody: write the program as a JSON array`,
        because: { span, message: `The args of ${container.label}` },
      },
    ];
  },
});

/** Whether a shell is handed a script that makes no use of what stands behind it. */
function ignoresArguments({ arguments: words }: StartLine): boolean {
  const [program = '', ...rest] = words;
  if (!/^(?:.*\/)?(?:sh|ash|bash|dash|ksh|zsh)$/.test(program)) return false;
  const option = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = option === -1 ? undefined : rest[option + 1];
  return script !== undefined && !/\$(?:[@*#\d]|\{[!#]?[@*#\d])|\b(?:shift|getopts)\b/.test(script);
}
