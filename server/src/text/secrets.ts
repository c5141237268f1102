/** Words that by themselves make a name that of a secret. */
const secretWords: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pword',
  'pwd',
  'secret',
  'token',
  'apikey',
  'credential',
  'credentials',
  'bearer',
]);

/** Words that make a key behind them a secret one, which is otherwise one of a table or a map. */
const kindsOfKeys: ReadonlySet<string> = new Set([
  'api',
  'secret',
  'private',
  'access',
  'encryption',
  'encrypt',
  'signing',
  'master',
  'auth',
  'account',
  'session',
  'license',
]);

/** Words at the end of a name that is about a secret, and not one: where it lies, what it is called, how long it lives. */
const wordsOfAbout: ReadonlySet<string> = new Set(
  [
    'file files path paths dir directory folder mount location volume',
    'name names namespace ref id ids arn uri url urls endpoint host port server provider backend manager store service',
    'ttl expiry expires expiration lifetime duration timeout interval age rotation refresh seconds minutes hours days',
    'length size count limit min max budget bytes chars',
    'enabled enable disabled disable required optional allowed type kind mode format method algorithm alg class policy',
    'issuer audience scope scopes claim claims version header headers prefix suffix field property label env var variable',
    'user username users email regex pattern template cookie address region public cert certificate crt pub',
    'hint prompt reset encoding hash',
  ].flatMap((line) => line.split(' ')),
);

/** The words of a name, however it joins them: `DB_PASSWORD`, `dbPassword`, `db.password`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/**
 * Whether a setting of that name most likely has a secret as its value: `DB_PASSWORD`, `PGPASSWORD`, `api-key`. Names of
 * what is about a secret, such as `TOKEN_FILE`, `SECRETS_DIR` and `PASSWORD_MIN_LENGTH`, are none.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  // What members of an etcd cluster know each other by, which is no secret.
  if (words.join(' ').endsWith('initial cluster token')) return false;
  const last = words.at(-1) ?? '';
  if (wordsOfAbout.has(last) || words.includes('public')) return false;
  return words.some((word, index) => {
    if (secretWords.has(word) || /(?:password|passwd|secret|apikey)$/.test(word))
      return word !== 'pwd' || words.length > 1;
    if (word === 'pass') return index > 0 && index === words.length - 1;
    return word === 'key' && kindsOfKeys.has(words[index - 1] ?? '');
  });
}

/** Values that switch something, and secrets that are none. */
const switches =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|required|optional|\d{1,5}|\d+[smhd])$/i;

/** Texts that stand where a value goes, to be replaced before they are used. */
const placeholders =
  /<[^>]*>|\$[({]|\{\{|^\$[\w.-]+$|^[%@#_]{1,2}\w+[%@#_]{1,2}$|^(?:x{3,}|\*{3,}|\.{3,}|-+)$|\b(?:your|replace|insert|todo|placeholder|redacted|dummy)\b|replace[-_ ]?(?:me|this|with)|change[-_ ]?this|your[-_]/i;

/** Names in capitals, which stand for a value, and what opens a list or a map in a configuration file. */
const standIns = /^[A-Z]+(?:_[A-Z]+)*$|^[{[|>&*]/;

/** Values that say where a program fetches the secret from. */
const references =
  /^(?:vault|secret|secrets|ref\+\w+|op|env|file|aws|awssm|gcp|gcpsm|azure|akv|ssm|k8s|kubernetes|bao|sops|keepass):|^ENC\[|^AQICA|^arn:aws|^projects\/[^/]+\/secrets\/|^(?:valueFrom|secretKeyRef)\b/i;

/**
 * Whether the value of a secret's name is no secret: nothing, a switch, a place, a placeholder, or a reference to where
 * the secret is kept.
 */
export function isHarmlessValue(value: string): boolean {
  const text = value.trim();
  return (
    text === '' ||
    switches.test(text) ||
    placeholders.test(text) ||
    standIns.test(text) ||
    references.test(text) ||
    /^(?:\.{0,2}|~)\/[\w./@-]*$/.test(text) ||
    /^[\w.-]+(?:\/[\w.-]+)+\.[a-z]{2,5}$/.test(text) ||
    /^[a-z][a-z\d+.-]*:\/\/[^@\s]*$/i.test(text)
  );
}

/** Where a password stands in an address such as `postgres://app:hunter2@db/app`; undefined where none does. */
export function passwordInAddress(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = /\b[a-z][a-z\d+.-]*:\/\/[^\s:/@?#]*:([^\s/@?#]+)@/i.exec(text);
  const password = match?.[1];
  if (!match || password === undefined || isHarmlessValue(password)) return undefined;
  const end = match.index + match[0].length - 1;
  return { start: end - password.length, end };
}
