import { type History, isHead, type NoHistory } from './history.ts';
import type { Derivation, FolderEntry, Host, SharedHost } from './host.ts';

/** A host, and what was asked of it. */
export interface RecordingHost {
  readonly host: SharedHost;
  readonly answers: Answers;
}

/** The answers that something was made from. They are the same objects as long as nothing has changed. */
export type Answers = ReadonlyMap<string, Promise<unknown>>;

/** What was made of files, and the answers it was made from. */
interface Derived {
  readonly value: Promise<unknown>;
  readonly answers: Answers;
  /** The generation in which the answers were last found to be current. */
  checked: number;
}

/**
 * Remembers what a host answered, and what was made of the answers, until somebody says that files have changed: so what
 * was looked up once is there at once when a text is judged again after each keystroke.
 */
export class RememberedFiles {
  private readonly host: Host;
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly derived = new Map<string, Derived>();
  /** Counts how often something was forgotten: what was current at one count is so as long as it is the same. */
  private generation = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** A host that answers from memory where it can, and takes note of all that it is asked. */
  recording(): RecordingHost {
    const used = new Map<string, Promise<unknown>>();
    const remember = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
      const answer = (this.answers.get(key) as Promise<T> | undefined) ?? ask();
      this.answers.set(key, answer);
      used.set(key, answer);
      return answer;
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
        rootOf: (uri) => this.host.rootOf(uri),
        readResource: async (name) => this.host.readResource?.(name),
        derive: <T>(name: string, make: Derivation<T>): Promise<T> => {
          const value = this.derive(name, make);
          used.set(`derived ${name}`, value);
          return value;
        },
      },
    };
  }

  /** Whether answers still hold. */
  areCurrent(answers: Answers): boolean {
    for (const [key, answer] of answers) if (!this.isCurrent(key, answer)) return false;
    return true;
  }

  /**
   * Forgets what was answered about files that have changed, come or gone, and about the folders they lie in; about all
   * files when none are named. Returns whether anything was forgotten.
   */
  forget(uris?: readonly string[]): boolean {
    if (!uris) {
      const knew = this.answers.size > 0;
      this.answers.clear();
      this.generation++;
      return knew;
    }
    const keys = uris.flatMap((uri) => [
      `text ${uri}`,
      `mode ${uri}`,
      `folder ${uri}`,
      `folder ${uri.slice(0, uri.lastIndexOf('/'))}`,
    ]);
    // A commit is noted in the log of the branch that is checked out, whatever it changed.
    if (uris.some(isHead)) {
      keys.push(...[...this.answers.keys()].filter((key) => key.startsWith('history ')));
    }
    const wasKnown = keys.filter((key) => this.answers.delete(key)).length > 0;
    if (wasKnown) this.generation++;
    return wasKnown;
  }

  private derive<T>(name: string, make: Derivation<T>): Promise<T> {
    const known = this.derived.get(name);
    if (known && this.isUnchanged(known)) return known.value as Promise<T>;
    const { host, answers } = this.recording();
    const remake = async () => make(host, (await known?.value.catch(() => undefined)) as T | undefined);
    const value = remake();
    this.derived.set(name, { value, answers, checked: this.generation });
    return value;
  }

  private isUnchanged(derived: Derived): boolean {
    if (derived.checked === this.generation) return true;
    if (!this.areCurrent(derived.answers)) return false;
    derived.checked = this.generation;
    return true;
  }

  private isCurrent(key: string, answer: Promise<unknown>): boolean {
    if (!key.startsWith('derived ')) return this.answers.get(key) === answer;
    const derived = this.derived.get(key.slice('derived '.length));
    return derived?.value === answer && this.isUnchanged(derived);
  }
}
