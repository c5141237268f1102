/** That a registry has given the digest of what a tag stands for now. */
export interface FoundDigest {
  /** `sha256:` and 64 hexadecimal digits: of the index where there is one, so that it holds for all platforms. */
  readonly digest: string;
}

/** That there is no digest, and why, as a sentence without its full stop: `docker.io asks to wait 30 seconds`. */
export interface NoDigest {
  readonly reason: string;
}

export function isFound(answer: FoundDigest | NoDigest): answer is FoundDigest {
  return 'digest' in answer;
}

/**
 * Who knows the digests of images. The engine asks nobody: the command line and the server on a machine bring it along,
 * and ask when a person has asked for just that.
 */
export interface ImageRegistry {
  /**
   * The digest that an image's tag stands for; the image is named as in `image/reference.ts`, its own digest is passed
   * over. A digest that is not among those `written` already has been held against the content it is of. Never throws; a
   * signal ends the wait.
   */
  digestOf(image: string, written?: readonly string[], signal?: AbortSignal): Promise<FoundDigest | NoDigest>;
}
