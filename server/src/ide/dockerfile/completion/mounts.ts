import { type PackageManager, packageManagers } from '../../../shell/package-managers/index.ts';
import type { Suggestion } from '../../assistant.ts';
import { type Cursor, runAt } from '../cursor.ts';
import { type TypedMountOption, typedMountOption } from '../mount-option.ts';
import { mountReference, referenceOfMount } from '../reference/mounts.ts';
import { noteOf } from '../reference/page.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** What is written with the type of a mount, where nothing else says it yet. */
const beginnings: Readonly<Record<string, string>> = {
  cache: 'type=cache,target=',
  bind: 'type=bind,source=',
  secret: 'type=secret,id=',
  ssh: 'type=ssh',
  tmpfs: 'type=tmpfs,target=',
};

/** The options of a mount and their values; for a cache, the folders of the package managers that the RUN uses. */
export function suggestMounts(cursor: Cursor): readonly Suggestion[] {
  const typed = typedMountOption(cursor);
  if (!typed) return [];
  const { option, key, value, type } = typed;
  if (key === undefined || value === undefined) return optionNames(typed).map((choice) => choose(choice, option));
  if (key === 'type') {
    return Object.entries(mountReference).map(([label, entry], rank) =>
      choose({ label, kind: 'enumeration', documentation: noteOf(entry), rank }, value),
    );
  }
  if (key === 'target' && type === 'cache') return cacheFolders(cursor, typed).map((choice) => choose(choice, value));
  const ids = key === 'id' ? idsElsewhere(cursor, type) : [];
  const values = referenceOfMount(type ?? 'bind')?.options[key]?.values ?? [];
  const choices: Choice[] = [...ids, ...values].map((label, rank) => ({ label, kind: 'value', rank }));
  return distinct(choices).map((choice) => choose(choice, value));
}

/** Names of options that the mount does not have yet; of a mount without a type, the types first. */
function optionNames({ others, type }: TypedMountOption): readonly Choice[] {
  const types: Choice[] =
    type === undefined
      ? Object.entries(mountReference).map(([name, entry], rank) => ({
          label: `type=${name}`,
          newText: others.size === 0 ? (beginnings[name] ?? `type=${name}`) : `type=${name}`,
          kind: 'enumeration',
          documentation: noteOf(entry),
          continues: others.size === 0 && name !== 'ssh',
          rank,
        }))
      : [];
  const options = Object.entries(referenceOfMount(type ?? 'bind')?.options ?? {});
  const names = options
    .filter(([name]) => !others.has(name))
    .map(([name, { summary, values }], index): Choice => {
      const label = values === undefined ? name : `${name}=`;
      return { label, kind: 'property', documentation: summary, continues: values !== undefined, rank: 10 + index };
    });
  return [...types, ...names];
}

/** Folders that are worth a cache: first those of the managers that the RUN uses. */
function cacheFolders(cursor: Cursor, { others }: TypedMountOption): readonly Choice[] {
  const used = new Set(runAt(cursor)?.packageActions.map(({ manager }) => manager));
  const folders = packageManagers.flatMap((manager) =>
    (manager.cache?.folders ?? []).map((folder) => choiceOf(folder, manager, used.has(manager), others)),
  );
  return distinct(folders.sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0)));
}

function choiceOf(
  label: string,
  { name, cache }: PackageManager,
  isUsed: boolean,
  others: TypedMountOption['others'],
): Choice {
  // What two builds may not use at once waits for the other.
  const newText = cache?.isExclusive && !others.has('sharing') ? `${label},sharing=locked` : label;
  return { label, newText, kind: 'folder', detail: name, rank: isUsed ? 0 : 10 };
}

/** The names that other mounts of the same type have in this file. */
function idsElsewhere({ dockerfile, instruction }: Cursor, type: string | undefined): readonly string[] {
  const runs = dockerfile.instructions('RUN').filter((run) => run !== instruction);
  const mounts = runs.flatMap((run) => run.mounts).filter((mount) => mount.type === type);
  return mounts.flatMap(({ flag }) => flag.options.flatMap(({ key, value }) => (key === 'id' && value ? [value] : [])));
}
