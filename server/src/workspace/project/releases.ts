/**
 * The releases of languages whose images still get fixes, the one to take by default first, then the others from the newest
 * down: the library files of github.com/docker-library/official-images, commit of 2026-08-11, and for .NET
 * dotnet.microsoft.com/platform/support/policy.
 */
export const releases = {
  dotnet: ['10.0', '9.0', '8.0'],
  elixir: ['1.20', '1.19', '1.18', '1.17', '1.16'],
  go: ['1.27', '1.26'],
  java: ['25', '21', '17', '11', '8'],
  node: ['24', '26', '22'],
  php: ['8.5', '8.4', '8.3', '8.2'],
  python: ['3.14', '3.13', '3.12', '3.11', '3.10'],
  ruby: ['4.0', '3.4', '3.3'],
  rust: ['1.98'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The release to take where one is asked for: that one as long as its images get fixes, or the oldest after it whose images
 * do. What is newer than all of them is taken as it is.
 */
export function maintained(asked: string, known: readonly string[]): string {
  const newer = known.filter((one) => compare(one, asked) >= 0).toSorted(compare);
  return newer[0] ?? asked;
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}
