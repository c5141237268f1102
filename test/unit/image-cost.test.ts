import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../server/src/engine/engine.ts';
import { Engine, languageOfFile } from '../../server/src/engine/engine.ts';
import { pairRule } from '../../server/src/rules/define-pair.ts';
import { only, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const manifests = 400;
const dockerfiles = 40;

/** A host that takes note of what it is asked. */
class NotingHost extends MemoryHost {
  private asked: string[] = [];

  override readText(uri: string) {
    this.asked.push(uri.slice(testRoot.length + 1));
    return super.readText(uri);
  }

  override listFolder(uri: string) {
    this.asked.push(`${uri.slice(testRoot.length + 1)}/`);
    return super.listFolder(uri);
  }

  taken(): readonly string[] {
    return this.asked.splice(0).toSorted();
  }
}

const deployment = (name: string, image: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec:\n      containers:\n        - name: app\n          image: acme/app${image}\n`;
const dockerfile = (from: string) => `FROM ${from}\nEXPOSE 8080\nCMD ["/server"]\n`;
const skaffold = (last: string) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${Array.from({ length: dockerfiles }, (_, at) => `    - image: acme/app${at}\n      context: app${at}\n`).join('')}${last}`;

/** A workspace of many manifests and Dockerfiles that a skaffold.yaml links, of which some are open and judged. */
async function opened(...paths: readonly string[]) {
  const texts: Record<string, string> = { 'skaffold.yaml': skaffold('') };
  for (let at = 0; at < manifests; at++) texts[`k8s/app${at}.yaml`] = deployment(`app${at}`, at % dockerfiles);
  for (let at = 0; at < dockerfiles; at++) texts[`app${at}/Dockerfile`] = dockerfile('debian:13');
  const host = new NotingHost(
    Object.fromEntries(Object.entries(texts).map(([at, text]) => [`${testRoot}/${at}`, text])),
  );
  const engine = new Engine(host);
  const judged: string[] = [];
  const rule = pairRule({
    id: 'probe',
    category: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    summary: '',
    why: '',
    aliases: [],
    fix: 'none',
    examples: [],
    concerns: () => true,
    judge: ({ container }) => {
      judged.push(container.value.get('image').text ?? '');
      return [];
    },
  });
  const settings = { ...preset('recommended'), rules: [...preset('recommended').rules, ...only(rule).rules] };
  const sources = new Map<string, SourceFile>();
  const read = (path: string, text: string) => {
    const language = languageOfFile(path.slice(path.lastIndexOf('/') + 1)) ?? 'kubernetes';
    sources.set(path, engine.read(`${testRoot}/${path}`, language, text, sources.get(path)));
  };
  const lookAround = async () => {
    for (const source of sources.values()) await engine.lookAround(source, settings);
    return { read: host.taken(), judged: judged.splice(0).toSorted() };
  };
  for (const path of paths) read(path, texts[path] ?? '');
  const first = await lookAround();
  return {
    first,
    /** What is read and judged again after a file is saved, or typed in where it is open. */
    async edit(path: string, text: string) {
      (host.files as Map<string, string>).set(`${testRoot}/${path}`, text);
      engine.filesChanged([`${testRoot}/${path}`]);
      if (sources.has(path)) read(path, text);
      return lookAround();
    },
  };
}

describe('in a workspace of many manifests and Dockerfiles', () => {
  const open = ['k8s/app0.yaml', 'k8s/app1.yaml', 'app0/Dockerfile', 'app1/Dockerfile'];

  /** How often each image was judged: by the manifest that is open, and by the Dockerfile for each who runs it. */
  const users = manifests / dockerfiles;

  it('each file is read once, and each pair judged on either side', async () => {
    const { first } = await opened(...open);
    expect(first.read).toHaveLength(new Set(first.read).size);
    expect(counted(first.judged)).toEqual({ 'acme/app0': 1 + users, 'acme/app1': 1 + users });
  });

  it('a manifest that is edited is judged, and the Dockerfile of its image', async () => {
    const { edit } = await opened(...open);
    const { read, judged } = await edit('k8s/app0.yaml', `${deployment('app0', 0)}          tty: true\n`);
    expect(read).toEqual(['k8s/', 'k8s/app0.yaml']);
    expect(counted(judged)).toEqual({ 'acme/app0': 1 + users });
  });

  it('a manifest of an image that nothing open builds or runs is read, and nothing judged', async () => {
    const { edit } = await opened(...open);
    const { read, judged } = await edit('k8s/app7.yaml', `${deployment('app7', 7)}          tty: true\n`);
    expect(read).toEqual(['k8s/', 'k8s/app7.yaml']);
    expect(judged).toEqual([]);
  });

  it('a manifest that comes to run an image has its Dockerfile judged', async () => {
    const { edit } = await opened(...open);
    const { judged } = await edit('k8s/app7.yaml', deployment('app7', 1));
    expect(counted(judged)).toEqual({ 'acme/app1': 1 + users });
  });

  it('a Dockerfile that is edited is judged, and the manifests that run its image', async () => {
    const { edit } = await opened(...open);
    const { read, judged } = await edit('app0/Dockerfile', dockerfile('debian:12'));
    expect(read).toEqual(['app0/', 'app0/Dockerfile']);
    expect(counted(judged)).toEqual({ 'acme/app0': 1 + users });
  });

  it('a build definition that is edited is read, and whatever is open judged', async () => {
    const { edit } = await opened(...open);
    const { read, judged } = await edit('skaffold.yaml', skaffold('    - image: acme/new\n      context: app0\n'));
    expect(read).toEqual(['/', 'skaffold.yaml']);
    expect(counted(judged)).toEqual({ 'acme/app0': 1 + users, 'acme/app1': 1 + users });
  });

  it('a file that is saved as it was has nothing judged', async () => {
    const { edit } = await opened(...open);
    expect((await edit('skaffold.yaml', skaffold(''))).judged).toEqual([]);
    expect((await edit('app0/Dockerfile', dockerfile('debian:13'))).judged).toEqual([]);
    expect((await edit('k8s/app0.yaml', deployment('app0', 0))).judged).toEqual([]);
  });
});

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
}
