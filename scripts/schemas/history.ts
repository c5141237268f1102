/**
 * Makes `server/src/kubernetes/schema/history-text.ts`: what the API of Kubernetes has gained and lost since 1.25. It is
 * made from the Go modules in which Kubernetes publishes its API types, the first release of each minor version. As it
 * needs Go and its module proxy, it is run by hand when Kubernetes has a new version, with that as the only argument:
 *
 *     node scripts/schemas/history.ts 36
 *
 * The first lines are the types that the newest version has, each with the fields it has not always had, by their names
 * in JSON: `+32` is a field that came with 1.32, `-31` one that 1.31 no longer has. Fields of a type that is itself
 * younger than 1.25 count from its second version on: with its first one came the field that leads to it. Embedded structs
 * are part of those in which they stand. Below an empty line are API versions with the kinds they have not always served,
 * in the same way: a kind is served from the version whose types have it until the one in which its lifecycle ends.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The oldest version that is looked at. */
const oldest = 25;

const modules = ['api', 'apimachinery', 'apiextensions-apiserver', 'kube-aggregator'];

/** The folders that hold types of the API, without those that only other programs send to one another. */
const packages =
  /^(?:api\/(?!admission\/|apidiscovery\/|imagepolicy\/|apiserverinternal\/)|apimachinery\/pkg\/apis\/meta\/v1$|(?:apiextensions-apiserver|kube-aggregator)\/pkg\/apis\/\w+\/)/;

/** What had a type, and no lifecycle, long after it was last served. */
const unserved = new Set(['scheduling.k8s.io/v1alpha1 PriorityClass']);

interface Struct {
  /** The JSON names of its own fields. */
  readonly fields: readonly string[];
  /** The full names of the structs that it embeds. */
  readonly embedded: readonly string[];
}

/** What one minor version has: the fields of each type, and the kinds that each API version serves. */
interface Version {
  /** The types of the API versions that serve anything, and those they share. */
  readonly current: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
}

const newest = Number(process.argv[2]);
const minors = Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index);
const versions = new Map(minors.map((minor) => [minor, readVersion(minor)] as const));
const current = versions.get(newest)?.current;
const types = historyOf(({ types }) => new Map([...types].filter(([name]) => current?.has(name)))).map((line) =>
  line.replace(/^io\.k8s\.api\./, ''),
);
const text = [types, historyOf(({ kinds }) => kinds, true)].map((lines) => lines.join('\n')).join('\n\n');
writeFileSync(
  'server/src/kubernetes/schema/history-text.ts',
  `/** What the API of Kubernetes has gained and lost since 1.${oldest}, up to 1.${newest}. Made by \`scripts/schemas/history.ts\`, which explains it. */\nexport const historyText =\n  '${text.replaceAll('\n', '\\n')}';\n`,
);

function readVersion(minor: number): Version {
  const structs = new Map<string, Struct>();
  const current = new Set<string>();
  const kinds = new Map<string, Set<string>>();
  for (const module of modules) {
    const root = download(`k8s.io/${module}@v0.${minor}.0`);
    for (const folder of new Set(goFilesIn(root).map((file) => path.dirname(file)))) {
      if (!packages.test(`${module}/${folder}`)) continue;
      const name = `k8s.io/${module}/${folder}`;
      const sources = goFilesIn(path.join(root, folder), false).map((file) =>
        readFileSync(path.join(root, folder, file), 'utf8'),
      );
      const declared = sources.flatMap((source) => structsIn(name, source));
      for (const [type, struct] of declared) structs.set(type, struct);
      const group = /\bGroupName\s*=\s*"([^"]*)"/.exec(sources.join('\n'))?.[1] ?? '';
      const version = path.basename(folder);
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const served = kindsOf(sources.join('\n'), minor).filter((kind) => !unserved.has(`${apiVersion} ${kind}`));
      if (served.length > 0) kinds.set(apiVersion, new Set(served));
      if (served.length > 0 || module === 'apimachinery') for (const [type] of declared) current.add(typeName(type));
    }
  }
  return {
    current,
    types: new Map([...structs.keys()].map((name) => [typeName(name), flatten(name, structs)])),
    kinds,
  };
}

/** The folder in which a version of a module is. */
function download(version: string): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', version], { cwd: os.tmpdir(), encoding: 'utf8' });
  return JSON.parse(answer).Dir;
}

function goFilesIn(folder: string, recursive = true): readonly string[] {
  return readdirSync(folder, { recursive, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.go') && !/_test\.go$|\.pb\.go$|swagger_doc_generated/.test(file),
  );
}

/** The structs of a file, which gofmt has formatted, by their full names. Nobody writes lists and options of requests. */
function structsIn(pkg: string, source: string): readonly (readonly [name: string, struct: Struct])[] {
  const structs: (readonly [string, Struct])[] = [];
  const plain = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*\n/gm, '');
  const imports = new Map(
    [...plain.matchAll(/^\s*(?:import )?(?:(\w+) )?"(k8s\.io\/[^"]+)"$/gm)].map(
      ([, alias, target = '']) => [alias ?? path.basename(target), target] as const,
    ),
  );
  for (const [, name, body = ''] of plain.matchAll(/^type ([A-Z]\w*(?<!List|Options)) struct \{\n([\s\S]*?)^\}/gm)) {
    const fields: string[] = [];
    const embedded: string[] = [];
    for (const [, declared = '', tag = ''] of body.matchAll(/^\t([^`\n]*?)\s+`[^`]*?json:"([^"]*)"/gm)) {
      const [json = '', ...options] = tag.split(',');
      const [, from, type = ''] = /^\*?(?:(\w+)\.)?(\w+)$/.exec(declared) ?? [];
      if (json !== '' && json !== '-') fields.push(json);
      else if (options.includes('inline')) embedded.push(`${from === undefined ? pkg : imports.get(from)}.${type}`);
    }
    structs.push([`${pkg}.${name}`, { fields, embedded }]);
  }
  return structs;
}

function flatten(name: string, structs: ReadonlyMap<string, Struct>): ReadonlySet<string> {
  const { fields, embedded } = structs.get(name) ?? { fields: [], embedded: [] };
  return new Set([...fields, ...embedded.flatMap((one) => [...flatten(one, structs)])]);
}

/** The full name of a type in the OpenAPI document: `io.k8s.api.core.v1.Pod` for `k8s.io/api/core/v1.Pod`. */
function typeName(goName: string): string {
  return goName.replace(/^k8s\.io/, 'io.k8s').replaceAll('/', '.');
}

/** The kinds that a package registers and a minor version serves. */
function kindsOf(sources: string, minor: number): readonly string[] {
  const registered = [...sources.matchAll(/AddKnownTypes\(\s*SchemeGroupVersion,([\s\S]*?)\n\t\)/g)]
    .flatMap(([, list = '']) => [...list.matchAll(/&(\w+)\{\}/g)])
    .map(([, name = '']) => name);
  const ended = new Set(
    [...sources.matchAll(/func \(in \*(\w+)\) APILifecycleRemoved\(\)[^{]*\{\n\s*return 1, (\d+)/g)]
      .filter(([, , removed]) => Number(removed) <= minor)
      .map(([, name]) => name),
  );
  return registered.filter((name) => !/(?:List|Options)$/.test(name) && !ended.has(name));
}

/** Lines that say when the members of each name came and went; `fromTheFirst` counts those of new names as new. */
function historyOf(
  membersIn: (version: Version) => ReadonlyMap<string, ReadonlySet<string>>,
  fromTheFirst = false,
): readonly string[] {
  const all = [...versions].map(([minor, version]) => [minor, membersIn(version)] as const);
  const names = new Set(all.flatMap(([, members]) => [...members.keys()]));
  return [...names].sort().flatMap((name) => {
    const having = all.filter(([, members]) => fromTheFirst || members.has(name));
    const members = new Set(having.flatMap(([, of]) => [...(of.get(name) ?? [])]));
    const entries = [...members].sort().flatMap((member) => {
      const has = having.filter(([, of]) => of.get(name)?.has(member)).map(([minor]) => minor);
      const first = has[0] ?? oldest;
      const last = has.at(-1) ?? newest;
      if (last - first + 1 !== has.length) throw new Error(`${member} of ${name} came back`);
      const since = first === having[0]?.[0] ? '' : `+${first}`;
      const until = last === having.at(-1)?.[0] ? '' : `-${last + 1}`;
      return since + until === '' ? [] : [`${member}${since}${until}`];
    });
    return entries.length === 0 ? [] : [`${name} ${entries.join(' ')}`];
  });
}
