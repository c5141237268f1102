import type { Stage } from '../stage.ts';
import { RuntimeImage } from './runtime-image.ts';

/** Whether two stages become images that run alike, as far as instructions and what is known of base images say. */
export function sameImage(one: Stage, other: Stage): boolean {
  return said(one) === said(other);
}

function said(stage: Stage): string {
  const image = RuntimeImage.of(stage);
  const { user, workingFolder, entrypoint, command, environment, volumes, stopSignal, healthCheck, labels, platform } =
    image;
  const ports = image.ownPorts?.map(({ first, last, protocol }) => `${first}-${last}/${protocol}`);
  const health = healthCheck && stage.last('HEALTHCHECK')?.rest.text;
  return JSON.stringify([
    stage.rootImage?.expansion.text,
    stage.user.text,
    user?.name,
    user?.id,
    workingFolder?.value,
    entrypoint?.value,
    command?.value,
    [...environment].map(([name, { value }]) => [name, value]).toSorted(),
    volumes?.map(({ value }) => value).toSorted(),
    ports?.toSorted(),
    stopSignal?.value,
    health,
    [...labels].map(([name, { value }]) => [name, value]).toSorted(),
    platform?.value,
  ]);
}
