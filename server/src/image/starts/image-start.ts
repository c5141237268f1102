/** A user that an image runs as. */
export interface ImageUser {
  /** As the image says it, its group left out: a name or a number; empty where it says nothing, which means root. */
  readonly text: string;
  readonly name: string | undefined;
  readonly id: number | undefined;
}

/** What an image says of how its containers are started and stopped. */
export interface ImageStart {
  readonly user: ImageUser;
  /** Empty when there is none. */
  readonly entrypoint: readonly string[];
  /** Empty when there is none. */
  readonly command: readonly string[];
  /** Empty when there are none. */
  readonly volumes: readonly string[];
  readonly stopSignal: string;
}

export const root: ImageUser = { text: '', name: 'root', id: 0 };

export const nonroot: ImageUser = { text: '65532', name: 'nonroot', id: 65_532 };

/** Root's, and with nothing said. */
export const plain: ImageStart = { user: root, entrypoint: [], command: [], volumes: [], stopSignal: 'SIGTERM' };
export const scripted: ImageStart = { ...plain, entrypoint: ['docker-entrypoint.sh'] };

/** What differs between the tags of an image, or between its versions, is left out: it is not known. */
export type Start = Partial<ImageStart>;

/** The same without what is not known. */
export function without(start: ImageStart, ...unknown: readonly (keyof ImageStart)[]): Start {
  return Object.fromEntries(Object.entries(start).filter(([name]) => !unknown.includes(name as keyof ImageStart)));
}
