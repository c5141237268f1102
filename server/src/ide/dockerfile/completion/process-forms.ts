import type { Stage } from '../../../dockerfile/stage.ts';
import { startCommands } from '../../../dockerfile/start.ts';
import { gracefulStop, signalNames } from '../../../dockerfile/stop-signal.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../../dockerfile/working-folder.ts';
import { shellsOf } from '../../../image/shells.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, type TypedArgument } from '../cursor.ts';
import { type Choice, choose, distinct, isLowerCase } from './suggesting.ts';

/** How containers are started, checked and stopped: scripts that were copied, shells, `CMD` and `NONE`, signals. */
export function suggestProcessForms(cursor: Cursor): readonly Suggestion[] {
  const { part, instruction } = cursor;
  const argument = part.kind === 'argument' ? part.argument : undefined;
  if (!argument || !instruction) return [];
  switch (instruction.keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
      return argument.index === 0 ? scripts(cursor, argument) : [];
    case 'HEALTHCHECK':
      return argument.index === 0 && !argument.isJson ? checks(cursor, argument) : [];
    case 'SHELL':
      return shells(cursor, argument);
    case 'STOPSIGNAL':
      return signals(cursor);
    default:
      return [];
  }
}

/** Scripts and programs that were copied into the image, as an exec form where none has been begun. */
function scripts({ stage }: Cursor, typed: TypedArgument): readonly Suggestion[] {
  const choices = copiedPrograms(stage).map((path, rank): Choice => {
    const array = `["${path}"]`;
    return { label: typed.isJson ? path : array, kind: 'file', detail: 'copied into the image', rank };
  });
  // Behind the bracket the string has not been begun.
  return typed.text.startsWith('[') && !typed.isJson ? [] : distinct(choices).map((choice) => choose(choice, typed));
}

/** Where scripts and programs are that COPY and ADD bring: what has the ending of a script, or none in a `bin` folder. */
function copiedPrograms(stage: Stage): readonly string[] {
  return stage.lineage.flatMap((one) =>
    [...one.own('COPY'), ...one.own('ADD')].flatMap((copy) => {
      const target = copy.expandedDestination;
      const folder = isAbsolute(target ?? '') ? '/' : workingFolderAt(one, copy.span.start);
      if (target === undefined || folder === undefined) return [];
      const isFolder = /(?:\/|^\.)$/.test(target) || copy.sourceCount > 1;
      const path = isAbsolute(target) ? joinPath('/', target) : joinPath(folder, target);
      return copy.expandedSources.flatMap((source) => {
        const name = source.slice(source.lastIndexOf('/') + 1);
        const whole = isFolder ? joinPath(path, name) : path;
        return name !== '' && /\.sh$|\/bin\/[^/.]+$|entrypoint/.test(whole) && !/[*?[$\uFFFC"]/.test(whole)
          ? [whole]
          : [];
      });
    }),
  );
}

function checks(cursor: Cursor, typed: TypedArgument): readonly Suggestion[] {
  const words = isLowerCase(cursor) ? ['cmd', 'none'] : ['CMD', 'NONE'];
  return words.map((label, rank) => choose({ label, kind: 'keyword', rank }, typed));
}

/** The shells that the image is known to have, with the options that make a script stop at a mistake. */
function shells({ stage }: Cursor, typed: TypedArgument): readonly Suggestion[] {
  if (typed.index > 0 || typed.isJson || typed.text !== '') return [];
  const image = stage.rootImage?.reference;
  const known = image && shellsOf(image);
  const bash = '["/bin/bash", "-o", "pipefail", "-c"]';
  const ash = '["/bin/ash", "-eo", "pipefail", "-c"]';
  const windows = [
    '["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
    '["cmd", "/S", "/C"]',
  ];
  const bourne = known?.sh === 'busybox' ? [ash] : known?.hasBash ? [bash] : [bash, ash];
  const forms = stage.isWindows ? windows : [...bourne, '["/bin/sh", "-c"]'];
  return forms.map((label, rank) => choose({ label, kind: 'value', rank }, typed));
}

/** Signals; first those on which what the stage starts ends gracefully. */
function signals(cursor: Cursor): readonly Suggestion[] {
  const typed = argumentOf(cursor, 'STOPSIGNAL');
  if (!typed || typed.index > 0) return [];
  const stops = startCommands(cursor.stage).flatMap(({ name }) => {
    const stop = gracefulStop(name);
    return stop ? [{ name, ...stop }] : [];
  });
  const graceful = stops.map(
    ({ name, signal, onTerm }): Choice => ({
      label: signal,
      kind: 'enumeration',
      detail: `${name} ends gracefully; on SIGTERM it ${onTerm}`,
      rank: -1,
    }),
  );
  const all = signalNames.map(
    (label): Choice => ({ label, kind: 'enumeration', rank: usualSignals.has(label) ? 0 : 1 }),
  );
  return distinct([...graceful, ...all]).map((choice) => choose(choice, typed));
}

const usualSignals: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGWINCH', 'SIGHUP']);
