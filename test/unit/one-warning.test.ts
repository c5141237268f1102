import { describe, expect, it } from 'vitest';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const skaffold = 'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts: [{image: web, context: .}]\n';
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: web\n      image: ${image}\n      env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]\n`;

/** What is said of secrets in a Dockerfile that a pod runs. */
async function told(env: string, image = 'web'): Promise<readonly string[]> {
  const dockerfile = `FROM debian:13\n${env}CMD ["/server"]\n`;
  const files = { 'skaffold.yaml': skaffold, 'web.yaml': pod(image), Dockerfile: dockerfile };
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([at, text]) => [`${testRoot}/${at}`, text])),
  );
  const { findings } = await Judgement.around('Dockerfile', dockerfile, preset('recommended'), host);
  return findings.flatMap(({ rule, severity }) =>
    /secret|suppression/.test(rule.id) ? [`${rule.id} ${severity}`] : [],
  );
}

describe('a secret in an image is told of once', () => {
  const env = 'ENV DB_PASSWORD=hunter2\n';
  const ignoring = (rule: string) => `# seaworthy-ignore-next-line ${rule}: known\n${env}`;

  it.each<[string, string, string | undefined, readonly string[]]>([
    ['where the manifest sets it as well', env, undefined, ['secret-only-in-manifest warning']],
    ['where nobody else does', env, 'other', ['no-secret-in-arg-or-env warning']],
    [
      'each in its place',
      `ENV API_TOKEN=a\n${env}`,
      undefined,
      ['no-secret-in-arg-or-env warning', 'secret-only-in-manifest warning'],
    ],
    [
      'where the better one is not wanted',
      ignoring('secret-only-in-manifest'),
      undefined,
      ['no-secret-in-arg-or-env warning'],
    ],
    [
      'where only the other one is not wanted, which is no suppression in vain',
      ignoring('no-secret-in-arg-or-env'),
      undefined,
      ['secret-only-in-manifest warning'],
    ],
    ['or not at all', ignoring('no-secret-in-arg-or-env, secret-only-in-manifest'), undefined, []],
  ])('%s', async (_, written, image, expected) => {
    expect(await told(written, image)).toEqual(expected);
  });
});
