import { officialName } from '../../image/reference.ts';
import type { Dockerfile } from '../dockerfile.ts';
import type { RuntimeImage } from './runtime-image.ts';

/**
 * Whether programs of an image may have capabilities of their own, which they have whoever starts them: a RUN gives them, or
 * they come from an image that has them, as `caddy` does (its Dockerfile, 2026), or of which that is not known. `dockerfile` is
 * what builds the image; undefined for one that somebody else makes.
 */
export function mayHaveFileCapabilities({ base }: RuntimeImage, dockerfile: Dockerfile | undefined): boolean {
  if (!base?.isKnown || officialName(base.written) === 'caddy') return true;
  if (!dockerfile) return false;
  const { stages } = dockerfile;
  const isOfStage = (name: string) => /^\d+$/.test(name) || dockerfile.stageNamed(name) !== undefined;
  return (
    dockerfile.commandsNamed('setcap').length > 0 ||
    stages.some(({ rootImage }) => rootImage?.reference && officialName(rootImage.reference) === 'caddy') ||
    stages.some((stage) => stage.own('COPY').some(({ from }) => from !== undefined && !isOfStage(from.text)))
  );
}
