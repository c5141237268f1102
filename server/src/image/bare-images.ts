import { canonicalName, type ImageReference, officialName } from './reference.ts';
import { isDistroless } from './users.ts';

/**
 * Whether an image has neither shell nor package manager, nor any of the programs one expects in a distribution: `scratch`,
 * Google's distroless images but for those to debug with (their README, "Debug Images"), the chiseled and distroless
 * variants of .NET (github.com/dotnet/dotnet-docker, documentation/distroless.md, 2026) and Chainguard's static ones.
 */
export function isBare(image: ImageReference): boolean {
  const tag = image.tag ?? '';
  if (officialName(image) === 'scratch') return true;
  if (isDistroless(image)) return !/debug/.test(tag) && !/busybox|debug/.test(image.repository);
  if (isDotnet(image)) return /-chiseled|-distroless/.test(tag);
  return /^cgr\.dev\/chainguard\/(?:static|glibc-dynamic)$/.test(canonicalName(image)) && !/-dev$/.test(tag);
}

/** Whether it is one of Microsoft's images of .NET for running or building programs. */
export function isDotnet(image: ImageReference): boolean {
  return (
    image.registry === 'mcr.microsoft.com' && /^dotnet\/(?:aspnet|runtime|runtime-deps|sdk)$/.test(image.repository)
  );
}
