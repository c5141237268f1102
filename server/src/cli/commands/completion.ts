import type { Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What can be written in the place of a value: one of some words, a file, or what nobody can guess. */
type Values = readonly string[] | 'files' | undefined;

interface CompletableOption {
  /** As they are written, with their dashes. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: Values;
}

interface CompletableCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletableOption[];
  readonly operands: Values;
}

/**
 * A script that completes the command line in a shell, made of its definition. `words` are what can be written behind a
 * command, where its definition does not say.
 */
export function completionScript(
  shell: Shell,
  program: Command,
  words: Readonly<Record<string, readonly string[]>>,
): string {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command): CompletableCommand => {
    const [operand] = command.registeredArguments;
    const options = help.visibleOptions(command).map(completable);
    const operands = words[command.name()] ?? operand?.argChoices ?? (isFile(operand?.name()) ? 'files' : undefined);
    return { name: command.name(), description: command.description(), options, operands };
  });
  const options = help.visibleOptions(program).map(completable);
  return scripts[shell](program.name(), commands, options);
}

function completable(option: Option): CompletableOption {
  const { short, long, description, required, optional, argChoices, flags } = option;
  const names = [short, long].flatMap((name) => name ?? []);
  const takesValue = required || optional;
  const values = argChoices ?? (isFile(/<(.*)>/.exec(flags)?.[1]) ? 'files' : undefined);
  return { names, description, takesValue, values };
}

/** Whether a value of this name is a path. */
function isFile(name: string | undefined): boolean {
  return name === 'file' || name === 'path';
}

type Script = (name: string, commands: readonly CompletableCommand[], options: readonly CompletableOption[]) => string;

const scripts: Readonly<Record<Shell, Script>> = { bash, zsh, fish };

/** Works with the bash 3.2 of macOS. Where there is nothing to suggest, bash completes file names. */
function bash(name: string, commands: readonly CompletableCommand[], options: readonly CompletableOption[]): string {
  const names = (of: readonly CompletableOption[]) => of.flatMap((option) => option.names);
  const suggest = (what: readonly string[]) => `COMPREPLY=($(compgen -W ${quoted(what.join(' '))} -- "$cur"))`;
  const afterOption = commands.flatMap((command) =>
    command.options.flatMap(({ names: written, takesValue, values }) => {
      if (!takesValue) return [];
      const patterns = written.map((one) => `'${command.name} ${one}'`).join('|');
      return `    ${patterns}) ${Array.isArray(values) ? suggest(values) : ':'}; return ;;\n`;
    }),
  );
  const inCommand = commands.map((command) => {
    const operands = Array.isArray(command.operands) ? suggest(command.operands) : ':';
    return `    ${command.name}) if [[ $cur == -* ]]; then ${suggest(names(command.options))}; else ${operands}; fi ;;\n`;
  });
  return `# Completes ${name} in bash.
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= index
  COMPREPLY=()
  # --option=value is three words here.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in ${commands.map((command) => command.name).join('|')}) command=\${COMP_WORDS[index]}; break ;; esac
  done
  case "$command $prev" in
${afterOption.join('')}  esac
  case $command in
${inCommand.join('')}    *) ${suggest([...commands.map((command) => command.name), ...names(options)])} ;;
  esac
}
complete -o bashdefault -o default -F _${name} ${name}
`;
}

function zsh(name: string, commands: readonly CompletableCommand[], options: readonly CompletableOption[]): string {
  const action = (values: Values) =>
    Array.isArray(values) ? `(${values.join(' ')})` : values === 'files' ? '_files' : ' ';
  const specified = (option: CompletableOption) => {
    const [first, ...others] = option.names;
    const written = others.length > 0 ? `{${option.names.join(',')}}` : first;
    const excluded = others.length > 0 ? `'(${option.names.join(' ')})'` : '';
    const value = option.takesValue ? `:value:${action(option.values)}` : '';
    const equals = option.takesValue ? '=' : '';
    return `${excluded}${written}${equals ? quoted(equals) : ''}${quoted(`[${inBrackets(option.description)}]${value}`)}`;
  };
  const described = commands.map(
    (command) => `    ${quoted(`${command.name}:${command.description.replaceAll(':', '\\:')}`)}\n`,
  );
  const cases = commands.map((command) => {
    const operands = command.operands ? [quoted(`*: :${action(command.operands)}`)] : [];
    const all = [...command.options.map(specified), ...operands].map((one) => ` \\\n          ${one}`);
    return `        ${command.name})\n          _arguments${all.join('')}\n          ;;\n`;
  });
  return `#compdef ${name}
# Completes ${name} in zsh.
_${name}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
${described.join('')}  )
  _arguments -C${options.map((option) => ` \\\n    ${specified(option)}`).join('')} \\
    '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${cases.join('')}      esac
      ;;
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function fish(name: string, commands: readonly CompletableCommand[], options: readonly CompletableOption[]): string {
  const flags = (of: readonly string[]) =>
    of.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`)).join(' ');
  const offered = (values: Values) =>
    Array.isArray(values) ? ` -x -a ${fishQuoted(values.join(' '))}` : values === 'files' ? ' -r -F' : ' -x';
  const line = (condition: string, rest: string) => `complete -c ${name} -n ${fishQuoted(condition)} ${rest}\n`;
  const option = (condition: string, { names, description, takesValue, values }: CompletableOption) =>
    line(condition, `${flags(names)}${takesValue ? offered(values) : ''} -d ${fishQuoted(description)}`);
  const first = '__fish_use_subcommand';
  const ofCommands = commands.flatMap((command) => {
    const inside = `__fish_seen_subcommand_from ${command.name}`;
    const operands = Array.isArray(command.operands)
      ? [line(inside, `-a ${fishQuoted(command.operands.join(' '))}`)]
      : command.operands === 'files'
        ? [line(inside, '-F')]
        : [];
    return [
      line(first, `-a ${command.name} -d ${fishQuoted(command.description)}`),
      ...command.options.map((one) => option(inside, one)),
      ...operands,
    ];
  });
  const all = [...options.map((one) => option(first, one)), ...ofCommands];
  return `# Completes ${name} in fish.\ncomplete -c ${name} -f\n${all.join('')}`;
}

/** A text in single quotes, as bash and zsh read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A description as zsh takes it between brackets. */
function inBrackets(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
