/**
 * What was found out about objects, kept for as long as these are: as a `WeakMap` keeps it, but with the objects
 * themselves. A `WeakMap` that lives long takes each of its values for needed whenever young memory is tidied up (V8's
 * scavenger follows the values of its tables whatever becomes of the keys), and a value that leads back to its key keeps
 * all of an outdated version of a file alive until everything is looked through. Versions come with every keystroke.
 */
export class Notes<K extends object, V> {
  get(owner: K): V | undefined {
    return (owner as Noted)[notes]?.get(this) as V | undefined;
  }

  set(owner: K, note: V): void {
    const noted: Noted = owner;
    if (!noted[notes]) Object.defineProperty(owner, notes, { value: new Map() });
    noted[notes]?.set(this, note);
  }
}

const notes = Symbol('notes');

interface Noted {
  readonly [notes]?: Map<unknown, unknown>;
}
