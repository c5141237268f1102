import { canonicalName, type ImageReference, officialName } from './reference.ts';
import { isDistroless, isDotnet } from './users.ts';

/**
 * Whether an image has neither shell nor package manager, nor any of the programs one expects in a distribution: `scratch`,
 * Google's distroless images but for those to debug with (their README, "Debug Images"), the chiseled and distroless
 * variants of .NET (github.com/dotnet/dotnet-docker, documentation/distroless.md, 2026) and those of Chainguard's without a
 * shell (github.com/chainguard-images/images, the packages in locked_config.json, August 2026).
 */
export function isBare(image: ImageReference): boolean {
  const tag = image.tag ?? '';
  if (officialName(image) === 'scratch') return true;
  if (isDistroless(image)) return !/debug/.test(tag) && !/busybox|debug/.test(image.repository);
  if (isDotnet(image)) return /-chiseled|-distroless/.test(tag);
  return (
    /^cgr\.dev\/chainguard\/(?:aspnet-runtime|glibc-dynamic|jre|nginx|python|ruby|static)$/.test(
      canonicalName(image),
    ) && !/-dev$/.test(tag)
  );
}
