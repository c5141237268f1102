/** A release of Kubernetes, such as `1.36`. */
export type Release = `1.${number}`;

/** Whether a version of Kubernetes is a release, or a later one. */
export function isAtLeast(version: string, release: Release): boolean {
  return minorOf(version) >= minorOf(release);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
