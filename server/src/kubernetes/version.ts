/** The newest minor version of Kubernetes 1 that anything here speaks of. */
const newest = 37;

/** How a Kubernetes version is written: with or without a `v` and a patch, or `latest` for the newest one known. */
export const kubernetesVersionPattern = /^(?:latest|v?1\.(?:[12]?\d|3[0-7])(?:\.\d+)?)$/;

/** What to say of a text that does not fit the pattern. */
export const kubernetesVersionAdvice = `write it as "1.36"; 1.0 to 1.${newest} and "latest" are known`;

/** The version that a text names, as `1.36`; undefined for what is no version, or none that is known. */
export function readKubernetesVersion(text: string): string | undefined {
  if (!kubernetesVersionPattern.test(text)) return undefined;
  return text === 'latest' ? `1.${newest}` : /1\.\d+/.exec(text)?.[0];
}

/** The minor version of a version such as `1.36`: 36. */
export function minorOf(version: string): number {
  return Number(version.slice(version.indexOf('.') + 1));
}
