import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { shellsOf } from '../../image/shells.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { downloadOf } from '../../shell/downloads.ts';
import type { Pipeline } from '../../shell/script.ts';
import { insert } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'pipefail',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a pipe fail when one of its commands does',
  why: 'A pipe ends as its last command does. When the download before a `| sh` or `| tee` fails, the last command reads nothing, finds nothing wrong with it, and the build goes on with an image that lacks something. `set -o pipefail` makes the pipe fail with any of its commands. Bash and BusyBox know it; dash, the `/bin/sh` of Debian and Ubuntu, only since Debian 13, so there it takes `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`. Under `recommended` only pipes are reported in which a lost download passes for success, under `strict` all in which a failure is lost.',
  aliases: [
    'hadolint/DL4006',
    'kics/Shell Running A Pipe Without Pipefail Flag',
    'droast/DF057',
    'dockerfile-doctor/DD040',
  ],
  fix: 'suggested',
  fixing:
    'Sets the shell above the first such RUN of the stage: Bash where the base image is known to have it, `ash` on Alpine; or adds the option to the SHELL there is, or to the here-document. Refused when the shells of the base image are not known, and when a command of a later pipe stops reading early, as `head` does: the one before it would then fail.',
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN curl -fsSL https://example.com/install | sh\n',
      fixed:
        'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/install | sh\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN wget -qO- https://example.com/a.tgz | tar xz\n',
      fixed:
        'FROM alpine:3.24\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN wget -qO- https://example.com/a.tgz | tar xz\n',
      preset: 'strict',
    },
    {
      bad: 'FROM debian:13\nSHELL ["/bin/bash", "-ec"]\nRUN curl -fsSL https://example.com/key | tee /etc/key\n',
      fixed:
        'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-ec"]\nRUN curl -fsSL https://example.com/key | tee /etc/key\n',
    },
    {
      bad: 'FROM debian:13\nRUN <<EOF\n#!/bin/bash\ncurl -fsSL https://example.com/key | tee /etc/key\nEOF\n',
      fixed:
        'FROM debian:13\nRUN <<EOF\n#!/bin/bash\nset -o pipefail\ncurl -fsSL https://example.com/key | tee /etc/key\nEOF\n',
    },
    {
      good: 'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/install | sh\n',
    },
    {
      good: 'FROM alpine:3.24\nRUN set -eo pipefail; wget -qO- https://example.com/a.tgz | tar xz\n',
      preset: 'strict',
    },
    {
      good: 'FROM debian:13\nRUN echo "deb https://example.com/ /" | tee /etc/apt/sources.list.d/example.list\n',
      preset: 'strict',
      note: 'What `echo` says is not lost.',
    },
    {
      good: 'FROM debian:13\nRUN if dpkg -l | grep -q curl; then curl --version; fi\n',
      preset: 'strict',
      note: 'The pipe is a question, not a step.',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const lost = lossOf(run);
      if (!lost) continue;
      const { pipeline, command, weight } = lost;
      const [first, last] = [
        command?.name || 'a command',
        pipeline.members.at(-1)?.command?.name || 'the last command',
      ];
      report(command?.span ?? pipeline.span, `When ${first} fails, the pipe still ends as ${last} does: set pipefail`)
        .onlyIn(weight)
        .grade(weight === 'all' ? 'hint' : 'warning')
        .fix('Set pipefail', () => setPipefail(dockerfile, run));
    }
  },
});

type Weight = 'recommended' | 'strict' | 'all';

interface Loss {
  readonly pipeline: Pipeline;
  /** The command whose failure is lost; undefined when it is a loop or a group. */
  readonly command: ShellCommand | undefined;
  readonly weight: Weight;
}

/** The gravest loss of a RUN: the pipe in which a failure goes unnoticed. */
function lossOf(run: RunInstruction): Loss | undefined {
  const pipelines = run.script?.pipelines ?? [];
  if (pipelines.length === 0) return undefined;
  const losses = pipelines.flatMap((pipeline) => {
    if (pipeline.place.tested || pipeline.place.background || hasPipefail(run, pipeline)) return [];
    const before = pipeline.members.slice(0, -1);
    // `yes` ends by a signal when nobody reads any more: with pipefail that would be a failure.
    if (before[0]?.command?.name === 'yes') return [];
    const failing = before.find(({ commands }) => commands.some(({ name }) => !neverFails.has(name)));
    const command = (failing ?? before[0])?.command;
    return [{ pipeline, command, weight: failing ? weightOf(pipeline) : 'all' } satisfies Loss];
  });
  return (['recommended', 'strict', 'all'] as const)
    .map((weight) => losses.find((loss) => loss.weight === weight))
    .find((loss) => loss !== undefined);
}

function weightOf({ members, place }: Pipeline): Weight {
  if (place.substituted) return 'all';
  const [first, last] = [members[0]?.command, members.at(-1)?.command];
  const losesDownload = first !== undefined && downloadOf(first) !== undefined;
  return losesDownload && last !== undefined && takesNothing.has(last.name) ? 'recommended' : 'strict';
}

/** Commands that a full disk alone can make fail. */
const neverFails: ReadonlySet<string> = new Set(['echo', 'printf', 'true', ':', 'yes']);

/** Programs that are content with an empty input. */
const takesNothing: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'zsh',
  'python',
  'python3',
  'perl',
  'node',
  'php',
  'ruby',
  'tee',
  'cat',
  'sed',
  'awk',
  'tr',
  'sort',
]);

function hasPipefail(run: RunInstruction, { span }: Pipeline): boolean {
  if (!run.hasOption('pipefail', span.start)) return false;
  const shell = programNameOf(run.shellWords);
  if (shell !== 'sh' && shell !== 'dash') return true;
  // A `set` that the shell does not know ends the script; an option on its command line may be ignored.
  const isSet = run.commands.some((command) => command.name === 'set' && command.operands.includes('pipefail'));
  return isSet || shellsAt(run)?.shHasPipefail === true;
}

function programNameOf(words: readonly string[]): string {
  return words[0]?.replace(/^.*\//, '') ?? '';
}

function shellsAt({ stage }: RunInstruction) {
  const image = stage.rootImage?.reference;
  return image && shellsOf(image);
}

function setPipefail(dockerfile: Dockerfile, run: RunInstruction): Built {
  if (run.onbuild) return new Refusal('The RUN is the trigger of an ONBUILD.');
  if (run.form.kind !== 'shell') return new Refusal('The command is in exec form.');
  const inHeredoc = setInHeredoc(dockerfile, run);
  if (inHeredoc) return inHeredoc;
  const affected = run.stage.own('RUN').filter((one) => one.shell === run.shell);
  const first = affected.find((one) => !one.onbuild && one.form.kind === 'shell' && lossOf(one)) ?? run;
  const later = affected.filter(({ span }) => span.start >= first.span.start);
  if (later.some(stopsReading)) return new Refusal('A pipe would fail because its last command stops reading early.');
  const chosen = run.stage.lineage
    .flatMap((stage) => stage.own('SHELL').toReversed())
    .find(({ span }) => span.end <= run.span.start);
  if (chosen) {
    const item = chosen.json?.items.findLast(({ content }) => /^-[a-z]*c$/.test(content.text));
    const isKnown = /^(?:bash|ash|zsh|ksh)$/.test(programNameOf(chosen.shellWords));
    const isOwn = run.stage.own('SHELL').includes(chosen);
    return item && isKnown && isOwn
      ? [insert(item.span.start, '"-o", "pipefail", ')]
      : new Refusal('The SHELL instruction chooses a shell of which that is not known.');
  }
  const shells = shellsAt(run);
  if (!shells) return new Refusal('Which shells the base image has is not known.');
  if (shells.sh === 'dash' && later.some(dependsOnDash)) {
    return new Refusal('An echo with a backslash would say something else in Bash.');
  }
  const shell = shells.hasBash ? '/bin/bash' : '/bin/ash';
  return [insertAbove(dockerfile, first, [`SHELL ["${shell}", "-o", "pipefail", "-c"]`])];
}

/** A here-document with an interpreter of its own, which SHELL says nothing to, sets the option itself. */
function setInHeredoc({ text }: Dockerfile, run: RunInstruction): Built | undefined {
  const { scriptHeredoc: heredoc, shellWords, shell } = run;
  if (!heredoc || shellWords === shell.words) return undefined;
  const program = programNameOf(shellWords[0]?.endsWith('/env') ? shellWords.slice(1) : shellWords);
  if (!/^(?:bash|ash|zsh|ksh)$/.test(program))
    return new Refusal('The script names a shell of which that is not known.');
  if (stopsReading(run)) return new Refusal('A pipe would fail because its last command stops reading early.');
  const secondLine = text.indexOf('\n', heredoc.content.start) + 1;
  return [insert(secondLine, `set -o pipefail${lineBreakOf(text)}`)];
}

/** Whether a pipe of a RUN ends with a command that does not read to the end, or is a question. */
function stopsReading({ script }: RunInstruction): boolean {
  return (script?.pipelines ?? []).some(({ members, place }) => {
    const early = members.slice(1).some(({ command }) => command && (command.name === 'head' || isQuickGrep(command)));
    return early || members[0]?.command?.name === 'yes' || place.tested;
  });
}

function isQuickGrep(command: ShellCommand): boolean {
  return /^[ef]?grep$/.test(command.name) && command.has('-q', '--quiet', '--silent', '-m', '--max-count');
}

function dependsOnDash({ commands }: RunInstruction): boolean {
  return commands.some(
    ({ name, arguments: words }) => name === 'echo' && words.some(({ text }) => text.includes('\\')),
  );
}
