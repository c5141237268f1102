import { usersMadeIn } from '../../../dockerfile/users.ts';
import { bundledUserId, usersOf } from '../../../image/users.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, flagValueAt } from '../cursor.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Users, in USER and `--chown`: those that the stage makes, those of its image, and root. */
export function suggestUsers(cursor: Cursor): readonly Suggestion[] {
  const value = flagValueAt(cursor);
  const argument = argumentOf(cursor, 'USER');
  const owns = value?.name === 'chown';
  const typed = owns ? value.typed : argument?.index === 0 ? argument : undefined;
  if (!typed) return [];
  const { stage } = cursor;
  const made = usersMadeIn(stage);
  const image = stage.rootImage?.reference;
  const bundled = image && usersOf(image).bundled;
  const bundledId = image && bundled !== undefined ? bundledUserId(image, bundled) : undefined;
  const users = [
    ...made.map(({ name, id }) => ({ name, id, detail: 'made in this stage', rank: 0 })),
    ...(bundled === undefined ? [] : [{ name: bundled, id: bundledId, detail: `of ${image?.text}`, rank: 2 }]),
    { name: 'root', id: undefined, detail: 'may do anything', rank: 20 },
  ];
  const choices = users.flatMap(({ name, id, detail, rank }): Choice[] => [
    ...(owns ? [{ label: `${name}:${name}`, kind: 'name' as const, detail, rank }] : []),
    {
      label: name,
      kind: 'name',
      detail: id === undefined ? detail : `${detail}, number ${id}`,
      rank: rank + (owns ? 1 : 0),
    },
    ...(id === undefined
      ? []
      : [{ label: `${id}:${id}`, kind: 'value' as const, detail: `${name}, ${detail}`, rank: rank + 1 }]),
  ]);
  return distinct(choices).map((choice) => choose(choice, typed));
}
