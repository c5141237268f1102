import { type History, isHead, type NoHistory } from './history.ts';
import type { Derivation, FolderEntry, Host, SharedHost, SizedEntry } from './host.ts';

/** What the names of things that are made of answers begin with, among the keys of answers. */
export const derivedPrefix = 'derived ';

/** A host, and what was asked of it. */
export interface RecordingHost {
  readonly host: SharedHost;
  readonly answers: Answers;
}

/** The answers that something was made from, by what was asked. */
export type Answers = ReadonlyMap<string, Answer>;

/** What was answered, or made of answers. */
export interface Answer {
  readonly value: Promise<unknown>;
  /** Asks the host the same again; undefined for what was made of answers. */
  readonly ask: (() => Promise<unknown>) | undefined;
  /** What stands for what it says: one object for all answers of which one was found to say the same as the one before. */
  meaning: object;
  /** When it is known whether it says the same as the answer before it. Never fails. */
  compared: Promise<void>;
}

/** What was made of files, and the answers it was made from. */
interface Derived {
  readonly answer: Answer;
  readonly make: Derivation<unknown>;
  /** Those asked for so far while it is being made. */
  answers: Answers;
  /** The generation in which the answers were last found to be current. */
  checked: number;
}

/**
 * Remembers what a host answered, and what was made of the answers, until somebody says that files have changed: so what
 * was looked up once is there at once when a text is judged again after each keystroke. What is asked again and answered
 * as before has not changed: nothing that was made of it is made again.
 */
export class RememberedFiles {
  private readonly host: Host;
  private readonly answers = new Map<string, Answer>();
  /** Answers that may no longer hold, until somebody asks again. */
  private readonly forgotten = new Map<string, Answer>();
  private readonly derived = new Map<string, Derived>();
  /** Counts how often something was forgotten: what was current at one count is so as long as it is the same. */
  private generation = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** A host that answers from memory where it can, and takes note of all that it is asked. */
  recording(): RecordingHost {
    const used = new Map<string, Answer>();
    const remember = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
      const answer = this.answers.get(key) ?? this.ask(key, ask);
      used.set(key, answer);
      return answer.value as Promise<T>;
    };
    return {
      answers: used,
      host: {
        readText: (uri): Promise<string | undefined> => remember(`text ${uri}`, () => this.host.readText(uri)),
        listFolder: (uri): Promise<readonly FolderEntry[] | undefined> =>
          remember(`folder ${uri}`, () => this.host.listFolder(uri)),
        history: async (uri): Promise<History | NoHistory | undefined> =>
          remember(`history ${uri}`, async () => this.host.history?.(uri)),
        isExecutable: (uri): Promise<boolean | undefined> =>
          remember(`mode ${uri}`, async () => this.host.isExecutable?.(uri)),
        listSizes: (uri): Promise<readonly SizedEntry[] | undefined> =>
          remember(`sizes ${uri}`, async () => this.host.listSizes?.(uri)),
        rootOf: (uri) => this.host.rootOf(uri),
        readResource: async (name) => this.host.readResource?.(name),
        derive: <T>(name: string, make: Derivation<T>): Promise<T> => {
          const answer = this.derive(name, make);
          used.set(derivedPrefix + name, answer);
          return answer.value as Promise<T>;
        },
      },
    };
  }

  /** What something was made of that has been derived under a name; undefined when nothing was. */
  madeOf(name: string): Answers | undefined {
    return this.derived.get(name)?.answers;
  }

  /** What is answered to a question by its key, as answers have it; undefined to one that nobody asks. */
  async answerTo(key: string): Promise<unknown> {
    const space = key.indexOf(' ');
    const [kind, uri] = [key.slice(0, space), key.slice(space + 1)];
    const { host } = this.recording();
    if (kind === 'text') return host.readText(uri);
    if (kind === 'folder') return host.listFolder(uri);
    if (kind === 'mode') return host.isExecutable?.(uri);
    return kind === 'sizes' ? host.listSizes?.(uri) : undefined;
  }

  /**
   * Whether answers still hold. What was forgotten since then is asked again, and what was made of it looked at again, in
   * the order in which it was asked; there is nothing to wait for where nothing was forgotten.
   */
  async hold(answers: Answers): Promise<boolean> {
    for (const [key, answer] of answers) {
      if (this.isCurrent(key, answer)) continue;
      const again = this.again(key, answer);
      await again.compared;
      if (again.meaning !== answer.meaning) return false;
    }
    return true;
  }

  /**
   * Forgets what was answered about files that have changed, come or gone, and about the folders they lie in; about all
   * files when none are named. Returns whether anything was forgotten.
   */
  forget(uris?: readonly string[]): boolean {
    if (!uris) {
      const knew = this.answers.size > 0;
      for (const key of this.answers.keys()) this.forgetOne(key);
      this.generation++;
      return knew;
    }
    const keys = uris.flatMap((uri) => [
      `text ${uri}`,
      `mode ${uri}`,
      `folder ${uri}`,
      `folder ${uri.slice(0, uri.lastIndexOf('/'))}`,
      `sizes ${uri}`,
      `sizes ${uri.slice(0, uri.lastIndexOf('/'))}`,
    ]);
    // A commit is noted in the log of the branch that is checked out, whatever it changed.
    if (uris.some(isHead)) {
      keys.push(...[...this.answers.keys()].filter((key) => key.startsWith('history ')));
    }
    const wasKnown = keys.filter((key) => this.forgetOne(key)).length > 0;
    if (wasKnown) this.generation++;
    return wasKnown;
  }

  private forgetOne(key: string): boolean {
    const answer = this.answers.get(key);
    if (!answer) return false;
    this.answers.delete(key);
    this.forgotten.set(key, answer);
    return true;
  }

  private ask(key: string, ask: () => Promise<unknown>): Answer {
    const before = this.forgotten.get(key);
    this.forgotten.delete(key);
    const answer = answered(ask(), ask, before);
    this.answers.set(key, answer);
    return answer;
  }

  private again(key: string, answer: Answer): Answer {
    if (answer.ask) return this.answers.get(key) ?? this.ask(key, answer.ask);
    const name = derivedName(key);
    const derived = this.derived.get(name);
    return derived ? this.derive(name, derived.make) : answer;
  }

  private derive<T>(name: string, make: Derivation<T>): Answer {
    const known = this.derived.get(name);
    if (known && this.isUnchanged(known)) return known.answer;
    const { host, answers } = this.recording();
    const remake = async (): Promise<unknown> => {
      if (known) {
        if (await this.hold(known.answers)) return known.answer.value;
        derived.answers = answers;
      }
      return make(host, (await known?.answer.value.catch(() => undefined)) as T | undefined);
    };
    const derived: Derived = {
      answer: answered(remake(), undefined, known?.answer),
      make: make as Derivation<unknown>,
      // Until it is known whether what it was made of still holds, that is what a change makes it outdated by.
      answers: known?.answers ?? answers,
      checked: this.generation,
    };
    this.derived.set(name, derived);
    return derived.answer;
  }

  private areCurrent(answers: Answers): boolean {
    for (const [key, answer] of answers) if (!this.isCurrent(key, answer)) return false;
    return true;
  }

  private isUnchanged(derived: Derived): boolean {
    if (derived.checked === this.generation) return true;
    if (!this.areCurrent(derived.answers)) return false;
    derived.checked = this.generation;
    return true;
  }

  private isCurrent(key: string, answer: Answer): boolean {
    if (answer.ask) return this.answers.get(key)?.meaning === answer.meaning;
    const derived = this.derived.get(derivedName(key));
    return derived?.answer.meaning === answer.meaning && this.isUnchanged(derived);
  }
}

function derivedName(key: string): string {
  return key.slice(derivedPrefix.length);
}

/** An answer that means the same as the one before it as soon as that is known. */
function answered(value: Promise<unknown>, ask: Answer['ask'], before: Answer | undefined): Answer {
  const compare = async (): Promise<void> => {
    const now = await value;
    if (!before) return;
    await before.compared;
    if (isSame(now, await before.value)) answer.meaning = before.meaning;
  };
  const answer: Answer = { value, ask, meaning: {}, compared: Promise.resolve() };
  // What failed is like nothing else; who asked for it is told.
  answer.compared = compare().catch(() => undefined);
  return answer;
}

/** Whether two answers say the same: the same text or object, or the same entries of a folder. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((entry, at) => isFolderEntry(entry) && isFolderEntry(other[at]) && isSameEntry(entry, other[at]));
}

function isFolderEntry(value: unknown): value is FolderEntry {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}

function isSameEntry(one: FolderEntry, other: FolderEntry): boolean {
  return one.name === other.name && one.kind === other.kind;
}
