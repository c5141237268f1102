/** What a path is, in a few words, if its name says that it is nobody else's business. */
export function secretIn(path: string): string | undefined {
  const parts = path.replace(/\/+$/, '').split('/');
  const name = parts.at(-1) ?? '';
  const folder = parts.at(-2) ?? '';
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(name)) return `The private key ${name}`;
  if (name === '.ssh') return 'The folder .ssh with its keys';
  if (name === '.env') return 'The file .env';
  if (name === '.git') return 'The repository .git';
  if (/^\.(?:netrc|pgpass|git-credentials)$/.test(name)) return `The file ${name}`;
  if (folder === '.aws' && name === 'credentials') return 'The file .aws/credentials';
  return name === '.aws' ? 'The folder .aws with its credentials' : undefined;
}
