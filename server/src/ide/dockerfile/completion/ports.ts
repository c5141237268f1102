import { listeningOf } from '../../../dockerfile/listening.ts';
import { portsOfImage } from '../../../image/ports.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor } from '../cursor.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Ports, in EXPOSE: those that variables and commands of the stage name, those of its image and of other stages. */
export function suggestPorts(cursor: Cursor): readonly Suggestion[] {
  const typed = argumentOf(cursor, 'EXPOSE');
  if (!typed) return [];
  const { stage, dockerfile, offset, instruction } = cursor;
  const variables = stage.scope.namesAt(offset).filter((name) => /port/i.test(name));
  const image = stage.rootImage?.reference;
  const listening = listeningOf(stage);
  const choices: Choice[] = [
    ...(listening ? [choiceOf(String(listening.port), 'what the container listens on', 0)] : []),
    ...variables.flatMap((name) => {
      const value = stage.scope.lookup(name, offset);
      return value && /^\d+$/.test(value) ? [choiceOf(value, name, 1)] : [];
    }),
    ...(image ? portsOfImage(image).map((port) => choiceOf(String(port), `of ${image.text}`, 2)) : []),
    ...dockerfile
      .instructions('EXPOSE')
      .filter((one) => one !== instruction)
      .flatMap(({ words }) => words.map(({ text }) => choiceOf(text, 'used in this file', 3))),
  ];
  return distinct(choices)
    .filter(({ label }) => !typed.before.includes(label))
    .map((choice) => choose(choice, typed));
}

function choiceOf(label: string, detail: string, rank: number): Choice {
  return { label, kind: 'value', detail, rank };
}
