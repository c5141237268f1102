import { CopyInstruction } from '../../../dockerfile/instructions/copy.ts';
import type { Stage } from '../../../dockerfile/stage.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../../dockerfile/working-folder.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, type TypedArgument } from '../cursor.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Folders that people work in when nothing else is known. */
const usual: readonly string[] = ['/app', '/src', '/workspace'];

/** Paths in the image: destinations, folders for WORKDIR and VOLUME, and what other stages have. */
export function suggestContainerPaths(cursor: Cursor): readonly Suggestion[] {
  const folder = argumentOf(cursor, 'WORKDIR', 'VOLUME');
  if (folder) return folder.index === 0 ? foldersToWorkIn(cursor).map((choice) => choose(choice, folder)) : [];
  const argument = argumentOf(cursor, 'COPY', 'ADD');
  if (!argument) return [];
  const from = cursor.flags.find(({ name }) => name === 'from')?.value?.text;
  const used = from === undefined ? undefined : cursor.dockerfile.stageReferredTo(from, cursor.stage);
  const isDestination = argument.index > 0 && argument.isLast;
  return distinct([
    ...(isDestination ? destinations(cursor, argument) : []),
    ...(used ? pathsMadeIn(used).map((choice) => (isDestination ? { ...choice, rank: 60 } : choice)) : []),
  ]).map((choice) => choose(choice, argument));
}

/** Folders of other WORKDIR instructions, and some that are usual. */
function foldersToWorkIn({ dockerfile, instruction }: Cursor): readonly Choice[] {
  const written = dockerfile
    .instructions('WORKDIR')
    .flatMap((one) => (one === instruction ? [] : (one.value?.text ?? [])));
  return distinct([
    ...written.map((label, index): Choice => ({ label, kind: 'folder', detail: 'used in this file', rank: index })),
    ...usual.map((label): Choice => ({ label, kind: 'folder', rank: 100 })),
  ]);
}

/** Where files may go: the folder that is worked in, and where others went before. */
function destinations({ dockerfile, instruction, stage, offset }: Cursor, typed: TypedArgument): readonly Choice[] {
  const current = workingFolderAt(stage, offset);
  const copies = stage.lineage
    .flatMap(({ instructions }) => instructions)
    .filter((one) => one instanceof CopyInstruction && one !== instruction);
  const before = copies.flatMap((copy) => (copy instanceof CopyInstruction ? (copy.destination?.text ?? []) : []));
  const elsewhere = dockerfile
    .instructions('WORKDIR')
    .flatMap(({ value }) => (value ? [`${value.text.replace(/\/$/, '')}/`] : []));
  const [source] = typed.before;
  // A folder keeps its name only when it is written twice.
  const name = source && /\/$/.test(source) && !isAbsolute(source) ? source : undefined;
  const at = current === undefined ? 'the working directory' : current;
  return distinct([
    { label: './', kind: 'folder', detail: at, rank: 0 },
    ...(name === undefined || name === './'
      ? []
      : [{ label: name, kind: 'folder' as const, detail: `in ${at}`, rank: 1 }]),
    ...[...before, ...elsewhere]
      .filter((label) => label !== '' && label !== '.')
      .map((label): Choice => ({ label, kind: 'folder', detail: 'used in this file', rank: 5 })),
  ]);
}

/** What a stage makes, as far as its instructions say: where it works, what it writes, where files were copied. */
function pathsMadeIn(stage: Stage): readonly Choice[] {
  const folder = workingFolderAt(stage);
  const absolute = (path: string) =>
    isAbsolute(path) ? path : folder === undefined ? undefined : joinPath(folder, path);
  const outputs = stage.runs
    .flatMap(({ commands }) => commands)
    .flatMap((command) => command.optionValue('-o', '--output', '--outdir', '--out-dir') ?? []);
  const copied = stage.lineage
    .flatMap((one) => [...one.own('COPY'), ...one.own('ADD')])
    .flatMap(({ expandedDestination }) => expandedDestination ?? []);
  const choices: (Choice | undefined)[] = [
    ...outputs.map((path) => choiceOf(absolute(path), 'written by a command', 0)),
    choiceOf(folder === undefined || folder === '/' ? undefined : `${folder}/`, 'working directory', 1),
    ...copied.map((path) => choiceOf(absolute(path), 'copied there', 2)),
  ];
  return choices.flatMap((choice) => choice ?? []);
}

function choiceOf(label: string | undefined, detail: string, rank: number): Choice | undefined {
  return label === undefined || label === '/' ? undefined : { label, kind: 'folder', detail, rank };
}
