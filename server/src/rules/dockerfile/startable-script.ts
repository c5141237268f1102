import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ImageFile } from '../../workspace/processes/image-files.ts';
import { type StartScript, startScripts, tellOf } from '../../workspace/processes/start-scripts.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'startable-script',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Start with a script that can be started',
  why: 'A script that is started by its path is read by the program that its first line names. If that line ends as on Windows, with CR and LF, the kernel looks for `sh\\r`; if the image has no such program, or if there is no such line, it finds nothing to run: the container ends at once with "no such file or directory", although the file is there, or with "exec format error". A here-document of COPY may not be executed unless `--chmod` says so. What nothing is known of, such as the mode of a file in the build context, is not judged.',
  aliases: [],
  fix: 'none',
  references: [
    'https://man7.org/linux/man-pages/man2/execve.2.html',
    'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
  ],
  examples: [
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\r\nexec nginx\r\n' },
    },
    {
      bad: 'FROM alpine:3.24\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/bash\nexec nginx\n' },
    },
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '# Starts nginx.\nexec nginx\n' },
    },
    { bad: 'FROM debian:13\nCOPY <<"EOF" /start.sh\n#!/bin/sh\nexec nginx\nEOF\nENTRYPOINT ["/start.sh"]\n' },
    {
      good: 'FROM alpine:3.24\nRUN apk add --no-cache bash\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/bash\nexec nginx\n' },
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nRUN sed -i "s/\\r$//" /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\r\nexec nginx\r\n' },
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["sh", "/start.sh"]\n',
      files: { 'start.sh': 'exec nginx\n' },
      note: 'A shell reads it.',
    },
  ],
  async checkSurroundings({ dockerfile, report, ...build }) {
    for (const one of await startScripts(dockerfile, build)) {
      const { file } = one.script;
      const wrong = file && whatIsWrong(one, file);
      if (!wrong) continue;
      const { start } = file.source.unit(0);
      const line = /^.*/.exec(file.source.text)?.[0].length ?? 0;
      tellOf(one, { span: { start, end: start + line } }, wrong, report);
    }
  },
});

function whatIsWrong({ script, process, instruction, stage, name }: StartScript, file: ImageFile) {
  if (!script.isExecuted || isRewritten(stage, file)) return undefined;
  const { text } = file.source;
  const [, interpreter = '', ending] = /^\t*#!([^\r\n]*)(\r?)/.exec(text) ?? [];
  if (interpreter === '') {
    // A shell takes a file without such a line for a script of its own; what starts containers does not.
    const isStartedByKernel = process.how === 'first' && instruction.form.kind === 'exec' && !instruction.form.script;
    const isDirect = isStartedByKernel && process.command?.wrappers.length === 0;
    return isDirect && isPlainText(text)
      ? `${name} does not begin with "#!" and a shell, so that the container ends with "exec format error": write "#!/bin/sh" in its first line`
      : undefined;
  }
  if (ending !== '' && file.file) {
    const last = interpreter.trim().replace(/^.*[\s/]/, '');
    return `The lines of ${name} end with CR and LF, so that the kernel looks for "${last}\\r", which is not there: save it with LF, and keep it so with "eol=lf" in .gitattributes`;
  }
  const program = programIn(interpreter);
  if (program !== undefined && RuntimeImage.of(stage).has(program) === false)
    return `${name} is to be read by ${program}, which the image does not have, so that the container ends with "no such file or directory": install ${program}, or write for a shell that is there`;
  return isNotExecutable(stage, file)
    ? `${name} may not be executed, so that the container ends with "permission denied": add --chmod=755 to the COPY`
    : undefined;
}

/** The program that a first line names, of those that are where programs usually are. */
function programIn(interpreter: string): string | undefined {
  const [path = '', argument = ''] = interpreter.trim().split(/\s+/);
  const [, folder, program] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  if (program === 'env') return /^[\w.-]+$/.test(argument) && !argument.startsWith('-') ? argument : undefined;
  return folder === '/bin' || folder === '/usr/bin' ? program : undefined;
}

/** Whether a text can be a script: no template, and no stand-in for what is stored elsewhere or linked. */
function isPlainText(text: string): boolean {
  return text.trim().includes('\n') && !/\{\{|^version https:\/\/git-lfs/.test(text);
}

/** Whether a command of the build may have changed what the file says. */
function isRewritten(stage: Stage, { path, by }: ImageFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sources = by instanceof CopyInstruction ? by.sources : [];
  const source = sources.map(({ text }) => text.slice(text.lastIndexOf('/') + 1));
  const runs = [...stage.lineage, by.stage].flatMap((one) => one.own('RUN'));
  return runs.some(({ commands }) =>
    commands.some(
      (command) =>
        /^(?:dos2unix|fromdos)$/.test(command.name) ||
        (/^(?:sed|tr|perl|awk|python3?|mv|cp|ln|cat|echo|printf|tee)$/.test(command.name) &&
          (/\\r|\\015|\^M/.test(command.text) ||
            [name, ...source].some((one) => one !== '' && command.text.includes(one)))),
    ),
  );
}

/** Whether the instruction that brings a file says, or leaves it at the default, that it may not be executed. */
function isNotExecutable(stage: Stage, { by, file }: ImageFile): boolean {
  if (!(by instanceof CopyInstruction) || !stage.lineage.includes(by.stage)) return false;
  const mode = by.flag('chmod')?.value?.text;
  if (mode === undefined ? file !== undefined : !/^0?[0-7]{3}$/.test(mode) || /[1357]/.test(mode)) return false;
  const runs = stage.lineage.flatMap((one) => one.own('RUN'));
  return !runs.some(({ commands }) => commands.some(({ name }) => /^(?:chmod|install|setfacl|cp|mv)$/.test(name)));
}
