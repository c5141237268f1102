import { type CommandArgument, forEachChild, type SyntaxNode, type Word } from 'unbash';

/** The words of a builtin's arguments that are names of variables which it sets (POSIX; Bash manual, "Bash Builtins"). */
export function setWords(builtin: string, args: readonly CommandArgument[]): readonly Word[] {
  const words = args.filter((one) => one.type === 'Word');
  switch (builtin) {
    case 'read':
    case 'mapfile':
    case 'readarray':
      return namesIn(words);
    case 'getopts':
      return namesIn(words.slice(1, 2));
    case 'printf':
      return words[0]?.text === '-v' ? namesIn(words.slice(1, 2)) : [];
    default:
      return [];
  }
}

function namesIn(words: readonly Word[]): readonly Word[] {
  return words.filter(({ text }) => /^[A-Za-z_]\w*$/.test(text));
}

/** The names that are set anywhere below a node. */
export function assignedIn(node: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: SyntaxNode): void => {
    if (one.type === 'Assignment') names.add(one.name);
    if (one.type === 'For' || one.type === 'Select') names.add(one.name.text);
    if (one.type === 'Command') for (const { text } of setWords(one.name?.text ?? '', one.args)) names.add(text);
    forEachChild(one, visit);
  };
  visit(node);
  return names;
}
