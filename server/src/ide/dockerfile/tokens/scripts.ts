import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../../dockerfile/instructions/run.ts';
import { namesInWindowsShell } from '../../../dockerfile/occurrences/windows.ts';
import { commandLineOf } from '../../../dockerfile/process-form.ts';
import { spanOf } from '../../../dockerfile/words.ts';
import type { ShellTokenKind } from '../../../shell/highlight.ts';
import type { ShellScript } from '../../../shell/script.ts';
import type { TokenType } from '../../assistant.ts';
import type { Paint } from './paint.ts';

const types: Readonly<Record<ShellTokenKind, TokenType | undefined>> = {
  command: 'function',
  option: 'parameter',
  keyword: 'keyword',
  operator: 'operator',
  string: 'string',
  variable: 'variable',
  comment: 'comment',
  plain: undefined,
};

/** Paints the command line of RUN, CMD, ENTRYPOINT and HEALTHCHECK. */
export function paintCommandLine(instruction: Instruction, paint: Paint): void {
  const line = commandLineOf(instruction);
  if (!line) return;
  const { form, json, shell } = line;
  const script = line instanceof RunInstruction ? line.scriptHeredoc : undefined;
  for (const heredoc of line.heredocs) {
    const { content, terminator } = heredoc;
    // In a script of a shell that is understood, what is a text is one by its quotes.
    if (heredoc !== script || !form.script) paint.lay(content, 'string');
    if (terminator) paint.lay(terminator, 'operator');
  }
  if (script) paint.lay(spanOf(line.arguments), 'operator');
  for (const { span } of json?.items ?? []) paint.lay(span, 'string');
  if (form.script && json) paintVariables(form.script, paint);
  else if (form.script) paintScript(form.script, paint);
  else if (form.kind === 'shell') {
    for (const { span } of namesInWindowsShell(form.text, shell.words)) paint.lay(span, 'variable');
  }
}

function paintScript(script: ShellScript, paint: Paint): void {
  for (const { span, kind } of script.tokens) paint.lay(span, types[kind]);
  for (const command of script.commands) {
    // The program behind `sudo` and its like is one as well.
    const [program] = command.words;
    if (command.isEditable && command.wrappers.length > 0 && program?.value) paint.lay(program.span, 'function');
    if (command.script) paintVariables(command.script, paint);
  }
}

/** Of a script that is a text within another one, only the variables stand out. */
function paintVariables(script: ShellScript, paint: Paint): void {
  for (const { span, kind } of script.tokens) if (kind === 'variable') paint.lay(span, 'variable');
}
