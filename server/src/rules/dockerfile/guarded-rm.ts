import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'guarded-rm',
  category: 'reliability',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let rm -r not begin at the root',
  why: '`rm -rf "$DIR"/*` removes everything there is when `DIR` is empty, because a variable was renamed or a build argument not given. `${DIR:?}` ends the script instead, and says which variable it was.',
  aliases: ['shellcheck/SC2115', 'hadolint/SC2115'],
  fix: 'safe',
  fixing: 'Writes `${NAME:?}`.',
  references: ['https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02'],
  examples: [
    {
      bad: 'FROM debian:13\nARG DIR\nRUN make && rm -rf "$DIR"/*\n',
      fixed: 'FROM debian:13\nARG DIR\nRUN make && rm -rf "${DIR:?}"/*\n',
    },
    {
      bad: 'FROM debian:13\nARG DIR\nRUN rm -rf ${DIR}/lib\n',
      fixed: 'FROM debian:13\nARG DIR\nRUN rm -rf ${DIR:?}/lib\n',
    },
    { good: 'FROM debian:13\nENV DIR=/opt/app\nRUN rm -rf "$DIR"/*\n' },
    { good: 'FROM debian:13\nRUN DIR="$(mktemp -d)"; rm -rf "$DIR"/*\n', note: 'The script gives it a value.' },
    {
      good: 'FROM debian:13\nARG DIR\nRUN rm -rf "$DIR"/srv/app/cache\n',
      note: 'Nothing of that name is at the root.',
    },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('rm')) {
      if (!command.has('-r', '-R', '--recursive')) continue;
      for (const word of command.operandWords()) {
        const name = leadingVariable(word);
        if (name === undefined || hasValue(run, name)) continue;
        report(word.span, `Where ${name} is empty this removes what is at the root: write \${${name}:?}`).fix(
          `Write \${${name}:?}`,
          () => guard(command, word, name),
        );
      }
    }
  },
});

const pattern = /^"?(\$(?:\{(\w+)\}|(\w+)))"?\/"?(?:\*|bin|boot|dev|etc|home|lib|opt|root|run|sbin|srv|usr|var)?\/?"?$/;

/** The variable with which a path begins, when the rest of it is the root or a folder of the system. */
function leadingVariable({ text }: ShellWord): string | undefined {
  const match = pattern.exec(text);
  return match?.[2] ?? match?.[3];
}

/** Whether a variable has a value for all that is known: from the file, from the script, or from the base image. */
function hasValue(run: RunInstruction, name: string): boolean {
  if (run.script?.variables.set.has(name)) return true;
  const declared = run.stage.scope.find(name, run.span.start);
  if (declared) return declared.resolved !== '' && !(declared.kind === 'ARG' && declared.value === undefined);
  return true;
}

function guard(command: ShellCommand, { text, span }: ShellWord, name: string): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (span.end - span.start !== text.length) return new Refusal('The word goes over several lines.');
  return [replace(span, text.replace(/\$(?:\{\w+\}|\w+)/, `\${${name}:?}`))];
}
