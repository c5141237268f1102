import type { Host } from '../../../core/host.ts';
import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import { folderOf, locate } from '../../kustomize/locations.ts';
import type { Build, BuildFile, BuildSource } from '../build.ts';
import { type OpenDocument, readOpenYaml, writtenText } from '../open-yaml.ts';
import { Template } from '../template.ts';

/**
 * The links that the configuration states: `images:`, by the names of images. A `*` stands for the same text in the name
 * and in the path; paths start from the file that says them. What is wrong there is told by whoever reads the configuration.
 */
export const stated: BuildSource = {
  claims: (uri) => /\/\.seaworthy\.ya?ml$/.test(uri),

  async read(file, host) {
    const [document] = readOpenYaml(file.text);
    if (!document) return [];
    const own = statedIn(document, file.folder);
    return [...own, ...(await inherited(document, file, new Set(own.map(({ image }) => image.resolved)), host))];
  },
};

/** How many files may build upon one another. */
const deepest = 16;

/**
 * What the files say that a configuration extends, as far as it does not say it itself. It stands where the first of them
 * is named: that is where somebody who reads the configuration begins to look.
 */
async function inherited(
  { root, start }: OpenDocument,
  { uri, folder }: BuildFile,
  known: Set<string>,
  host: Pick<Host, 'readText'>,
): Promise<readonly Build[]> {
  const value = root.get('extends');
  const builds: Build[] = [];
  const seen = new Set([uri]);
  const waiting = (value.isList ? value.items : [value]).map((one) => ({ one, folder, span: one.span }));
  for (const { one, folder: from, span } of waiting) {
    const path = writtenText(one) ?? '';
    const next = /\.ya?ml$/.test(path) ? locate(from, path) : undefined;
    if (next === undefined || seen.has(next) || seen.size > deepest || !span) continue;
    seen.add(next);
    const [document] = readOpenYaml((await host.readText(next)) ?? '');
    if (!document) continue;
    for (const build of statedIn(document, folderOf(next))) {
      if (known.has(build.image.resolved)) continue;
      known.add(build.image.resolved);
      builds.push({ ...build, span: shift(span, start) });
    }
    const above = document.root.get('extends');
    for (const other of above.isList ? above.items : [above])
      waiting.push({ one: other, folder: folderOf(next), span });
  }
  return builds;
}

function statedIn({ root, start }: OpenDocument, folder: string): readonly Build[] {
  return root.get('images').entries.flatMap(([name, value]): Build[] => {
    const common = {
      image: withWildcard(name),
      span: shift(value.keySpan ?? { start: 0, end: 0 }, start),
      says: 'The configuration says so',
      bases: [folder],
      isDeclared: true,
      confidence: 'certain' as const,
      isStated: true,
    };
    if (value.boolean === false) return [{ ...common, builder: 'elsewhere' }];
    const path = writtenText(value.isMap ? value.get('dockerfile') : value);
    if (path === undefined) return [];
    const context = textIn(value, 'context') ?? (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
    const target = textIn(value, 'target');
    return [
      {
        ...common,
        dockerfile: withWildcard(path),
        context: withWildcard(context),
        target: target === undefined ? undefined : Template.literal(target),
      },
    ];
  });
}

function textIn(value: YamlValue, key: string): string | undefined {
  return value.isMap ? writtenText(value.get(key)) : undefined;
}

function withWildcard(text: string): Template {
  return new Template(text.split('*').flatMap((part, at) => (at === 0 ? [part] : [{ name: '*' }, part])));
}
