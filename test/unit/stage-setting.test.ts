import { describe, expect, it } from 'vitest';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const artifact = (image: string, dockerfile: string) =>
  `    - image: ${image}\n      context: .\n      docker:\n        dockerfile: ${dockerfile}\n`;
const pod = (image: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${image}\nspec:\n  containers:\n    - name: main\n      image: ${image}\n${more}`;

/** What is said of a Dockerfile, beside another one; each builds an image of its own, which a pod runs. */
async function told(one: readonly [string, string], other: readonly [string, string]): Promise<readonly string[]> {
  const files = {
    'skaffold.yaml': `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${artifact('one', one[0])}${artifact('other', other[0])}`,
    'one.yaml': pod('one'),
    'other.yaml': pod('other'),
    [one[0]]: `FROM debian:13\nENV ${one[1]}\n`,
    [other[0]]: `FROM debian:13\nENV ${other[1]}\n`,
  };
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text])),
  );
  const rule = registry.rules.find(({ meta }) => meta.id === 'stage-setting-in-manifest');
  if (!rule) throw new Error('there is no such rule');
  const { findings } = await Judgement.around(one[0], files[one[0]] ?? '', only(rule), host);
  return findings.map(
    ({ message, related }) => `${message.split(':')[0]} [${related.map(({ file }) => file?.uri.slice(17)).join()}]`,
  );
}

describe('settings of an environment in several Dockerfiles', () => {
  it('are compared where these are called alike', async () => {
    expect(await told(['Dockerfile.dev', 'APP_ENV=development'], ['Dockerfile', 'APP_ENV=prod'])).toEqual([
      'APP_ENV is development in the image that Pod "one" runs, and prod in that of Pod "other" [/Dockerfile]',
    ]);
    expect(await told(['api.Dockerfile', 'APP_ENV=development'], ['web.Dockerfile', 'APP_ENV=prod'])).toEqual([]);
  });

  it('are those that mean different environments', async () => {
    const [dev, prod] = ['Dockerfile.dev', 'Dockerfile.prod'];
    expect(await told([dev, 'RAILS_ENV=production'], [prod, 'RAILS_ENV=prod'])).toEqual([]);
    expect(await told([dev, 'SPRING_PROFILES_ACTIVE=web'], [prod, 'SPRING_PROFILES_ACTIVE=worker'])).toEqual([]);
    expect(await told([dev, 'LOG_LEVEL=dev'], [prod, 'LOG_LEVEL=prod'])).toEqual([]);
    const profiles = [
      await told([dev, 'SPRING_PROFILES_ACTIVE=web,staging'], [prod, 'SPRING_PROFILES_ACTIVE=web,prod']),
    ];
    expect(profiles[0]).toHaveLength(1);
  });
});
