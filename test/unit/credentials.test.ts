import { describe, expect, it } from 'vitest';
import { credentialsIn, namesSecret } from '../../server/src/text/credentials.ts';
import { isHarmlessValue, isSecretName, passwordInAddress } from '../../server/src/text/secrets.ts';

// Put together here, so that nobody's scanner takes this file for a leak.
const mixed = 'R8sT2uV4wX6yZ1aB3cD5eF7gH9iJ0kL2mN4oP6qS8tU1vW3xY5z';
const tokens: Readonly<Record<string, string>> = {
  'an AWS access key': `AKIA${'2OGYBAH6QLWKZRXP'}`,
  'a GitHub token': `ghp${'_'}${mixed.slice(0, 36)}`,
  'a GitLab token': `glpat${'-'}${mixed.slice(0, 20)}`,
  'a Google API key': `AIza${mixed.slice(0, 35)}`,
  'a Stripe key': `sk${'_live_'}${mixed.slice(0, 24)}`,
  'an npm token': `npm${'_'}${mixed.slice(0, 36)}`,
  'a PyPI token': `pypi${'-AgE'}${mixed}`,
  'a private key': `-----BEGIN OPENSSH ${'PRIVATE KEY-----'}\n${mixed}`,
};

describe('credentials', () => {
  it.each(Object.entries(tokens))('%s is known by its form', (what, token) => {
    const found = credentialsIn(`TOKEN="${token}" rest`);
    expect(found).toEqual([{ what, start: 7, end: 7 + token.length }]);
  });

  it('are none where a placeholder stands', () => {
    expect(
      credentialsIn(`ghp${'_'}${'x'.repeat(36)} AKIAIOSFODNN7EXAMPLE npm_${'1234567890'.repeat(4).slice(0, 36)}`),
    ).toEqual([]);
  });

  it('are told by names as BuildKit tells them', () => {
    expect(['NPM_TOKEN', 'db_password', 'APIKEY', 'git_key'].map(namesSecret)).toEqual([true, true, true, true]);
    expect(['PUBLIC_KEY', 'KEYBOARD', 'TOKEN_FILE', 'author'].map(namesSecret)).toEqual([false, false, false, false]);
  });
});

describe('names and values of settings', () => {
  it.each(['DB_PASSWORD', 'dbPassword', 'PGPASSWORD', 'api-key', 'RABBITMQ_DEFAULT_PASS', 'JWT_SECRET', 'MYSQL_PWD'])(
    '%s is called like a secret',
    (name) => expect(isSecretName(name)).toBe(true),
  );

  it.each([
    'SECRETS_DIR',
    'TOKEN_FILE',
    'SECRET_NAME',
    'PASSWORD_MIN_LENGTH',
    'MAX_TOKENS',
    'PARTITION_KEY',
    'PUBLIC_KEY',
    'TOKEN_TTL',
    'PWD',
    'BYPASS',
    'ETCD_INITIAL_CLUSTER_TOKEN',
  ])('%s is not', (name) => expect(isSecretName(name)).toBe(false));

  it.each(['', 'true', '15m', '/run/secrets/db', 'https://sso.example.com/token', '<your token>', '$(DB_PASSWORD)'])(
    '"%s" is no secret',
    (value) => expect(isHarmlessValue(value)).toBe(true),
  );

  it.each(['${TOKEN}', '$slack-token', 'CHANGE_ME', 'vault:secret/data/db#password', 'ENC[AES256_GCM,data:x]', '{'])(
    '"%s" stands for one at most',
    (value) => expect(isHarmlessValue(value)).toBe(true),
  );

  it.each(['hunter2', 'changeme', 'postgres', '123456', 'aHVudGVyMg=='])('"%s" is one', (value) =>
    expect(isHarmlessValue(value)).toBe(false),
  );

  it('are told in addresses, too', () => {
    const address = 'postgres://app:hunter2@db/app';
    expect(passwordInAddress(address)).toEqual({ start: 15, end: 22 });
    expect(
      ['postgres://app:$(DB_PASSWORD)@db/app', 'https://example.com:8443/a@b', 'redis://db:6379'].map(
        passwordInAddress,
      ),
    ).toEqual([undefined, undefined, undefined]);
  });
});
