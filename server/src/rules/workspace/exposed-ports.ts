import type { RuntimeImage, RuntimePort } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import type { YamlValue } from '../../yaml/value.ts';

/**
 * The TCP ports that an image exposes, where none of some TCP ports is among them; empty where one is, where the image names one
 * in its settings, and where its Dockerfile exposes nothing. A port among others need not be written in the Dockerfile, as that
 * of metrics often is not; what only the base image exposes may have been told another port by files.
 */
export function exposedInsteadOf(numbers: readonly number[], image: RuntimeImage): readonly RuntimePort[] {
  const exposed = (image.ownPorts ?? []).filter(({ protocol }) => protocol === 'TCP');
  const all = [...exposed, ...(image.ports ?? [])];
  const isRight = numbers.some((number) => names(image, number) || all.some((one) => covers(one, number)));
  return isRight ? [] : exposed;
}

/**
 * Whether the manifest may tell the server where to listen: by a command of its own, by variables, or in files that are
 * mounted.
 */
export function mayBeTold({ value }: Container): boolean {
  if (['command', 'args', 'envFrom'].some((key) => value.get(key).exists)) return true;
  const variables = value.get('env');
  const isAboutPorts = variables.items.some(
    (one) => /PORT|LISTEN|ADDR|URL|BIND|HOST/i.test(one.get('name').text ?? 'PORT') && !isOfAnother(one),
  );
  return variables.isOpen || isAboutPorts || value.get('volumeMounts').items.length > 0;
}

/** Whether a variable says where to find another server: its value has a name before the port. */
function isOfAnother(variable: YamlValue): boolean {
  return /^(?:\w+:\/\/)?[A-Za-z][\w.-]*(?::\d+)?(?:\/.*)?$/.test(variable.get('value').text ?? '');
}

/** Whether the image itself names a number in its environment or in what it starts. */
function names(image: RuntimeImage, number: number): boolean {
  const { environment, entrypoint, command } = image;
  const values = [...environment.values()].map(({ value }) => value);
  const words = [entrypoint, command].flatMap((line) => line?.value.arguments ?? []);
  return [...values, ...words].some((text) => new RegExp(`\\b${number}\\b`).test(text ?? ''));
}

function covers({ first, last, protocol }: RuntimePort, number: number): boolean {
  return protocol === 'TCP' && first <= number && number <= last;
}

/** The one port that ports are; undefined where they are several. */
export function onlyOne(ports: readonly RuntimePort[]): number | undefined {
  const [number, ...others] = new Set(ports.flatMap(({ first, last }) => [first, last]));
  return others.length === 0 ? number : undefined;
}

/** Ports as a text, some of many. */
export function listed(ports: readonly RuntimePort[]): string {
  const texts = ports.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
  return [...new Set(texts)].slice(0, 4).join(', ');
}
