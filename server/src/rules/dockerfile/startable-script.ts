import { type Built, Refusal } from '../../core/fix.ts';
import type { Host } from '../../core/host.ts';
import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertFlag } from '../../dockerfile/edits.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { replace } from '../../text/edit.ts';
import { mayBeExecuted } from '../../workspace/processes/file-mode.ts';
import type { ImageFile } from '../../workspace/processes/image-files.ts';
import { type ImageStartScript, startOf, startScripts, tellOf } from '../../workspace/processes/start-scripts.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'startable-script',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Start with a script that can be started',
  why: 'A script that is started by its path is read by the program that its first line names. If that line ends as on Windows, with CR and LF, the kernel looks for `sh\\r`; if the image has no such program, or if there is no such line, it finds nothing to run: the container ends at once with "no such file or directory", although the file is there, or with "exec format error". COPY keeps the mode that a file has on the disk, and where nobody may execute it, the container ends with "permission denied"; so it does with a here-document of COPY, unless `--chmod` says otherwise. Where Git does not keep modes, as on Windows, `git update-index --chmod=+x` gives a file its own. A script that the build may have changed is not judged.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Gives the COPY of a script that may not be executed a `--chmod=755`. Refused where other files are copied with it.',
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
    {
      bad: 'FROM debian:13\nCOPY --chown=app start.sh /\nENTRYPOINT ["/start.sh"]\n',
      fixed: 'FROM debian:13\nCOPY --chmod=755 --chown=app start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nexec nginx\n' },
      notExecutable: ['start.sh'],
      note: 'Its mode is 644.',
    },
    {
      bad: 'FROM debian:13\nCOPY <<"EOF" /start.sh\n#!/bin/sh\nexec nginx\nEOF\nENTRYPOINT ["/start.sh"]\n',
      fixed:
        'FROM debian:13\nCOPY --chmod=755 <<"EOF" /start.sh\n#!/bin/sh\nexec nginx\nEOF\nENTRYPOINT ["/start.sh"]\n',
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nRUN chmod +x /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nexec nginx\n' },
      notExecutable: ['start.sh'],
    },
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
      if (!file) continue;
      const wrong = whatIsWrong(one, file);
      if (!wrong) {
        await tellMode(one, file, dockerfile, build.host, report);
        continue;
      }
      const { start } = file.source.unit(0);
      const line = /^.*/.exec(file.source.text)?.[0].length ?? 0;
      tellOf(one, { span: { start, end: start + line } }, wrong, report);
    }
  },
});

function whatIsWrong({ script, process, instruction, stage, name }: ImageStartScript, file: ImageFile) {
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
  return undefined;
}

/** What there is to say of a script that the image has, and nobody may execute. */
async function tellMode(one: ImageStartScript, file: ImageFile, dockerfile: Dockerfile, host: Host, report: Reporter) {
  const { script, process, stage, instruction, name } = one;
  // Supervisors copy the scripts of services, or read them.
  if (!script.isExecuted || process.run?.isConditional || process.how === 'supervised') return;
  if ((await mayBeExecuted(file, dockerfile, stage, host)) !== false) return;
  const { by } = file;
  const isCopied = by instanceof CopyInstruction;
  const reason = file.file
    ? `${name} is copied with a mode in which nobody may execute it`
    : `${name} may not be executed`;
  const remedy = isCopied ? `add --chmod=755 to the ${by.keyword}` : 'run "chmod +x" where it is written';
  const finding = report(
    startOf(process, instruction),
    `${reason}, so that the container ends with "permission denied": ${remedy}`,
  ).relate(by.keywordSpan, isCopied ? 'It comes into the image here' : 'It is written here');
  if (isCopied) finding.fix('Make it executable with --chmod', () => makeExecutable(by, file));
}

/** Gives what a COPY brings a mode in which it may be executed. */
function makeExecutable(by: CopyInstruction, { file }: ImageFile): Built {
  const names = by.expandedSources.map((source) => source.slice(source.lastIndexOf('/') + 1));
  const isAlone = by.sourceCount === 1 && (!file || file.path === by.expandedSources[0]?.replace(/^(?:\.?\/)+/, ''));
  // What is called like a script may be executed like one.
  if (!isAlone && !names.every((one) => /\.(?:sh|bash)$/.test(one)))
    return new Refusal('Other files are copied with it, and all of them would become executable.');
  const given = by.flag('chmod');
  return [given ? replace(given.span, '--chmod=755') : insertFlag(by, '--chmod=755')];
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
