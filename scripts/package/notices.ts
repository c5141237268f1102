import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packagesFolder } from '../schemas/model.ts';
import { type Contents, type Package, packagesIn } from './inventory.ts';

/** What stands beside the licences of everything that ships. It is made with it, so that it cannot be stale. */
export const noticesFile = 'ThirdPartyNotices.txt';

/**
 * The licences under which something may be in what ships, by their names in SPDX: all of them allow it to be handed out
 * under another licence as long as their texts come along. Whatever is not named here fails the build.
 */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** The Apache License, and the texts of packages that come without one, as their repositories have it. */
const ownTexts = path.join(import.meta.dirname, 'licences');

/** A package with what it is under. */
export interface Licensed extends Package {
  /** By its name in SPDX. */
  readonly licence: string;
  /** The licence, and what else its authors want said. */
  readonly texts: readonly string[];
  /** Where its source is; undefined when it does not say. */
  readonly repository: string | undefined;
}

/** Writes the notices of everything that was built. Throws when there is something that may not be handed out so. */
export async function writeNotices(inventory: readonly Contents[]): Promise<void> {
  const apache = await readFile(path.join(ownTexts, 'Apache-2.0.txt'), 'utf8');
  await writeFile(noticesFile, noticesOf(await licensed(packagesIn(inventory, () => true)), apache));
}

/** Looks up what packages are under. Throws for those without a licence and with one that is not permissive. */
export function licensed(packages: readonly Package[]): Promise<readonly Licensed[]> {
  return Promise.all(
    packages.map(async (one) => {
      const folder = path.join(packagesFolder, one.place);
      const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      const licence = permissiveLicence(one, manifest.license);
      return { ...one, licence, texts: await textsOf(one, folder), repository: addressOf(manifest.repository) };
    }),
  );
}

interface Manifest {
  readonly license?: unknown;
  readonly repository?: string | { readonly url?: string };
}

/** The licence of a package, when it is one of those that are allowed. */
export function permissiveLicence({ name, version }: Package, licence: unknown): string {
  if (typeof licence === 'string' && permissive.has(licence)) return licence;
  throw new Error(
    `${name} ${version} may not be bundled: its licence is ${JSON.stringify(licence) ?? 'missing'}, and scripts/package/notices.ts does not name that as permissive`,
  );
}

async function textsOf({ name, version }: Package, folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const read = (pattern: RegExp, among: readonly string[], where: string) =>
    among
      .filter((file) => pattern.test(file))
      .sort()
      .map((file) => readFile(path.join(where, file), 'utf8'));
  const own = read(/^(licen[cs]e|copying|unlicense)\b/i, names, folder);
  const kept = `${name.replaceAll('/', '+')}.txt`;
  const licences =
    own.length > 0
      ? own
      : read(
          /./,
          (await readdir(ownTexts)).filter((file) => file === kept),
          ownTexts,
        );
  if (licences.length === 0) {
    throw new Error(
      `${name} ${version} comes without the text of its licence: put it into scripts/package/licences/${kept}`,
    );
  }
  const notices = read(/^(notice|third-?party-?notices?)\b/i, names, folder);
  const texts = await Promise.all([...licences, ...notices]);
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim());
}

/** A repository's address for a browser. */
function addressOf(repository: Manifest['repository']): string | undefined {
  const given = typeof repository === 'string' ? repository : repository?.url;
  const address = given
    ?.replace(/^git\+/, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/\.git$/, '');
  if (address === undefined) return undefined;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(address);
  return short ? `https://github.com/${short[1]}` : address;
}

/** What the packages of types were themselves made of: the words in which fields are explained are theirs. */
const explained = [
  'The explanations of fields of Kubernetes and of custom resources come from the sources of Kubernetes, Argo,',
  'cert-manager, External Secrets, Flux, Gateway API, Istio, Karpenter, KEDA, Knative, Prometheus Operator and Sealed',
  'Secrets, whose authors hand them out under the Apache License 2.0, and of Traefik, under the MIT License above.',
].join('\n');

function noticesOf(packages: readonly Licensed[], apache: string): string {
  const line = '-'.repeat(80);
  const sections = packages.map(({ name, version, licence, repository, texts }) =>
    [line, [`${name} ${version} (${licence})`, ...(repository ? [repository] : [])].join('\n'), line, ...texts].join(
      '\n\n',
    ),
  );
  const intro = [
    'Third-party notices',
    'Seaworthy contains parts of the following packages, and data made from them, under these licences.',
    packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join('\n'),
  ];
  return `${[...intro, ...sections, line, explained, line, apache.trim()].join('\n\n')}\n`;
}
