import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { shellsOf } from '../../image/shells.ts';
import type { Bashism, SmallShell } from '../../shell/bashisms.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const codes = [2112, 3001, 3003, 3005, 3006, 3008, 3009, 3010, 3011, 3014, 3020, 3024, 3028, 3030, 3037, 3044, 3046];
const otherCodes = [3054, 3057, 3059, 3060];

export default dockerfileRule({
  id: 'no-bashisms',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write for the shell that runs it',
  why: 'RUN starts `/bin/sh`, which is dash on Debian and Ubuntu and BusyBox on Alpine, not Bash. Some of what Bash adds ends the build there, which is the better case. The rest goes through: `mkdir -p /app/{bin,lib}` makes a folder called `{bin,lib}`, `&>` starts the command in the background and empties the file, `echo -e` writes `-e` into it. Where the base image is not known, its `/bin/sh` may be Bash: then it is reported under `strict`.',
  aliases: [...codes, ...otherCodes].flatMap(namesOf),
  fix: 'suggested',
  fixing:
    'Writes what every shell understands, where that can be said; or chooses Bash with SHELL, where the base image has it.',
  references: ['https://manpages.debian.org/trixie/dash/dash.1.en.html'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN mkdir -p /app/{bin,lib}\n',
      fixed: 'FROM debian:13\nRUN mkdir -p /app/bin /app/lib\n',
    },
    {
      bad: 'FROM debian:13\nARG MODE\nRUN if [ "$MODE" == "debug" ]; then make debug; fi\n',
      fixed: 'FROM debian:13\nARG MODE\nRUN if [ "$MODE" = "debug" ]; then make debug; fi\n',
    },
    {
      bad: 'FROM debian:13\nRUN echo -e "[a]\\nb=c" > /etc/a.conf\n',
      fixed: 'FROM debian:13\nRUN printf \'%b\\n\' "[a]\\nb=c" > /etc/a.conf\n',
    },
    { bad: 'FROM debian:13\nRUN source ./env && make\n', fixed: 'FROM debian:13\nRUN . ./env && make\n' },
    {
      bad: 'FROM debian:13\nRUN diff <(ls a) <(ls b)\n',
      fixed: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nRUN diff <(ls a) <(ls b)\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN mkdir -p /app/{bin,lib}\n',
      fixed: 'FROM alpine:3.24\nRUN mkdir -p /app/bin /app/lib\n',
    },
    { bad: 'FROM registry.example.com/base:1\nRUN mkdir -p /app/{bin,lib}\n', preset: 'strict' },
    { good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nRUN mkdir -p /app/{bin,lib}\n' },
    { good: 'FROM debian:13\nRUN bash -c "mkdir -p /app/{bin,lib}"\n' },
    { good: 'FROM alpine:3.24\nRUN if [[ -f /app ]]; then source /app; fi\n', note: 'BusyBox understands these.' },
    { good: 'FROM fedora:44\nRUN mkdir -p /app/{bin,lib}\n', note: 'There `/bin/sh` is Bash.' },
  ],
  check({ dockerfile, report }) {
    const relinked = new Map<Stage, boolean>();
    for (const run of dockerfile.instructions('RUN')) {
      const { script } = run;
      const shell = smallShellOf(run);
      if (!script || shell === undefined || script.problems.length > 0) continue;
      const found = script.bashisms.filter(({ unknownTo }) => shell === 'unknown' || unknownTo.includes(shell));
      if (found.length === 0) continue;
      if (!relinked.has(run.stage)) relinked.set(run.stage, relinksShell(run.stage));
      if (relinked.get(run.stage)) continue;
      for (const bashism of found) {
        const { what, effect, span, code } = bashism;
        const remedy = bashism.instead ? `write "${bashism.instead.text.trim()}"` : 'choose Bash with SHELL';
        const one = report(span, messageFor(shell, what, effect, remedy)).as(...namesOf(code));
        if (shell === 'unknown') one.onlyIn('strict').grade('info');
        if (bashism.instead) one.fix('Write it for every shell', () => rewrite(run, bashism));
        one.fix('Choose Bash with SHELL', () => chooseBash(dockerfile, run));
      }
    }
  },
});

function namesOf(code: number): readonly string[] {
  return [`shellcheck/SC${code}`, `hadolint/SC${code}`];
}

function messageFor(shell: SmallShell | 'unknown', what: string, effect: string, remedy: string): string {
  const who =
    shell === 'unknown' ? '/bin/sh, unless it is Bash,' : shell === 'dash' ? 'dash, the /bin/sh here,' : 'BusyBox';
  return `${what} is Bash’s own, and ${who} ${effect}: ${remedy}`;
}

/** The shell without Bash's additions that runs a script; undefined when it has them, or is another altogether. */
function smallShellOf({ shellWords, stage }: RunInstruction): SmallShell | 'unknown' | undefined {
  const program = shellWords[0]?.replace(/^.*\//, '');
  if (program === 'dash') return 'dash';
  if (program === 'ash') return 'busybox';
  if (program !== 'sh') return undefined;
  const image = stage.rootImage?.reference;
  const shells = image && shellsOf(image);
  if (!shells) return stage.isFromScratch ? undefined : 'unknown';
  return shells.sh === 'bash' ? undefined : shells.sh;
}

/** Whether a RUN of a stage, or of those it is built upon, makes `/bin/sh` another shell. */
function relinksShell(stage: Stage): boolean {
  const runs = stage.lineage.flatMap((one) => one.own('RUN'));
  return runs.some(({ commands }) =>
    commands.some(
      ({ name, operands }) => (name === 'ln' && operands.at(-1) === '/bin/sh') || name === 'dpkg-reconfigure',
    ),
  );
}

function rewrite(run: RunInstruction, { instead }: Bashism): Built {
  if (!instead || run.form.kind !== 'shell') return new Refusal('The command is in exec form.');
  return [replace(instead.span, instead.text)];
}

function chooseBash(dockerfile: Dockerfile, run: RunInstruction): Built {
  const image = run.stage.rootImage?.reference;
  if (run.onbuild) return new Refusal('The RUN is the trigger of an ONBUILD.');
  if (!image || shellsOf(image)?.hasBash !== true) return new Refusal('The base image is not known to have Bash.');
  if (run.shellWords !== run.shell.words) return new Refusal('The here-document names a shell of its own.');
  if (run.shell.words.join(' ') !== '/bin/sh -c') return new Refusal('A SHELL instruction is in force already.');
  return [insertAbove(dockerfile, run, ['SHELL ["/bin/bash", "-c"]'])];
}
