import { Engine, type LanguageId, languageOfFile } from '../../server/src/engine/engine.ts';
import type { Spot, WorkedOn } from '../../server/src/ide/spot.ts';
import { isTemplateText } from '../../server/src/workspace/helm/language.ts';
import { testRoot } from './judge.ts';
import { MemoryHost } from './memory-host.ts';

/** A file that somebody works on, among others given by their paths in the workspace. */
export function workedOn(name: string, text: string, others: Readonly<Record<string, string>> = {}): WorkedOn {
  const files = Object.entries({ ...others, [name]: text }).map(([path, content]) => [`${testRoot}/${path}`, content]);
  const engine = new Engine(new MemoryHost(Object.fromEntries(files)));
  const language: LanguageId = isTemplateText(name) ? 'helm' : (languageOfFile(name) ?? 'dockerfile');
  const file = engine.read(`${testRoot}/${name}`, language, text);
  return { file, around: { host: engine.sharedHost, kubernetesVersion: '1.36' } };
}

/** The same with a place in it, which the text marks with `|`, or another mark; it is no part of the file. */
export function spotIn(name: string, marked: string, others: Readonly<Record<string, string>> = {}, mark = '|'): Spot {
  const offset = marked.indexOf(mark);
  if (offset === -1) throw new Error(`there is no ${mark} in ${marked}`);
  return { ...workedOn(name, marked.slice(0, offset) + marked.slice(offset + 1), others), offset };
}
