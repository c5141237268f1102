/** Words that, between underscores or at an end, make a name that of a secret (BuildKit's check, v0.32). */
const secretWords = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;

/** Words that say that it is something about a secret, and not one (the same check). */
const harmlessWords = /(?:^|_)(?:public|file|version)(?:_|$)/i;

/** Whether a variable of that name most likely holds a secret: `NPM_TOKEN`, `db_password`. */
export function namesSecret(name: string): boolean {
  return secretWords.test(name) && !harmlessWords.test(name);
}

/** A credential found in a text. */
export interface FoundCredential {
  /** What it is: `a GitHub token`. */
  readonly what: string;
  /** Zero-based UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
}

/** One kind of credential that is told by its form alone. */
interface CredentialForm {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Forms that are certain: each as its issuer documents it, with a prefix that nothing else has. */
const forms: readonly CredentialForm[] = [
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    what: 'a GitHub token',
    pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g,
  },
  { what: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}/g },
  { what: 'a Slack token', pattern: /\bxox[abeoprs]-\d{8,}-[A-Za-z0-9-]{10,}/g },
  { what: 'the address of a Slack webhook', pattern: /\bhooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{24}\b/g },
  { what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { what: 'a Google client secret', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/g },
  { what: 'a Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{24,}\b/g },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a PyPI token', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/g },
  { what: 'a Docker Hub token', pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}/g },
  { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{34}\b/g },
  { what: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g },
  { what: 'a JSON web token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
  {
    what: 'a private key',
    pattern:
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\\)*(?:[A-Za-z-]+: [^\n]*\n\s*)*[A-Za-z0-9+/=]{40,}/g,
  },
];

/** One look that tells in most texts that there is nothing in them. */
const hints =
  /AKIA|ASIA|gh[pousr]_|github_pat_|\bgl\w+-|xox|hooks\.slack|AIza|GOCSPX|k_live_|npm_|pypi-|dckr_|hf_|SG\.|eyJ|PRIVATE KEY/;

/** Whether there may be a credential in a text: a quick look, which most texts pass. */
export function mayHoldCredentials(text: string): boolean {
  return hints.test(text);
}

/** The credentials that stand in a text, in its order. Placeholders such as `ghp_xxxxxxxx` and examples are none. */
export function credentialsIn(text: string): readonly FoundCredential[] {
  if (!mayHoldCredentials(text)) return [];
  const found: FoundCredential[] = [];
  for (const { what, pattern } of forms) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (!isPlaceholder(match)) found.push({ what, start: index, end: index + match.length });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Whether somebody wrote it to show where a credential would go: few different characters, or the word itself. */
function isPlaceholder(credential: string): boolean {
  const body = credential.slice(credential.search(/[_\-.]|(?<=AKIA|ASIA|AIza)/) + 1);
  return /example|your|dummy|placeholder|x{6}|0123456789|1234567890|abcdefghij/i.test(body) || new Set(body).size < 8;
}
