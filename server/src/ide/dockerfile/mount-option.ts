import { type Cursor, flagValueAt, type Typed } from './cursor.ts';
import { canonicalOption } from './reference/mounts.ts';

/** An option of a RUN's mount that is being typed. */
export interface TypedMountOption {
  /** All of the option, up to the cursor. */
  readonly option: Typed;
  /** Its name, as the reference has it; undefined while that is being typed. */
  readonly key: string | undefined;
  /** Its value; undefined while the name is being typed. */
  readonly value: Typed | undefined;
  /** The other options of the mount, before and behind it. */
  readonly others: ReadonlyMap<string, string>;
  /** The type of the mount, as far as the others say it. */
  readonly type: string | undefined;
}

/** The option of a mount that is being typed; undefined elsewhere. */
export function typedMountOption(cursor: Cursor): TypedMountOption | undefined {
  const flag = flagValueAt(cursor);
  if (flag?.name !== 'mount' || cursor.instruction?.keyword !== 'RUN') return undefined;
  const { text: fileText } = cursor.dockerfile;
  const { text, span } = flag.typed;
  const start = text.lastIndexOf(',') + 1;
  const behind = fileText.slice(cursor.offset, span.end);
  const comma = behind.indexOf(',');
  const end = comma === -1 ? span.end : cursor.offset + comma;
  const option = { text: text.slice(start), span: { start: span.start + start, end } };
  const written = [...text.slice(0, start).split(','), ...(comma === -1 ? [] : behind.slice(comma).split(','))];
  const others = new Map(
    written.flatMap((one): [string, string][] => {
      const [key = '', value = ''] = one.split('=', 2);
      return key === '' ? [] : [[canonicalOption(key), value]];
    }),
  );
  const equals = option.text.indexOf('=');
  const key = equals === -1 ? undefined : canonicalOption(option.text.slice(0, equals));
  const value =
    equals === -1
      ? undefined
      : { text: option.text.slice(equals + 1), span: { start: option.span.start + equals + 1, end } };
  return { option, key, value, others, type: others.get('type') };
}
