import { type MappedText, sourceSpan } from '../../text/mapped.ts';
import type { Span } from '../../text/span.ts';

/** A variable that a script for Windows asks for. */
interface WindowsUse {
  readonly name: string;
  /** The name alone. */
  readonly span: Span;
}

/** What PowerShell leaves as it is, and its variables of the environment (about_Variables, about_Quoting_Rules). */
const powerShell = /'[^']*'|`[\s\S]|\$env:(\w+)|\$\{env:(\w+)\}/gi;

/** Variables in the command prompt: `%NAME%`, or `%NAME:~0,3%` for part of one. */
const prompt = /%(\w+)(?::[^%\s]*)?%/g;

/** The variables of the environment that a script asks for in a shell of Windows, which the words of SHELL name. */
export function namesInWindowsShell(script: MappedText, shell: readonly string[]): readonly WindowsUse[] {
  const syntax = syntaxOf(shell[0] ?? '');
  if (!syntax) return [];
  return [...script.text.matchAll(syntax)].flatMap((match) => {
    const name = match[1] ?? match[2];
    if (name === undefined || !/^[A-Za-z_]/.test(name)) return [];
    const start = match.index + match[0].indexOf(name, match[0].startsWith('%') ? 1 : match[0].indexOf(':') + 1);
    return [{ name, span: sourceSpan(script, start, start + name.length) }];
  });
}

function syntaxOf(program: string): RegExp | undefined {
  if (/(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/i.test(program)) return powerShell;
  return /(?:^|[\\/])cmd(?:\.exe)?$/i.test(program) ? prompt : undefined;
}
