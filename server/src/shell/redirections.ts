import type { Redirection, Word } from 'unbash';
import type { MappedText } from '../text/mapped.ts';
import type { Output } from './command.ts';
import { ScriptWord } from './script-word.ts';

/** The word that names the file a redirection writes to. */
export function fileWritten(redirect: Redirection): readonly Word[] {
  return redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target ? [redirect.target] : [];
}

/** Where the redirections of a command, or of what holds commands, send standard output; the last of them counts. */
export function outputOf(redirects: readonly Redirection[], source: MappedText): Output | undefined {
  const last = redirects.findLast(
    (redirect) =>
      redirect.type === 'Redirect' &&
      /^(?:>|>>|>\||&>|&>>)$/.test(redirect.operator) &&
      (redirect.descriptor === undefined ||
        (redirect.descriptor.type === 'FileDescriptor' && redirect.descriptor.value === 1)),
  );
  if (last?.type !== 'Redirect' || !last.target) return undefined;
  return { file: new ScriptWord(last.target, source), appends: last.operator.endsWith('>>') };
}
