import { describe, expect, it } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const pod = (more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${more}`;
const dockerfile = 'FROM debian:13\nCOPY . /app/\nENTRYPOINT ["/app/start.sh"]\n';

/** What is said of the container `web`, with the places of other files that it leads to. */
async function told(files: Files, manifest = pod()): Promise<readonly string[]> {
  const all = { 'skaffold.yaml': skaffold, Dockerfile: dockerfile, ...files, 'k8s/web.yaml': manifest };
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(all).map(([path, text]) => [`${testRoot}/${path}`, text])),
  );
  const rule = registry.rules.find(({ meta }) => meta.id === 'required-variables-set');
  if (!rule) throw new Error('there is no such rule');
  const { findings } = await Judgement.around('k8s/web.yaml', manifest, only(rule), host);
  return findings.map(({ message, related }) => {
    const places = related.map(({ file, span }) => `${file?.uri.slice(testRoot.length + 1)}@${span.start}`);
    return [/does not set (.*?), which/.exec(message)?.[1], ...places].join(' ');
  });
}

const script = (text: string): Files => ({ 'start.sh': `#!/bin/sh\n${text}` });

describe('variables that a start script requires', () => {
  it.each([
    ['alone', ': "${A:?}"\n', 'A start.sh'],
    ['with a message, and without a colon', 'echo ${A?must be set} ${B:?}\n', 'A and B start.sh'],
    ['in an assignment and an export', 'X=${A:?}\nexport Y="http://${B:?no}"\n', 'A and B start.sh'],
    ['in a function that is called', 'f() { : ${A:?}; }\nf\n', 'A start.sh'],
    ['of a script that is started in its place', 'exec /app/other.sh\n', 'B other.sh'],
    ['after a check that fails', '[ -n "$1" ] || exit 1\n: ${A:?}\n', 'A start.sh'],
  ])('are told %s', async (_, text, expected) => {
    expect(await told({ ...script(text), 'other.sh': '#!/bin/sh\n: ${B:?}\n' }).then(withoutOffsets)).toEqual([
      expected,
    ]);
  });

  it('lead to the name in the script, and to a script in the Dockerfile', async () => {
    expect(await told(script(': "${A:?}"\n'))).toEqual(['A start.sh@15']);
    const written = 'FROM debian:13\nCOPY --chmod=755 <<"EOF" /start.sh\n#!/bin/sh\n: ${A:?}\nEOF\nCMD ["/start.sh"]\n';
    expect(await told({ Dockerfile: written })).toEqual([`A Dockerfile@${written.indexOf('A:?')}`]);
  });

  it.each([
    ['under a condition', 'if [ -n "$X" ]; then : ${A:?}; fi\n'],
    ['in a subshell or in the background', '(: ${A:?})\n: ${B:?} &\nX=$(echo ${C:?})\n'],
    ['in a function that nobody calls', 'f() { : ${A:?}; }\n'],
    ['in what stands in for another', ': ${B:-${A:?}}\n'],
    ['in single quotes and in comments', "echo '${A:?}' # ${B:?}\n"],
    ['after it is set', 'A=1\nexport B=2\nread C < /x\n: ${D:=4}\n: ${A:?} ${B:?} ${C:?} ${D:?}\n'],
    ['after something that may set any', '. /run/secrets/env\n: ${A:?}\n'],
    ['after what a name in a variable is given', 'export "$name"="$value"\n: ${A:?}\n'],
    ['after it may have gone another way', 'if [ -f /x ]; then exec web; fi\n: ${A:?}\n'],
    ['behind an exit', 'exec web\n: ${A:?}\n'],
    ['that every container has', ': ${HOSTNAME:?} ${HOME:?} ${DB_SERVICE_HOST:?} ${1:?}\n'],
  ])('are not told %s', async (_, text) => {
    expect(await told(script(text))).toEqual([]);
  });

  it('are set by the image, by the manifest and by what it names', async () => {
    const files = script(': ${A:?} ${B:?}\n');
    expect(await told(files)).toEqual(['A and B start.sh@14']);
    expect(await told({ ...files, Dockerfile: `${dockerfile}ENV A=1\n` })).toEqual(['B start.sh@21']);
    expect(await told(files, pod('      env:\n        - name: B\n          value: "1"\n'))).toEqual(['A start.sh@14']);
    const env = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  A: "1"\n';
    const from = (prefix = '') => pod(`      envFrom:\n        - secretRef:\n            name: s\n${prefix}`);
    expect(await told({ ...files, 's.yaml': env }, from())).toEqual(['B start.sh@21']);
    expect(await told({ ...files, 's.yaml': env }, from('          prefix: X_\n'))).toEqual(['A and B start.sh@14']);
    expect(await told(files, from())).toEqual([]);
    expect(await told({ ...files, Dockerfile: dockerfile.replace('debian:13', 'example.com/base') })).toEqual([]);
  });

  it('are those of what the manifest starts', async () => {
    const files = { ...script(': ${A:?}\n'), 'job.sh': '#!/bin/sh\n: ${B:?}\n' };
    expect(await told(files, pod('      command: [/app/job.sh]\n'))).toEqual(['B job.sh@14']);
    expect(await told(files, pod('      command: [env, B=1, /app/job.sh]\n'))).toEqual([]);
    expect(await told(files, pod('      command: [sh, -c, \': "${C:?}"\']\n'))).toEqual(['C']);
  });
});

it('is said anew when the script, or what leaves it out of the build, has changed', async () => {
  const uri = `${testRoot}/k8s/web.yaml`;
  const files = new Map(
    Object.entries({
      'skaffold.yaml': skaffold,
      Dockerfile: dockerfile,
      'start.sh': '#!/bin/sh\n: ${A:?}\n',
      '.dockerignore': 'docs\n',
      'k8s/web.yaml': pod(),
    }).map(([path, text]): [string, string] => [`${testRoot}/${path}`, text]),
  );
  const memory = () => new MemoryHost(Object.fromEntries(files));
  const engine = new Engine({
    rootOf: () => testRoot,
    readText: async (asked) => files.get(asked),
    listFolder: (asked) => memory().listFolder(asked),
  });
  const rule = registry.rules.find(({ meta }) => meta.id === 'required-variables-set');
  if (!rule) throw new Error('there is no such rule');
  const settings = only(rule);
  const count = async (changed?: string, text = '') => {
    files.set(`${testRoot}/${changed ?? 'start.sh'}`, changed ? text : '#!/bin/sh\n: ${A:?}\n');
    if (changed) engine.filesChanged([`${testRoot}/${changed}`]);
    // Another text each time: what did not change is not judged again.
    const file = engine.read(uri, 'kubernetes', `${pod()}# ${changed} ${text}\n`);
    await engine.lookAround(file, settings);
    return engine.lint(file, settings).findings.length;
  };
  expect(await count()).toBe(1);
  expect(await count('start.sh', '#!/bin/sh\nexec web\n')).toBe(0);
  expect(await count('start.sh', '#!/bin/sh\n: ${B:?}\n')).toBe(1);
  expect(await count('.dockerignore', 'start.sh\n')).toBe(0);
  expect(await count('.dockerignore', 'docs\n')).toBe(1);
});

function withoutOffsets(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/@\d+/, ''));
}
